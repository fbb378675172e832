import { type RawBuilder, sql } from 'kysely'
import type { Statements } from '../database.ts'
import type { StoreProblem } from './check-store.ts'

/** Rows that a check constraint forbids; the constraints themselves say what that is. */
export async function brokenConstraints(db: Statements): Promise<readonly StoreProblem[]> {
  const { rows } = await sql<{ table: string; name: string; condition: string }>`
    select conrelid::regclass::text as table, conname::text as name, pg_get_expr(conbin, conrelid) as condition
    from pg_constraint
    where contype = 'c' and conrelid in (select oid from pg_class where relnamespace = current_schema()::regnamespace)
    order by 1, 2
  `.execute(db)
  const problems: StoreProblem[] = []
  for (const { table, name, condition } of rows) {
    const bad = await firstRow(db, table, sql`not (${sql.raw(condition)})`)
    if (bad !== undefined) problems.push({ table, row: bad, text: `the row breaks the constraint ${name}` })
  }
  return problems
}

/** Rows that refer to one that is not there. */
export async function brokenReferences(db: Statements): Promise<readonly StoreProblem[]> {
  const { rows } = await sql<{ table: string; column: string; parent: string; key: string }>`
    select conrelid::regclass::text as table, child.attname::text as column,
      confrelid::regclass::text as parent, parent.attname::text as key
    from pg_constraint
    join pg_attribute child on child.attrelid = conrelid and child.attnum = conkey[1]
    join pg_attribute parent on parent.attrelid = confrelid and parent.attnum = confkey[1]
    where contype = 'f' and conrelid in (select oid from pg_class where relnamespace = current_schema()::regnamespace)
    order by 1, 2
  `.execute(db)
  const problems: StoreProblem[] = []
  for (const { table, column, parent, key } of rows) {
    const reference = sql.ref(`checked.${column}`)
    const orphan = sql`${reference} is not null and not exists (
      select from ${sql.table(parent)} parent where parent.${sql.ref(key)} = ${reference})`
    const bad = await firstRow(db, table, orphan)
    if (bad !== undefined) problems.push({ table, row: bad, text: `the row names a ${parent} that is not there` })
  }
  return problems
}

/** By the primary key, which every table has; undefined where no row is like that. */
async function firstRow(db: Statements, table: string, condition: RawBuilder<unknown>): Promise<string | undefined> {
  const keys = await sql<{ name: string }>`
    select attname::text as name
    from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
    where indrelid = to_regclass(${table}) and indisprimary order by attnum
  `.execute(db)
  const key = sql.join(keys.rows.map(({ name }) => sql.ref(`checked.${name}`)))
  const { rows } = await sql<{ key: string }>`
    select concat_ws(' ', ${key}) as key from ${sql.table(table)} checked where ${condition} order by ${key} limit 1
  `.execute(db)
  return rows[0]?.key
}
