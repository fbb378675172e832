import type { ValueTypes } from './session.ts'

/** Object ids of PostgreSQL's types; fixed for all versions. */
const INT8 = 20
const JSON_TEXT = 114
const TIMESTAMPTZ = 1184
const JSONB = 3802

/** How long a date is: years have four digits here. */
const DATE = 10

type Parser = (text: string) => unknown

/**
 * How the ledger reads values, the same on both drivers, which differ on every one of these:
 * - int8: number while it is exact, else bigint;
 * - timestamptz: instant (milliseconds since 1970);
 * - json, jsonb: the text, since only the reader knows whether SQL NULL and JSON null mean the same, and since a number
 *   that a double cannot hold must not get there.
 */
const LEDGER_PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [INT8, parseInt8],
  [TIMESTAMPTZ, parseTimestamp],
  [JSON_TEXT, (text) => text],
  [JSONB, (text) => text],
])

/** For everybody else: int8 alone is as above, since there the drivers differ between number and text. */
const NATIVE_PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([[INT8, parseInt8]])

/** Undefined where the driver's own way is as good. */
export function parserOf(typeId: number, types: ValueTypes): Parser | undefined {
  return (types === 'ledger' ? LEDGER_PARSERS : NATIVE_PARSERS).get(typeId)
}

/** As the embedded driver wants them. */
export function parsersOf(types: ValueTypes): Record<number, Parser> {
  return Object.fromEntries(types === 'ledger' ? LEDGER_PARSERS : NATIVE_PARSERS)
}

function parseInt8(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

/** Where an offset of whole hours has its sign, counted from the end. */
const HOURS_ONLY = 3

/**
 * `2026-11-25 16:14:22.123+00`, whatever offset the session's time zone gives it. By position: looked for by patterns, the
 * parts took a fifth of the time that the longest pages of the ledger need.
 */
function parseTimestamp(text: string): number {
  const sign = text.at(-HOURS_ONLY)
  const minutes = sign === '+' || sign === '-' ? ':00' : ''
  return Date.parse(`${text.slice(0, DATE)}T${text.slice(DATE + 1)}${minutes}`)
}
