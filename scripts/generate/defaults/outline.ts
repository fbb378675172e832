import { isList, isObject, isScalar, type Json, type JsonObject } from '../../../src/model/json.ts'

/** Stands for a list of objects, or a long one, in an outline. */
export const SOMETHING = '\u0001'

/** An object with its scalars and those of the objects in it: what conditions and copies can be made of. */
export function outline(object: JsonObject, depth = 4): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, outlineOf(value, depth)]))
}

function outlineOf(value: Json, depth: number): Json {
  if (isScalar(value)) return value
  if (isList(value)) return value.length <= 3 && value.every(isScalar) ? value : SOMETHING
  return depth > 0 && isObject(value) ? outline(value, depth - 1) : {}
}
