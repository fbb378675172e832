import { sql } from 'kysely'
import { DriftageError } from '../../../errors/driftage-error.ts'
import type { Fence } from '../../../ledger/ports.ts'
import type { Tx } from '../database.ts'

/**
 * Notes that the change with this key is being written, by whoever holds the lease. The lease's row stays locked until
 * the end of the transaction, so that nobody can become holder while a holder's writes are under way (F-25); the lock is the
 * one that lets the holder itself renew (`leases.ts`).
 *
 * @throws DriftageError DRF5011
 */
export async function passFence(tx: Tx, fence: Fence, key: string): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`
    with held as (
      select 1 from lease
      where cluster = ${fence.cluster} and owner = ${fence.owner} and epoch = ${fence.epoch}
      for key share
    ), noted as (insert into applied_change (key) select ${key}::uuid from held)
    select exists (select from held) as held
  `.execute(tx)
  if (rows[0]?.held !== true) throw staleFence(fence)
}

/** True for the error of a lease that was lost. */
export function isStaleFence(error: unknown): boolean {
  return error instanceof DriftageError && error.code === 'DRF5011'
}

function staleFence({ cluster, epoch }: Fence): DriftageError {
  return new DriftageError(
    'DRF5011',
    `The lease on ${cluster} with epoch ${epoch} is lost: another service watches the cluster now and goes on from what is recorded. Nothing of this change was written.`,
    { place: cluster },
  )
}
