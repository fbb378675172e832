import { isList, isObject, type Json } from '../../model/json.ts'

/** A value as CEL knows it: maps have no prototype that an expression could reach, and whole numbers are integers. */
export type CelValue = null | boolean | number | bigint | string | readonly CelValue[] | ReadonlyMap<string, CelValue>

export function celValue(value: Json | undefined): CelValue {
  if (value === undefined) return null
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (isList(value)) return value.map(celValue)
  if (!isObject(value)) return value
  return new Map(Object.keys(value).map((key) => [key, celValue(value[key])]))
}
