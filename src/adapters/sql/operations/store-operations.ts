import type { ChainVerdict } from '../../../ledger/verify-chain.ts'
import type { Instant } from '../../../model/instant.ts'
import { type Database, reading } from '../database.ts'
import { appliedMigrations } from '../migrate.ts'
import { MIGRATIONS } from '../migrations/all-migrations.ts'
import { readBackup, writeBackup } from './backup-file.ts'
import { chainVerdict, checkStore, type StoreCheck } from './check-store.ts'
import { exportRows, type Portion } from './export-rows.ts'
import { RowImport } from './import-rows.ts'
import { prune, type Pruned, type Retention } from './prune.ts'

/** What `driftage db` does with a ledger. */
export interface StoreOperations {
  /** Writes everything, as of one moment, to a file that only its owner can read. */
  backup(file: string): Promise<void>
  /**
   * Fills this ledger, which must be empty, from a backup: everything or nothing.
   *
   * @returns how many rows came in
   * @throws DriftageError DRF5020, DRF5021
   */
  restore(file: string): Promise<number>
  /** Reads everything, as of one moment, since services may write meanwhile, and tells what must not be. */
  check(): Promise<StoreCheck>
  /** Reads the whole record, as of one moment, and tells whether it is as it was written. */
  verify(): Promise<ChainVerdict>
  /**
   * Copies everything, as of one moment, into another ledger, which must be empty: everything or nothing, so that what
   * was interrupted is begun again. This ledger stays as it is.
   *
   * @returns how many rows were copied
   * @throws DriftageError DRF5020
   */
  copyTo(target: StoreOperations): Promise<number>
  /** Removes what is older than its retention. */
  prune(now: Instant, retention: Retention): Promise<Pruned>
  /** For {@link copyTo} of another ledger. */
  fill(portions: AsyncIterable<Portion>): Promise<number>
}

export function storeOperations(database: Database): StoreOperations {
  const atOneMoment = <T>(work: (portions: AsyncIterable<Portion>) => Promise<T>): Promise<T> =>
    reading(() => database.transaction((tx) => work(exportRows(tx)), 'repeatable read'))
  const fill = (portions: AsyncIterable<Portion>): Promise<number> =>
    reading(() =>
      database.transaction(async (tx) => {
        const rows = await RowImport.into(tx)
        for await (const portion of portions) await rows.take(portion)
        return rows.finish()
      }),
    )
  return {
    backup: async (file) => {
      const migrations = await reading(() => appliedMigrations(database.statements))
      await atOneMoment((portions) => writeBackup(file, migrations, portions))
    },
    restore: (file) => fill(readBackup(file, new Set(Object.keys(MIGRATIONS)))),
    verify: () => reading(() => database.transaction(chainVerdict, 'repeatable read')),
    check: () => reading(() => database.transaction(checkStore, 'repeatable read')),
    copyTo: (target) => atOneMoment((portions) => target.fill(portions)),
    prune: (now, retention) => reading(() => prune(database, now, retention)),
    fill,
  }
}
