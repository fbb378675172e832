import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import { isJson } from './json-value.ts'

/** The parts that schemas of contracts are written in; each takes its description, which ends up in the documentation. */
export const json = (description: string) =>
  z
    .custom<Json>(isJson)
    .meta({ description: `${description} Any JSON value; integers are written in full, also beyond 2^53.` })
export const text = (description: string) => z.string().describe(description)
export const count = (description: string) => z.int().nonnegative().describe(description)
export const list = <T extends z.ZodType>(entry: T, description: string) =>
  z.array(entry).readonly().describe(description)
export const time = (description: string) => z.iso.datetime().describe(`${description} RFC 3339 in UTC.`)
export const timeOrNull = (description: string) =>
  z.iso.datetime().nullable().describe(`${description} RFC 3339 in UTC.`)
