import { isObject, objectOf, property, type Json, type JsonObject } from '../model/json.ts'

/** Metadata that people and appliers write; everything else in `metadata` is the server's. */
const COMPARED_METADATA = ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const

/** Annotations in which an applier keeps its own copy of what it applied: evidence, not state. */
const APPLIER_COPIES = new Set(['kubectl.kubernetes.io/last-applied-configuration'])

/**
 * The part of an object that is compared: no status, no identity, no server metadata. Both sides go through it, so that a
 * manifest exported from a cluster compares like one written by hand.
 */
export function comparable(object: JsonObject): JsonObject {
  const entries: [string, Json][] = []
  for (const key of Object.keys(object)) {
    if (key === 'apiVersion' || key === 'kind' || key === 'status') continue
    const value = object[key] as Json
    entries.push([key, key === 'metadata' && isObject(value) ? comparableMetadata(value) : value])
  }
  return objectOf(entries)
}

function comparableMetadata(metadata: JsonObject): JsonObject {
  const entries: [string, Json][] = []
  for (const name of COMPARED_METADATA) {
    const value = property(metadata, name)
    if (value === undefined || value === null) continue
    const compared = name === 'annotations' && isObject(value) ? withoutApplierCopies(value) : value
    if (compared !== undefined) entries.push([name, compared])
  }
  return objectOf(entries)
}

/** Undefined where nothing but such copies is there: the map itself came with them. */
function withoutApplierCopies(annotations: JsonObject): JsonObject | undefined {
  const names = Object.keys(annotations)
  if (!names.some((name) => APPLIER_COPIES.has(name))) return annotations
  const kept = names.filter((name) => !APPLIER_COPIES.has(name))
  return kept.length === 0 ? undefined : objectOf(kept.map((name) => [name, annotations[name] as Json]))
}

/** Desired side only: `stringData` of a Secret is folded into `data`, where the server puts it. */
export function comparableDesired(group: string, kind: string, object: JsonObject): JsonObject {
  const result = comparable(object)
  if (group !== '' || kind !== 'Secret') return result
  const written = property(result, 'stringData')
  if (!isObject(written)) return result
  const data = property(result, 'data')
  const folded = new Map<string, Json>(isObject(data) ? Object.entries(data) : [])
  for (const key of Object.keys(written)) folded.set(key, encoded(written[key] as Json))
  const rest = Object.keys(result).filter((key) => key !== 'stringData' && key !== 'data')
  return objectOf([...rest.map((key): [string, Json] => [key, result[key] as Json]), ['data', objectOf(folded)]])
}

function encoded(value: Json): Json {
  return typeof value === 'string' ? Buffer.from(value, 'utf8').toString('base64') : value
}
