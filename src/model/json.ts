/**
 * JSON as the API server means it: integers beyond 2^53 are `bigint` (never rounded), everything else is as in JSON.
 * Objects come from parsers and may have any key, `__proto__` included, so read them with {@link property} and iterate
 * with `Object.keys`; never with `in` or a bare index on a key that came from data.
 */
export type JsonScalar = null | boolean | number | bigint | string
export type Json = JsonScalar | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isScalar(value: Json): value is JsonScalar {
  return value === null || typeof value !== 'object'
}

/** Own property `key` of `object`; undefined where there is none, also for `constructor`, `__proto__` and the like. */
export function property(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** The value reached by following `keys` through objects; undefined where a step is missing or not an object. */
export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let here = value
  for (const key of keys) {
    if (!isObject(here)) return undefined
    here = property(here, key)
  }
  return here
}

/** As {@link at}, but only a string counts; anything else reads as undefined. */
export function stringAt(value: Json | undefined, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys)
  return typeof found === 'string' ? found : undefined
}

/**
 * Sets an own property, where a plain assignment of `__proto__` would set the prototype and lose the key (B-70). For
 * objects that begin as `{}`: one without a prototype would take any key, and three times the memory.
 */
export function setProperty(object: Record<string, Json>, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

/** An object whose keys are all own properties, `__proto__` included. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  const result: Record<string, Json> = {}
  for (const [key, value] of entries) setProperty(result, key, value)
  return result
}

/** Equality of meaning: numbers by value (1 = 1.0 = 1n), lists in order, objects by key. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || a === null || b === null) return false
  if (isNumeric(a) && isNumeric(b)) return sameNumber(a, b)
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (isList(a) || isList(b)) return isList(a) && isList(b) && sameList(a, b)
  return sameObject(a, b)
}

function isNumeric(value: Json): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** By mathematical value, also between a number and a bigint. */
export function sameNumber(a: number | bigint, b: number | bigint): boolean {
  if (typeof a === typeof b) return a === b
  const [number, whole] = typeof a === 'bigint' ? [b, a] : [a, b]
  return typeof number === 'number' && Number.isInteger(number) && BigInt(number) === whole
}

/** A string as it is, anything else as canonical JSON. `String` would throw for objects that come from parsers. */
export function textOf(value: Json | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : canonicalJson(value)
}

function sameList(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
}

function sameObject(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
}

/** JSON text with keys sorted by code unit and integers in full: equal values give equal text. */
export function canonicalJson(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const object = value
  const members = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] as Json)}`)
  return `{${members.join(',')}}`
}
