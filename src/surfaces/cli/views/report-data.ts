import { type Json, objectOf } from '../../../model/json.ts'

/** A report as plain JSON, in the order of its members; what is undefined is left out, as in JSON text. */
export function reportData(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(reportData)
  if (typeof value !== 'object') return null
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return objectOf(members.map(([key, member]) => [key, reportData(member)]))
}
