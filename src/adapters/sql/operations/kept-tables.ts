import { sql } from 'kysely'
import type { Statements } from '../database.ts'
import type { Tables } from '../tables.ts'

/** Everything that goes with a ledger, parents first. Keys of applied changes stay: nobody asks for them elsewhere. */
export const KEPT_TABLES = [
  'cluster',
  'source',
  'setting',
  'person',
  'lease',
  'manifest',
  'object',
  'cause',
  'finding',
  'open_period',
  'finding_decision',
  'overwritten_fix',
  'undone',
  'fight',
  'activity_checkpoint',
  'activity_head',
  'activity',
] as const satisfies readonly (keyof Tables)[]

export type KeptTable = (typeof KEPT_TABLES)[number]

export function isKeptTable(name: unknown): name is KeptTable {
  return (KEPT_TABLES as readonly unknown[]).includes(name)
}

export interface Column {
  readonly name: string
  /** As SQL writes it, such as `timestamp with time zone` or `text[]`. */
  readonly type: string
}

/** The columns of a table that are stored and not computed, in their order. */
export async function storedColumns(db: Statements, table: KeptTable): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select attname::text as name, format_type(atttypid, atttypmod) as type
    from pg_attribute
    where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum
  `.execute(db)
  return rows
}

/** The first table that holds anything; undefined where none does. */
export async function firstFilledTable(db: Statements): Promise<string | undefined> {
  for (const table of KEPT_TABLES) {
    const empty = table === 'activity_head' ? sql`where sequence > 0` : sql``
    const { rows } = await sql`select from ${sql.table(table)} ${empty} limit 1`.execute(db)
    if (rows.length > 0) return table
  }
  return undefined
}
