import { sql } from 'kysely'
import type { Fence, LeaseStore } from '../../ledger/ports.ts'
import type { Database } from './database.ts'
import { type Patience, persistently } from './retry.ts'
import { toTimestamp } from './timestamp.ts'

/**
 * Leases as rows. The epoch goes up with each new holder; what it protects is checked by it alone (`write/fence.ts`), so
 * that a clock that is wrong costs a change of holder and never a double write. An owner names one run of one process.
 */
export function leaseStore(database: Database, patience: Patience): LeaseStore {
  return {
    acquire: (cluster, owner, now, forMs) =>
      persistently(async () => {
        const { rows } = await sql<{ epoch: number }>`
          insert into lease as kept (cluster, owner, until, epoch)
          values (${cluster}, ${owner}, ${toTimestamp(now + forMs)}, 1)
          on conflict (cluster) do update
          set owner = excluded.owner, until = excluded.until,
            epoch = case when kept.owner = excluded.owner then kept.epoch else kept.epoch + 1 end
          where kept.owner is null or kept.owner = excluded.owner or kept.until <= ${toTimestamp(now)}::timestamptz
          returning epoch
        `.execute(database.statements)
        const epoch = rows[0]?.epoch
        return epoch === undefined ? undefined : { cluster, owner, epoch }
      }, patience),

    release: ({ cluster, owner, epoch }: Fence) =>
      persistently(async () => {
        await database.statements
          .updateTable('lease')
          .set({ owner: null, until: null })
          .where('cluster', '=', cluster)
          .where('owner', '=', owner)
          .where('epoch', '=', epoch)
          .execute()
      }, patience),
  }
}

/** For a place that no other process can have open. The epochs go on, so what is still under way elsewhere stays refused. */
export async function freeLeases(database: Database): Promise<void> {
  await database.statements.updateTable('lease').set({ owner: null, until: null }).execute()
}
