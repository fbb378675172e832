import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '../database.ts'
import { type Patience, persistently } from '../retry.ts'

/**
 * One change, in one transaction, exactly once (F-21). `work` notes the key inside the transaction; where an attempt
 * failed and may have got through all the same, the key tells.
 *
 * @throws DriftageError DRF5012 to DRF5015, and whatever `work` throws
 */
export async function changeOnce(
  database: Database,
  patience: Patience,
  work: (tx: Tx, key: string) => Promise<void>,
): Promise<void> {
  const key = randomUUID()
  await persistently(async (isFirst) => {
    if (!isFirst && (await isApplied(database, key))) return
    await database.transaction((tx) => work(tx, key))
  }, patience)
}

async function isApplied(database: Database, key: string): Promise<boolean> {
  const { rows } = await sql`select from applied_change where key = ${key}::uuid`.execute(database.statements)
  return rows.length > 0
}

/** Notes a change that needs no lease. */
export async function noteChange(tx: Tx, key: string): Promise<void> {
  await sql`insert into applied_change (key) values (${key}::uuid)`.execute(tx)
}
