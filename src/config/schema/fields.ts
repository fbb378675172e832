import { z } from 'zod'
import type { ErrorCode } from '../../errors/catalogue.ts'
import { DAY } from '../../model/instant.ts'
import { compilePattern } from '../../policy/path-pattern.ts'
import { LONGEST_PATH_PATTERN } from '../../policy/rules/compile-rule.ts'
import { LONGEST_NAME_PATTERN } from '../../policy/rules/name-pattern.ts'
import { DURATION_PATTERN, parseDuration, printDuration } from '../duration.ts'
import { parseSecretReference } from '../secret-reference.ts'

/** Marks an issue with the code under which it is told; without, it is a value that is not allowed. */
export interface IssueParams {
  readonly code: ErrorCode
}

/** Longest of every text that has no bound of its own. */
const LONGEST_TEXT = 4_096

export function text(description: string) {
  return z.string().min(1).max(LONGEST_TEXT).meta({ description })
}

/** What stands in references, rules and metrics. */
export function name(description: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,252}$/, 'a name has letters, digits and . _ / : @ -, at most 253 of them')
    .meta({ description })
}

const WRONG_DURATION = 'this is no duration; one is written 90s, 10m, 4h or 30d'

/** Bounds are in milliseconds. */
export function duration(description: string, bounds: { readonly least: number; readonly most: number }) {
  const range = `from ${printDuration(bounds.least)} to ${printDuration(bounds.most)}`
  return z
    .string(WRONG_DURATION)
    .meta({
      description: `${description} A duration ${range}.`,
      pattern: DURATION_PATTERN,
      examples: ['10m', '4h', '30d'],
    })
    .transform((written, context) => {
      const parsed = parseDuration(written)
      if (parsed !== undefined && parsed >= bounds.least && parsed <= bounds.most) return parsed
      const problem = parsed === undefined ? WRONG_DURATION : 'this is out of bounds'
      context.addIssue({ code: 'custom', message: `${problem}; it may be ${range}` })
      return z.NEVER
    })
}

/** As {@link duration}, with what holds where nothing is written. */
export function durationOr(fallback: string, ...field: Parameters<typeof duration>) {
  return duration(...field)
    .prefault(fallback)
    .meta({ default: fallback })
}

/** No age matters beyond ten years. */
export const TEN_YEARS = 3_650 * DAY

export function secret(description: string) {
  return z
    .string()
    .meta({
      description: `${description} \`env:NAME\` or \`file:/path\`, never the secret itself.`,
      pattern: '^(env:[A-Za-z_][A-Za-z0-9_]*|file:/.+)$',
    })
    .transform((written, context) => {
      const reference = parseSecretReference(written)
      if (reference !== undefined) return reference
      const params: IssueParams = { code: 'DRF1205' }
      const message = 'here stands where the secret is (env:NAME or file:/path), never the secret itself'
      context.addIssue({ code: 'custom', message, params: { ...params } })
      return z.NEVER
    })
}

export function namePatterns(description: string) {
  return z
    .array(z.string().max(LONGEST_NAME_PATTERN))
    .max(1_000)
    .meta({ description: `${description} \`*\` and \`?\` as wildcards.` })
}

export function pathPatterns(description: string) {
  const pattern = z
    .string()
    .max(LONGEST_PATH_PATTERN)
    .refine(isPathPattern, {
      message: 'this is no path pattern; a path is written like .spec.template.spec.containers[name="web"].image',
      params: { code: 'DRF1210' } satisfies IssueParams,
    })
  return z.array(pattern).max(1_000).meta({ description })
}

function isPathPattern(written: string): boolean {
  try {
    compilePattern(written)
    return true
  } catch {
    return false
  }
}

/** RFC 3339, or a date alone. */
export function time(description: string) {
  return z
    .string()
    .regex(
      /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/,
      'a time is written 2026-12-24T18:00:00Z, or 2026-12-24 for the whole day in UTC',
    )
    .refine(
      (written) => isRealDate(written.slice(0, 10)) && !Number.isNaN(Date.parse(written)),
      'there is no such time',
    )
    .meta({ description })
}

export function date(description: string) {
  return z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written 2026-12-24')
    .refine(isRealDate, 'there is no such date')
    .meta({ description })
}

/** `2026-02-30` is read as the second of March otherwise. */
function isRealDate(written: string): boolean {
  const parsed = Date.parse(`${written}T00:00:00Z`)
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(written)
}
