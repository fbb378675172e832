import type { Json } from '../model/json.ts'

/** Equal to the second where both are RFC 3339 times: `metav1.Time` keeps no more. */
export function sameTime(left: Json, right: Json): boolean {
  const [a, b] = [instant(left), instant(right)]
  return a !== undefined && a === b
}

function instant(value: Json): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined
  const millis = Date.parse(value)
  return Number.isNaN(millis) ? undefined : Math.floor(millis / 1000)
}

/** Equal where both are Go durations of the same length, such as `8760h` and `8760h0m0s`. */
export function sameDuration(left: Json, right: Json): boolean {
  const [a, b] = [nanoseconds(left), nanoseconds(right)]
  return a !== undefined && a === b
}

const UNIT_NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  'µs': 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/** Go's `time.ParseDuration`: a sign and any number of decimal numbers with units. */
function nanoseconds(value: Json): number | undefined {
  if (typeof value !== 'string') return undefined
  const match = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.exec(value)
  if (match === null) return value === '0' ? 0 : undefined
  let total = 0
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (UNIT_NANOSECONDS[unit as string] as number)
  }
  return match[1] === '-' ? -total : total
}
