import { chainActivity } from '../../../ledger/activity-chain.ts'
import type { ActivityEntry, ChainedActivity } from '../../../model/activity.ts'
import type { Tx } from '../database.ts'
import { activityToRow } from '../rows/activity-row.ts'
import { inPortions } from './upsert.ts'

/**
 * Chains entries behind the newest one. The head stays locked until the end of the transaction and all writers wait for
 * it, so this comes last in a transaction.
 */
export async function appendActivity(tx: Tx, entries: readonly ActivityEntry[]): Promise<void> {
  if (entries.length === 0) return
  const head = await tx.selectFrom('activity_head').select(['sequence', 'hash']).forUpdate().executeTakeFirstOrThrow()
  const rows = chain(head, entries).map(activityToRow)
  for (const some of inPortions(rows)) await tx.insertInto('activity').values(some).execute()
}

function chain(
  { sequence, hash }: { readonly sequence: number; readonly hash: string },
  entries: readonly ActivityEntry[],
): readonly ChainedActivity[] {
  const chained: ChainedActivity[] = []
  let previous = hash
  for (const [index, entry] of entries.entries()) {
    // The column keeps whole milliseconds, and the hash must be of what is kept.
    const next = chainActivity(previous, sequence + 1 + index, { ...entry, at: Math.trunc(entry.at) })
    chained.push(next)
    previous = next.hash
  }
  return chained
}
