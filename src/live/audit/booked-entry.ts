import type { FieldOwner } from '../../model/field-owner.ts'
import { FieldSet } from '../../model/field-set.ts'
import { at, isList, type Json, property, isObject, sameJson, stringAt } from '../../model/json.ts'

/**
 * The entry of managedFields that a write moved: new, stamped anew, or with more fields. Null = none, as when it only takes
 * away; undefined where several moved, or where an object is not shown.
 */
export function bookedEntry(before: Json | undefined, written: Json | undefined): FieldOwner | null | undefined {
  if (!isObject(written)) return undefined
  const old = entriesOf(before)
  const moved = entriesOf(written).filter(
    (entry) => !old.some((one) => isSameOwner(one, entry) && !hasGained(one, entry)),
  )
  const [first] = moved
  if (moved.length > 1) return undefined
  return first === undefined ? null : ownerOf(first)
}

function entriesOf(object: Json | undefined): readonly Json[] {
  const entries = at(object, 'metadata', 'managedFields')
  return isList(entries) ? entries : []
}

function isSameOwner(a: Json, b: Json): boolean {
  return ['manager', 'operation', 'subresource', 'apiVersion'].every((name) => stringAt(a, name) === stringAt(b, name))
}

/** Others only lose fields, and keep their time. */
function hasGained(old: Json, entry: Json): boolean {
  if (stringAt(old, 'time') !== stringAt(entry, 'time')) return true
  const [before, after] = [fieldsOf(old), fieldsOf(entry)]
  return !sameJson(before, after) && !FieldSet.fromFieldsV1(after).difference(FieldSet.fromFieldsV1(before)).isEmpty()
}

function fieldsOf(entry: Json): Json | undefined {
  return isObject(entry) ? property(entry, 'fieldsV1') : undefined
}

function ownerOf(entry: Json): FieldOwner {
  return {
    manager: stringAt(entry, 'manager') ?? '',
    operation: stringAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
    subresource: stringAt(entry, 'subresource') ?? '',
    time: stringAt(entry, 'time'),
  }
}
