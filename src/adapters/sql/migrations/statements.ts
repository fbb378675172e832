import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * A step that makes or changes tables, as plain statements: SQL is best read as SQL. Steps only go forward and only add
 * until no version in use needs what they take away, so that a service of the version before goes on working (F-40).
 */
export function statements(...all: readonly string[]): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of all) await sql.raw(statement).execute(db)
    },
  }
}

/** `'a', 'b'` for a check. The words come from this folder alone. */
export function oneOf(column: string, ...words: readonly string[]): string {
  return `${column} in (${words.map((word) => `'${word}'`).join(', ')})`
}

/** Columns that are set together or not at all. */
export function together(...columns: readonly string[]): string {
  return `num_nonnulls(${columns.join(', ')}) in (0, ${columns.length})`
}
