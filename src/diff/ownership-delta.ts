import type { FieldOwner } from '../model/field-owner.ts'
import type { FieldPath } from '../model/field-path.ts'
import { FieldSet } from '../model/field-set.ts'
import { property, sameJson, type Json } from '../model/json.ts'
import type { OwnershipDelta } from '../model/object-version.ts'
import { writtenFields } from '../model/written-fields.ts'
import { ownerOf } from './ownership.ts'

/** What happened to the managedFields of an object from one version to a later one. */
export interface OwnershipChange {
  /** Whose sets grew at or below a path, and whose shrank there. */
  at(path: FieldPath): OwnershipDelta
  /**
   * Owners whose sets grew, or whose times moved. Between two consecutive versions that is who wrote the second, also where
   * it only gave other values to fields that it owned before; empty where the writer left no trace, as removals do.
   */
  readonly writers: readonly FieldOwner[]
}

/** Entries that the server makes by itself out of others: nobody wrote through them. */
const COLLECTED: ReadonlySet<string> = new Set(['ancient-changes', 'before-first-apply'])

interface Side {
  readonly owner: FieldOwner
  /** One each API version that the owner wrote at. */
  readonly fields: readonly Json[]
}

interface Moved {
  readonly owner: FieldOwner
  readonly paths: FieldSet
}

/**
 * Compares two lists of managedFields, as they stand in `metadata`. Entries belong to one owner where manager, operation and
 * sub-resource agree. Only sets that changed are decoded.
 */
export function ownershipChange(previous: Json | undefined, current: Json | undefined): OwnershipChange {
  const [before, after] = [sidesOf(previous), sidesOf(current)]
  const gained = moved(after, before).filter(({ owner }) => !COLLECTED.has(owner.manager))
  const lost = moved(before, after)
  const grew = new Set(gained.map(({ owner }) => owner))
  const writers = [...after]
    .filter(([key, { owner }]) => {
      return !COLLECTED.has(owner.manager) && (grew.has(owner) || before.get(key)?.owner.time !== owner.time)
    })
    .map(([, { owner }]) => owner)
  const held = (path: FieldPath): Pick<OwnershipDelta, 'held'> => {
    const owners = writers.length === 0 ? holders(after, path) : []
    return owners.length === 0 ? {} : { held: owners }
  }
  return { at: (path) => ({ gained: touching(gained, path), lost: touching(lost, path), ...held(path) }), writers }
}

/** {@link ownershipChange} at one path. */
export function ownershipDelta(previous: Json | undefined, current: Json | undefined, path: FieldPath): OwnershipDelta {
  return ownershipChange(previous, current).at(path)
}

function sidesOf(managedFields: Json | undefined): ReadonlyMap<string, Side> {
  const sides = new Map<string, Side>()
  for (const entry of writtenFields(managedFields)) {
    const owner = ownerOf(entry)
    if (owner === undefined) continue
    const key = JSON.stringify([owner.manager, owner.operation, owner.subresource])
    const before = sides.get(key)
    const fields = [...(before?.fields ?? []), property(entry, 'fieldsV1') ?? {}]
    sides.set(key, { owner: before === undefined ? owner : latest(before.owner, owner), fields })
  }
  return sides
}

/** Times of the server are in UTC and equally long, so that they are in order as texts. */
function latest(a: FieldOwner, b: FieldOwner): FieldOwner {
  return (a.time ?? '') > (b.time ?? '') ? a : b
}

/** What each owner of `sides` has beyond what it has in `others`. */
function moved(sides: ReadonlyMap<string, Side>, others: ReadonlyMap<string, Side>): readonly Moved[] {
  return [...sides].flatMap(([key, { owner, fields }]) => {
    const other = others.get(key)?.fields ?? []
    if (sameJson(fields, other)) return []
    const paths = setOf(fields).difference(setOf(other))
    return paths.isEmpty() ? [] : [{ owner, paths }]
  })
}

function setOf(fields: readonly Json[]): FieldSet {
  return fields.reduce((set: FieldSet, one) => set.union(FieldSet.fromFieldsV1(one)), new FieldSet())
}

function holders(sides: ReadonlyMap<string, Side>, path: FieldPath): readonly FieldOwner[] {
  return [...sides.values()].filter(({ fields }) => setOf(fields).touches(path)).map(({ owner }) => owner)
}

function touching(all: readonly Moved[], path: FieldPath): readonly FieldOwner[] {
  return all.filter(({ paths }) => paths.touches(path)).map(({ owner }) => owner)
}
