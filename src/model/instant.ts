/**
 * A point in time on driftage's own clock: milliseconds since 1970, UTC. Times of the API server (managedFields, audit) are
 * claims, stay RFC 3339 texts, and are only compared with instants through {@link parseInstant}.
 */
export type Instant = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** RFC 3339 in UTC with milliseconds. */
export function printInstant(instant: Instant): string {
  return new Date(instant).toISOString()
}

/** Undefined where the text is no time. */
export function parseInstant(text: string): Instant | undefined {
  const parsed = Date.parse(text)
  return Number.isNaN(parsed) ? undefined : parsed
}
