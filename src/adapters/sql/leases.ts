import { sql } from 'kysely'
import type { Fence, LeaseStore } from '../../ledger/ports.ts'
import type { Database } from './database.ts'
import { type Patience, persistently } from './retry.ts'
import { toTimestamp } from './timestamp.ts'

/**
 * Leases as rows. The epoch goes up with each new holder; what it protects is checked by it alone (`write/fence.ts`), so
 * that a clock that is wrong costs a change of holder and never a double write. An owner names one run of one process.
 *
 * Whoever takes a lease over waits for the writes that passed its fence; whoever renews its own does not, since a holder with
 * much to write would else lose the lease to its own transactions.
 */
export function leaseStore(database: Database, patience: Patience): LeaseStore {
  return {
    acquire: (cluster, owner, now, forMs) =>
      persistently(async () => {
        const asked = { cluster, owner, now: toTimestamp(now), until: toTimestamp(now + forMs) }
        const epoch = (await renewed(database, asked)) ?? (await taken(database, asked))
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

interface Asked {
  readonly cluster: string
  readonly owner: string
  readonly now: string
  readonly until: string
}

async function renewed(database: Database, { cluster, owner, until }: Asked): Promise<number | undefined> {
  const { rows } = await sql<{ epoch: number }>`
    update lease set until = ${until}::timestamptz where cluster = ${cluster} and owner = ${owner} returning epoch
  `.execute(database.statements)
  return rows[0]?.epoch
}

/** The row of a lease that is free is locked against those who passed its fence before it gets another holder. */
async function taken(database: Database, { cluster, owner, now, until }: Asked): Promise<number | undefined> {
  const { rows } = await sql<{ epoch: number }>`
    with free as materialized (
      select 1 from lease
      where cluster = ${cluster} and (owner is null or until <= ${now}::timestamptz)
      for update
    ), locked as materialized (select count(*) > 0 as is_free from free)
    insert into lease as kept (cluster, owner, until, epoch)
    select ${cluster}::text, ${owner}::text, ${until}::timestamptz, 1 from locked
    on conflict (cluster) do update
    set owner = excluded.owner, until = excluded.until, epoch = kept.epoch + 1
    where (select is_free from locked) and (kept.owner is null or kept.until <= ${now}::timestamptz)
    returning epoch
  `.execute(database.statements)
  return rows[0]?.epoch
}
