import { InvalidArgumentError } from '@commander-js/extra-typings'
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../../../model/instant.ts'

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** `90s`, `30m`, `24h`, `7d`, `2w`. Milliseconds. */
export function spanMs(value: string): number {
  const span = readSpan(value)
  if (span === undefined) throw new InvalidArgumentError('It takes a span such as 90s, 30m, 24h, 7d or 2w.')
  return span
}

function readSpan(value: string): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(value) ?? []
  return amount === undefined ? undefined : Number(amount) * (UNITS[unit] ?? 0)
}

/** A time that is given, or one that is counted from when the command is carried out. */
export type Until = { readonly at: Instant } | { readonly inMs: number }

const DATE = /^\d{4}-\d\d-\d\d$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** `14d`, a date, which counts to its end in UTC, or a time with its zone. */
export function readUntil(value: string): Until {
  const span = readSpan(value)
  if (span !== undefined) return { inMs: span }
  const at = DATE.test(value)
    ? Date.parse(`${value}T00:00:00Z`) + DAY
    : TIME.test(value)
      ? Date.parse(value)
      : Number.NaN
  if (Number.isNaN(at)) {
    throw new InvalidArgumentError(
      'It takes a span such as 14d, a date such as 2026-04-01, or a time such as 2026-04-01T12:00:00Z.',
    )
  }
  return { at }
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value) || Number(value) === 0)
    throw new InvalidArgumentError('It takes a whole number from 1 on.')
  return Number(value)
}
