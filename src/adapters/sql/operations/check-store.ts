import { sql } from 'kysely'
import { ChainVerification, type ChainVerdict } from '../../../ledger/verify-chain.ts'
import type { Statements } from '../database.ts'
import { activityFromRow } from '../rows/activity-row.ts'
import { brokenConstraints, brokenReferences } from './check-constraints.ts'
import { brokenPeriods } from './check-periods.ts'

/** Something that must not be, with the first row that shows it. */
export interface StoreProblem {
  readonly table: string
  /** Its key, or what the row is known by. */
  readonly row: string
  /** A sentence without any content of the row. */
  readonly text: string
}

export interface StoreCheck {
  /** Empty where everything is as it must be. */
  readonly problems: readonly StoreProblem[]
  readonly chain: ChainVerdict
}

const PORTION = 1_000

/** Reads everything and believes no constraint: a disk may have changed what the database once accepted. */
export async function checkStore(db: Statements): Promise<StoreCheck> {
  const problems = [...(await brokenConstraints(db)), ...(await brokenReferences(db)), ...(await brokenPeriods(db))]
  return { problems, chain: await chainVerdict(db) }
}

/** The record alone, against its head and its checkpoints. */
export async function chainVerdict(db: Statements): Promise<ChainVerdict> {
  const head = await db.selectFrom('activity_head').selectAll().executeTakeFirstOrThrow()
  const checkpoints = await db.selectFrom('activity_checkpoint').select(['sequence', 'hash']).execute()
  const verification = new ChainVerification({
    head,
    checkpoints: checkpoints.filter(({ sequence }) => sequence > head.pruned_through),
    after: { sequence: head.pruned_through, hash: head.pruned_hash },
  })
  for (let after = 0, whole = true; whole; ) {
    const rows = await db
      .selectFrom('activity')
      .selectAll()
      .where('sequence', '>', sql<number>`${after}::bigint`)
      .orderBy('sequence')
      .limit(PORTION)
      .execute()
    whole = rows.length > 0 && rows.every((row) => verification.take(activityFromRow(row)))
    after = rows.at(-1)?.sequence ?? after
  }
  return verification.finish()
}
