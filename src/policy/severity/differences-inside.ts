import type { Difference, DriftKind } from '../../model/difference.ts'
import { type FieldPath, field } from '../../model/field-path.ts'
import { canonicalJson, isList, isObject, type Json, type JsonObject, property, sameJson } from '../../model/json.ts'

/** One place inside a difference: the same question, one level further in. */
export type InnerDifference = Pick<Difference, 'path' | 'kind' | 'desired' | 'live' | 'atomic'>

/**
 * What a difference consists of, one level further in; empty at leaves. Items of lists count as gone and come, since
 * which one became which cannot be told.
 */
export function differencesInside(outer: InnerDifference): readonly InnerDifference[] {
  const { path, desired, live } = outer
  if (isList(desired) || isList(live)) return inLists(path, isList(desired) ? desired : [], isList(live) ? live : [])
  if (isObject(desired) || isObject(live))
    return inObjects(path, isObject(desired) ? desired : {}, isObject(live) ? live : {})
  return []
}

function inLists(path: FieldPath, desired: readonly Json[], live: readonly Json[]): readonly InnerDifference[] {
  const kept = new Set(live.map(canonicalJson))
  const given = new Set(desired.map(canonicalJson))
  const at = (index: number): FieldPath => [...path, { kind: 'index', index }]
  return [
    ...desired.flatMap((item, i) => (kept.has(canonicalJson(item)) ? [] : change(at(i), item, undefined))),
    ...live.flatMap((item, i) => (given.has(canonicalJson(item)) ? [] : change(at(i), undefined, item))),
  ]
}

function inObjects(path: FieldPath, desired: JsonObject, live: JsonObject): readonly InnerDifference[] {
  const names = new Set([...Object.keys(desired), ...Object.keys(live)])
  return [...names].flatMap((name) => change([...path, field(name)], property(desired, name), property(live, name)))
}

function change(path: FieldPath, desired: Json | undefined, live: Json | undefined): readonly InnerDifference[] {
  if (sameJson(desired, live)) return []
  const kind: DriftKind = desired === undefined ? 'added' : live === undefined ? 'removed' : 'modified'
  return [{ path, kind, ...(desired !== undefined && { desired }), ...(live !== undefined && { live }), atomic: true }]
}
