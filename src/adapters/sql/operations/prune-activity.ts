import { sql } from 'kysely'
import type { Instant } from '../../../model/instant.ts'
import type { Tx } from '../database.ts'
import { toTimestamp } from '../timestamp.ts'
import { deleted } from './prune.ts'

/**
 * Removes entries that are all older than `before`, up to the last signed checkpoint among them and no further: the chain
 * can be verified from there, since somebody else holds the checkpoint. The database refuses anything else.
 */
export async function pruneActivity(tx: Tx, before: Instant): Promise<number> {
  const { rows } = await sql<{ sequence: number; hash: string }>`
    select checkpoint.sequence, activity.hash
    from activity_checkpoint checkpoint join activity on activity.sequence = checkpoint.sequence
    where not exists (
      select from activity younger
      where younger.sequence <= checkpoint.sequence and younger.at >= ${toTimestamp(before)}::timestamptz
    )
    order by checkpoint.sequence desc limit 1
  `.execute(tx)
  const [last] = rows
  if (last === undefined) return 0
  await tx.updateTable('activity_head').set({ pruned_through: last.sequence, pruned_hash: last.hash }).execute()
  return deleted(tx, sql`delete from activity where sequence <= ${last.sequence}::bigint`)
}
