import type { Json } from '../../model/json.ts'
import { parseLossless, stringifyLossless } from '../../model/lossless-json.ts'

/**
 * Content of a column of type json, which keeps the text as it is: integers in full, keys in their order, `\u0000` and
 * lone surrogates in strings, all of which jsonb changes or refuses. SQL NULL stands for an absent value.
 */
export type JsonText = string

/** Of any plain data; members that are undefined are left out, as JSON has it. */
export function toJsonText(value: object | Json): JsonText {
  return stringifyLossless(value as Json)
}

export function toJsonTextOrNull(value: object | Json | undefined): JsonText | null {
  return value === undefined ? null : toJsonText(value)
}

/** What {@link toJsonText} was given. The caller knows its type, since nobody else writes the column. */
export function fromJsonText(text: JsonText): Json {
  return parseLossless(text)
}
