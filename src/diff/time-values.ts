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

const UNIT_NANOSECONDS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['\u00b5s', 1e3],
  ['\u03bcs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
])

const PART = /(?:(\d+)(?:\.(\d*))?|\.(\d+))(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y
const LONGEST = 2n ** 63n - 1n

/** Go's `time.ParseDuration`: a sign and any number of decimal numbers with units, 292 years at most. */
function nanoseconds(value: Json): bigint | undefined {
  if (typeof value !== 'string') return undefined
  const sign = /^[+-]?/.exec(value)?.[0] ?? ''
  if (value.length === sign.length) return undefined
  if (value.slice(sign.length) === '0') return 0n
  let total = 0n
  for (PART.lastIndex = sign.length; PART.lastIndex < value.length; ) {
    const part = PART.exec(value)
    if (part === null) return undefined
    const [, whole = '0', decimals, bareDecimals, unit = ''] = part
    const size = UNIT_NANOSECONDS.get(unit) as number
    total += BigInt(whole) * BigInt(size) + fraction(decimals ?? bareDecimals ?? '', size)
  }
  // Go has one nanosecond more below zero than above it.
  if (total > LONGEST + (sign === '-' ? 1n : 0n)) return undefined
  return sign === '-' ? -total : total
}

/** Only the fraction goes through a float, as in Go: `4.1h` is `246m` to the nanosecond. */
function fraction(decimals: string, size: number): bigint {
  const kept = decimals.slice(0, 18)
  return BigInt(Math.trunc(Number(kept) * (size / 10 ** kept.length)))
}
