import type { JobDatabase } from '../../../src/adapters/sql/jobs.ts'

/**
 * Fills a table as a restore from a dump does: without the triggers that look at each statement, and with the indexes
 * made afterwards in one go, from the definitions that the migrations gave them. Keys stay, since others refer to them.
 */
export async function fillBare(jobs: JobDatabase, table: string, fill: () => Promise<void>): Promise<void> {
  const later = await Promise.all([plainIndexes(jobs, table), exclusions(jobs, table)])
  await jobs.executeSql(`alter table ${table} disable trigger all`)
  for (const { drop } of later.flat()) await jobs.executeSql(drop)
  await fill()
  for (const { make } of later.flat()) await jobs.executeSql(make)
  await jobs.executeSql(`alter table ${table} enable trigger all`)
}

interface Remade {
  readonly drop: string
  readonly make: string
}

async function plainIndexes(jobs: JobDatabase, table: string): Promise<readonly Remade[]> {
  const { rows } = await jobs.executeSql(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as make from pg_index
      where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [table],
  )
  return rows.map(({ name, make }) => ({ drop: `drop index ${String(name)}`, make: String(make) }))
}

async function exclusions(jobs: JobDatabase, table: string): Promise<readonly Remade[]> {
  const { rows } = await jobs.executeSql(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = $1::regclass and contype = 'x'`,
    [table],
  )
  return rows.map(({ name, definition }) => ({
    drop: `alter table ${table} drop constraint ${String(name)}`,
    make: `alter table ${table} add constraint ${String(name)} ${String(definition)}`,
  }))
}
