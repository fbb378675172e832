import type { Checkpoint } from '../../ledger/checkpoint.ts'
import { type Database, reading } from './database.ts'
import { type Patience, persistently } from './retry.ts'
import { toTimestamp } from './timestamp.ts'

/** Signed checkpoints of the chain, beside the chain: retention needs them. The copies that count lie elsewhere. */
export interface CheckpointStore {
  /** A checkpoint of the same position replaces the one before. */
  save(checkpoint: Checkpoint): Promise<void>
  /** In the order of the chain. */
  all(): Promise<readonly Checkpoint[]>
}

export function checkpointStore(database: Database, patience: Patience): CheckpointStore {
  const db = database.statements
  return {
    save: ({ sequence, hash, at, keyId, algorithm, signature }) =>
      persistently(async () => {
        const row = { hash, at: toTimestamp(at), key_id: keyId, algorithm, signature }
        await db
          .insertInto('activity_checkpoint')
          .values({ sequence, ...row })
          .onConflict((conflict) => conflict.column('sequence').doUpdateSet(row))
          .execute()
      }, patience),

    all: () =>
      reading(async () => {
        const rows = await db.selectFrom('activity_checkpoint').selectAll().orderBy('sequence').execute()
        return rows.map(({ key_id, ...row }) => ({ ...row, keyId: key_id }))
      }),
  }
}
