import { type Json, isList, isObject } from '../../model/json.ts'

/** Whether a value is JSON as the model means it: integers may be `bigint`, numbers are finite. */
export function isJson(value: unknown): value is Json {
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || ['string', 'boolean', 'bigint'].includes(typeof value)) return true
  if (typeof value !== 'object') return false
  const tree = value as Json
  if (isList(tree)) return tree.every(isJson)
  return isObject(tree) && Object.values(tree).every(isJson)
}
