import type { FieldOwner } from '../model/field-owner.ts'
import type { FieldPath } from '../model/field-path.ts'
import { FieldSet } from '../model/field-set.ts'
import { at, isList, isObject, property, stringAt, type Json, type JsonObject } from '../model/json.ts'

/** One entry of managedFields with its set of paths, which is only decoded when somebody asks. */
export class OwnershipEntry {
  readonly owner: FieldOwner
  readonly #fields: Json | undefined
  #set: FieldSet | undefined

  constructor(owner: FieldOwner, fields: Json | undefined) {
    this.owner = owner
    this.#fields = fields
  }

  get set(): FieldSet {
    this.#set ??= FieldSet.fromFieldsV1(this.#fields)
    return this.#set
  }
}

/**
 * The entries of an object's managedFields in the server's order. Status entries are kept: controllers write annotations
 * through the status sub-resource as well.
 */
export function ownershipOf(live: JsonObject): readonly OwnershipEntry[] {
  const entries = at(live, 'metadata', 'managedFields')
  if (!isList(entries)) return []
  return entries.flatMap((entry) => {
    const owner = ownerOf(entry)
    return owner === undefined ? [] : [new OwnershipEntry(owner, at(entry, 'fieldsV1'))]
  })
}

function ownerOf(entry: Json): FieldOwner | undefined {
  if (!isObject(entry)) return undefined
  const operation = stringAt(entry, 'operation')
  if (operation !== 'Apply' && operation !== 'Update') return undefined
  const time = property(entry, 'time')
  return {
    manager: stringAt(entry, 'manager') ?? 'unknown',
    operation,
    subresource: stringAt(entry, 'subresource') ?? '',
    time: typeof time === 'string' ? time : undefined,
  }
}

/** Present owners of a path or of anything below it. */
export function ownersAt(entries: readonly OwnershipEntry[], path: FieldPath): readonly OwnershipEntry[] {
  return entries.filter((entry) => entry.set.touches(path))
}
