import type { ColumnType } from 'kysely'
import { type Instant, printInstant } from '../../model/instant.ts'

/** A column of type timestamptz: read as an instant, written as {@link toTimestamp} prints one. */
export type Timestamp = ColumnType<Instant, string, string>
export type TimestampOrNull = ColumnType<Instant | null, string | null, string | null>

export function toTimestamp(instant: Instant): string {
  return printInstant(instant)
}

export function toTimestampOrNull(instant: Instant | null | undefined): string | null {
  return instant === null || instant === undefined ? null : printInstant(instant)
}
