import { sameJson, type Json } from './json.ts'

/** An exact amount: `digits` × 10^`exponent`, with no zero at the end of `digits`, so that equal amounts are equal parts. */
export interface Quantity {
  readonly digits: bigint
  readonly exponent: number
}

/** Exponents to round up to: what a quantity can hold, and what the server keeps in resource lists. */
export const NANO = -9
export const MILLI = -3

const ZERO: Quantity = { digits: 0n, exponent: 0 }

const DECIMAL_SUFFIXES: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const BINARY_SUFFIXES: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n }

const FORM = /^ *([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[+-]?[0-9]*) *$/
const LARGEST_BINARY = 2n ** 63n - 1n
const INT64 = { low: -(2n ** 63n), high: 2n ** 63n - 1n }

/**
 * Reads a quantity as `resource.ParseQuantity` does, its oddities included: `k` alone is zero but `Pi` is nothing, binary amounts end at
 * 2^63-1, what is finer than a billionth is rounded away from zero. Undefined where that function gives an error.
 */
export function parseQuantity(value: Json): Quantity | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  if (typeof text !== 'string') return undefined
  const match = FORM.exec(text)
  if (match === null || text.trim() === '') return undefined
  const [, sign, whole = '', fraction = '', suffix = ''] = match
  const written = whole + fraction
  const magnitude = Object.hasOwn(BINARY_SUFFIXES, suffix)
    ? binary(written, fraction.length, BINARY_SUFFIXES[suffix] as bigint)
    : decimal(written, fraction.length, suffix)
  if (magnitude === undefined) return undefined
  return sign === '-' ? { ...magnitude, digits: -magnitude.digits } : magnitude
}

function binary(written: string, decimals: number, power: bigint): Quantity | undefined {
  // Where there are no digits, apimachinery has a fast path that says zero, but it ends before these.
  if (written === '' && power >= 50n) return undefined
  const amount = roundUp(quantity(BigInt(written) << power, -decimals), NANO)
  const largest = quantity(LARGEST_BINARY, 0)
  return compareQuantities(amount, largest) > 0 ? largest : amount
}

function decimal(written: string, decimals: number, suffix: string): Quantity | undefined {
  const exponent = Object.hasOwn(DECIMAL_SUFFIXES, suffix) ? DECIMAL_SUFFIXES[suffix] : writtenExponent(suffix)
  if (exponent === undefined || (written === '' && exponent < NANO)) return undefined
  return roundUp(quantity(BigInt(written), exponent - decimals), NANO)
}

/** `e3`, `E-3`, `e+3`; wraps around like the 32-bit number that apimachinery keeps it in. */
function writtenExponent(suffix: string): number | undefined {
  if (!/^[eE][+-]?[0-9]+$/.test(suffix)) return undefined
  const exponent = BigInt(suffix.slice(suffix[1] === '+' ? 2 : 1))
  if (exponent < INT64.low || exponent > INT64.high) return undefined
  return Number(BigInt.asIntN(32, exponent))
}

/** Brings an amount into its one form. */
function quantity(digits: bigint, exponent: number): Quantity {
  if (digits === 0n) return ZERO
  const text = digits.toString()
  let zeros = 0
  while (text[text.length - 1 - zeros] === '0') zeros++
  return zeros === 0 ? { digits, exponent } : { digits: BigInt(text.slice(0, -zeros)), exponent: exponent + zeros }
}

/** The next multiple of 10^`exponent` away from zero. */
export function roundUp(amount: Quantity, exponent: number): Quantity {
  const excess = exponent - amount.exponent
  if (excess <= 0 || amount.digits === 0n) return amount
  const negative = amount.digits < 0n
  const magnitude = negative ? -amount.digits : amount.digits
  // Far below one unit, the power of ten would be huge for nothing.
  if (excess > magnitude.toString().length) return { digits: negative ? -1n : 1n, exponent }
  const unit = 10n ** BigInt(excess)
  const units = (magnitude + unit - 1n) / unit
  return quantity(negative ? -units : units, exponent)
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  if (a.exponent === b.exponent || a.digits === 0n || b.digits === 0n) return order(a.digits, b.digits)
  if (a.digits < 0n !== b.digits < 0n) return a.digits < 0n ? -1 : 1
  const size = sizeOf(a) - sizeOf(b)
  if (size !== 0) return a.digits < 0n ? -size : size
  const lowest = Math.min(a.exponent, b.exponent)
  return order(a.digits * 10n ** BigInt(a.exponent - lowest), b.digits * 10n ** BigInt(b.exponent - lowest))
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** How many digits stand before the decimal point. */
function sizeOf(amount: Quantity): number {
  const text = amount.digits.toString()
  return text.length - (text.startsWith('-') ? 1 : 0) + amount.exponent
}

/** Equality of amounts, after rounding up to `exponent`; values that are no quantities are equal only as they are. */
export function sameQuantity(left: Json, right: Json, exponent: number = NANO): boolean {
  if (left === right) return true
  const a = parseQuantity(left)
  const b = parseQuantity(right)
  if (a === undefined || b === undefined) return sameJson(left, right)
  return compareQuantities(roundUp(a, exponent), roundUp(b, exponent)) === 0
}
