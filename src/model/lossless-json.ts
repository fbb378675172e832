import { type Json, isList } from './json.ts'
import { JsonTextError, JsonTextParser, MAX_JSON_DEPTH } from './json-text-parser.ts'

/** An integer of 16 digits or more; also true of some texts that hold such digits in a string, which costs only time. */
const LONG_INTEGER = /[\s:,[-]\d{16}/
const STARTS_WITH_LONG_INTEGER = /^\d{16}/

/**
 * Parses JSON without rounding: an integer that a `number` cannot hold exactly becomes a `bigint` (B-71). One beyond
 * int64 becomes a `number`, as on the API server. `__proto__` and `constructor` become own properties like any other key
 * (B-70). Of a key that stands twice the last one counts.
 *
 * Texts without long integers, nearly all, go through the engine's own parser.
 *
 * @throws JsonTextError with a position and without any content
 */
export function parseLossless(text: string): Json {
  if (LONG_INTEGER.test(text) || STARTS_WITH_LONG_INTEGER.test(text)) return new JsonTextParser(text).parse()
  const value = parseNatively(text)
  if (isDeeper(value, MAX_JSON_DEPTH)) {
    throw new JsonTextError(text, 0, `nesting is deeper than ${MAX_JSON_DEPTH}`)
  }
  return value
}

function parseNatively(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    // The engine's message quotes the text; ours has a position instead.
    return new JsonTextParser(text).parse()
  }
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (isList(value)) {
    for (const item of value) {
      if (typeof item === 'object' && isDeeper(item, levels - 1)) return true
    }
    return false
  }
  const object = value
  // Much faster than Object.keys, and equal, since these objects inherit nothing enumerable.
  for (const key in object) {
    const member = object[key] as Json
    if (typeof member === 'object' && isDeeper(member, levels - 1)) return true
  }
  return false
}

/** JSON text with integers in full, keys in the order they have, no white space. */
export function stringifyLossless(value: Json): string {
  try {
    return JSON.stringify(value)
  } catch {
    // A bigint, the only thing in Json that the engine refuses; nothing else is slow.
    return write(value)
  }
}

function write(value: Json): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(write).join(',')}]`
  const object = value
  return `{${Object.keys(object)
    .map((key) => `${JSON.stringify(key)}:${write(object[key] as Json)}`)
    .join(',')}}`
}
