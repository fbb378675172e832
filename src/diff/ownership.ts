import type { FieldOwner } from '../model/field-owner.ts'
import type { FieldPath, PathElement } from '../model/field-path.ts'
import { FieldSet } from '../model/field-set.ts'
import { printPathElement } from '../model/fields-v1.ts'
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

  /**
   * True where the entry holds the path or anything below it. Looks into the undecoded trie, since most questions are about
   * one path of an entry that holds hundreds; only keys that the server may have spelt in another way need decoding.
   */
  touches(path: FieldPath): boolean {
    if (this.#set !== undefined) return this.#set.touches(path)
    let here: Json | undefined = this.#fields
    for (const element of path) {
      if (!isObject(here)) return false
      const next: Json | undefined = property(here, printPathElement(element))
      if (next === undefined) return mayBeSpeltOtherwise(element, here) && this.set.touches(path)
      here = next
    }
    return true
  }
}

/** Steps that are spelt in one way only: plain words and short integers, keys sorted as the server sorts them. */
const ONE_SPELLING = /^(f:.*|i:\d+|v:"[\w./:@-]*"|k:\{("[\w-]+":("[\w./:@-]*"|\d{1,15}|true|false),?)+\})$/

/** The server escapes some characters in keys and members and writes some numbers in its own way. */
function mayBeSpeltOtherwise(element: PathElement, here: JsonObject): boolean {
  if (element.kind === 'field' || element.kind === 'index') return false
  return Object.keys(here).some((text) => !ONE_SPELLING.test(text))
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

export function ownerOf(entry: Json): FieldOwner | undefined {
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
  return entries.filter((entry) => entry.touches(path))
}
