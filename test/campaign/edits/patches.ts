import { isList, isObject, property, sameJson, type Json, type JsonObject } from '../../../src/model/json.ts'

/** The patch of RFC 7396 that turns one object into the other: lists as a whole, null for what goes. */
export function mergePatch(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, Json> = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const a = property(before, name)
    const b = property(after, name)
    if (sameJson(a, b)) continue
    patch[name] = b === undefined ? null : isObject(a) && isObject(b) ? mergePatch(a, b) : b
  }
  return patch
}

interface Operation extends JsonObject {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
}

/** The patch of RFC 6902 that turns one value into the other, with the fewest operations for a single edit. */
export function jsonPatch(before: Json, after: Json, pointer = ''): readonly Operation[] {
  if (sameJson(before, after)) return []
  if (isObject(before) && isObject(after)) return fieldOperations(before, after, pointer)
  if (isList(before) && isList(after)) return itemOperations(before, after, pointer)
  return [{ op: 'replace', path: pointer, value: after }]
}

function fieldOperations(before: JsonObject, after: JsonObject, pointer: string): Operation[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): readonly Operation[] => {
    const path = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const a = property(before, name)
    const b = property(after, name)
    if (b === undefined) return [{ op: 'remove', path }]
    return a === undefined ? [{ op: 'add', path, value: b }] : jsonPatch(a, b, path)
  })
}

function itemOperations(before: readonly Json[], after: readonly Json[], pointer: string): readonly Operation[] {
  const first = before.findIndex((item, i) => !sameJson(item, after[i]))
  const index = first < 0 ? before.length : first
  if (sameJson(before.toSpliced(index, 1), after)) return [{ op: 'remove', path: `${pointer}/${index}` }]
  if (sameJson(before, after.toSpliced(index, 1))) {
    return [{ op: 'add', path: `${pointer}/${index}`, value: after[index] as Json }]
  }
  if (before.length !== after.length) return [{ op: 'replace', path: pointer, value: after }]
  return before.flatMap((item, i) => jsonPatch(item, after[i] as Json, `${pointer}/${i}`))
}
