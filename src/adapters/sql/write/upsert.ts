import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { Tx } from '../database.ts'
import type { Tables } from '../tables.ts'

/** The protocol counts parameters in 16 bits. */
const MOST_PARAMETERS = 20_000

/** Columns of type json, which PostgreSQL cannot compare but as text. */
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'not_checked',
  'revisions',
  'body',
  'live',
  'drift',
  'reverts',
  'decision',
  'value',
  'restored',
  'attribution',
  'undone_by',
  'detail',
])

/**
 * Writes rows by their key: those that are not there yet are added, those that are get the new values, and those that
 * have them already are not written again. Of rows with the same key only one may be given.
 */
export async function upsert<T extends keyof Tables>(
  tx: Tx,
  table: T,
  key: readonly (keyof Insertable<Tables[T]> & string)[],
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  for (const some of inPortions(rows)) {
    const columns = columnsOf(some)
    const others = columns.filter((column) => !(key as readonly string[]).includes(column))
    const values = sql.join(some.map((row) => sql`(${sql.join(columns.map((column) => member(row, column)))})`))
    await sql`
      insert into ${sql.table(table)} as kept (${sql.join(columns.map((column) => sql.ref(column)))})
      values ${values}
      on conflict (${sql.join(key.map((column) => sql.ref(column)))}) do update
      set ${sql.join(others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))}
      where (${sql.join(others.map((column) => comparable('kept', column)))})
        is distinct from (${sql.join(others.map((column) => comparable('excluded', column)))})
    `.execute(tx)
  }
}

/** Adds rows, but leaves those that are there as they are. */
export async function addMissing<T extends keyof Tables>(
  tx: Tx,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  for (const some of inPortions(rows)) {
    const columns = columnsOf(some)
    await sql`
      insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values ${sql.join(some.map((row) => sql`(${sql.join(columns.map((column) => member(row, column)))})`))}
      on conflict do nothing
    `.execute(tx)
  }
}

export function* inPortions<R extends object>(rows: readonly R[]): Generator<readonly R[]> {
  const size = Math.floor(MOST_PARAMETERS / Math.max(1, Object.keys(rows[0] ?? {}).length))
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size)
}

function columnsOf(rows: readonly object[]): readonly string[] {
  return Object.keys(rows[0] ?? {})
}

function member(row: object, column: string): unknown {
  return (row as Record<string, unknown>)[column]
}

function comparable(table: string, column: string): RawBuilder<unknown> {
  const reference = sql.ref(`${table}.${column}`)
  return JSON_COLUMNS.has(column) ? sql`${reference}::text` : sql`${reference}`
}
