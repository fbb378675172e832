import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import { type Column, KEPT_TABLES, type KeptTable, storedColumns } from './kept-tables.ts'

/** Some rows of one table; each value as the text that PostgreSQL itself makes of it, the same on both engines. */
export interface Portion {
  readonly table: KeptTable
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

const PORTION = 1_000

/**
 * All rows of the ledger, parents first and activity in its order. In a transaction of isolation `repeatable read` they
 * are of one moment.
 */
export async function* exportRows(tx: Tx): AsyncGenerator<Portion> {
  // Whatever the server is set to, these give texts that are read back exactly.
  await sql`select set_config('datestyle', 'ISO', true), set_config('extra_float_digits', '1', true)`.execute(tx)
  for (const table of KEPT_TABLES) {
    const columns = await storedColumns(tx, table)
    yield* exportTable(tx, table, columns)
  }
}

async function* exportTable(tx: Tx, table: KeptTable, columns: readonly Column[]): AsyncGenerator<Portion> {
  const names = columns.map(({ name }) => name)
  const texts = sql.join(names.map((name) => sql`${sql.ref(name)}::text`))
  const order = table === 'activity' ? sql`order by sequence` : sql`order by 1`
  const cursor = sql.id(`export_${table}`)
  await sql`declare ${cursor} no scroll cursor for select array[${texts}] as texts from ${sql.table(table)} ${order}`.execute(
    tx,
  )
  for (;;) {
    const { rows } = await sql<{ texts: (string | null)[] }>`fetch ${sql.lit(PORTION)} from ${cursor}`.execute(tx)
    if (rows.length === 0) break
    yield { table, columns: names, rows: rows.map(({ texts }) => texts) }
  }
  await sql`close ${cursor}`.execute(tx)
}
