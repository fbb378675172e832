import type { LedgerReads, LedgerStore, LeaseStore, PersonStore } from '../../ledger/ports.ts'
import { type CheckpointStore, checkpointStore } from './checkpoints.ts'
import type { Database } from './database.ts'
import { type JobDatabase, jobDatabase } from './jobs.ts'
import { freeLeases, leaseStore } from './leases.ts'
import { ledgerReads } from './ledger-reads.ts'
import { ledgerStore } from './ledger-store.ts'
import { migrate } from './migrate.ts'
import { type EmbeddedOptions, openEmbedded } from './pglite/open-embedded.ts'
import { personStore } from './persons.ts'
import { openPostgres, type PostgresOptions } from './postgres/open-postgres.ts'
import { type SettingStore, settingStore } from './settings.ts'
import { type StoreOperations, storeOperations } from './operations/store-operations.ts'

export type StorePlace =
  /** A folder of its own, made where it is not there. One process at a time. */
  | { readonly kind: 'embedded'; readonly folder: string }
  /** `postgres://user@host:5432/database`; the tables are made in the first schema of the user's search path. */
  | { readonly kind: 'postgres'; readonly url: string }

export interface StoreOptions extends EmbeddedOptions, PostgresOptions {
  /** How long a write is tried again while the store is out of reach, in ms. Default 30 s. */
  readonly tryForMs?: number
}

/** The ledger of one place, opened. */
export interface OpenStore {
  readonly ledger: LedgerStore
  readonly reads: LedgerReads
  readonly leases: LeaseStore
  readonly persons: PersonStore
  readonly checkpoints: CheckpointStore
  readonly settings: SettingStore
  readonly jobs: JobDatabase
  readonly operations: StoreOperations
  /** Whether no other process can have it open. */
  readonly isAlone: boolean
  /** Steps that opening did to bring the tables to the form of this version. */
  readonly migrated: readonly string[]
  /** Waits for what is under way; idempotent. */
  close(): Promise<void>
}

/** An engine with its connections made. */
export interface OpenEngine {
  readonly database: Database
  /** A way of their own for leases, which must be renewed in time however much else waits; default the database. */
  readonly leases?: Database
  readonly backend: JobDatabase['backend']
  close(): Promise<void>
}

const TRY_FOR_MS = 30_000

/**
 * Opens the ledger and brings its tables to the form of this version.
 *
 * @throws DriftageError DRF5001 to DRF5008, DRF5012
 */
export async function openStore(place: StorePlace, options: StoreOptions = {}): Promise<OpenStore> {
  const engine =
    place.kind === 'embedded' ? await openEmbedded(place.folder, options) : openPostgres(place.url, options)
  try {
    const migrated = await migrate(engine.database)
    // Whoever has the folder to himself need not wait for the leases of a process that was killed.
    if (place.kind === 'embedded') await freeLeases(engine.database)
    return storeOn(engine, migrated, options)
  } catch (error) {
    await engine.close()
    throw error
  }
}

function storeOn(engine: OpenEngine, migrated: readonly string[], options: StoreOptions): OpenStore {
  const { database, backend, leases = database } = engine
  const patience = { tryForMs: options.tryForMs ?? TRY_FOR_MS }
  let closing: Promise<void> | undefined
  return {
    ledger: ledgerStore(database, patience),
    reads: ledgerReads(database),
    leases: leaseStore(leases, patience),
    persons: personStore(database, patience),
    checkpoints: checkpointStore(database, patience),
    settings: settingStore(database, patience),
    jobs: jobDatabase(database, backend),
    operations: storeOperations(database),
    isAlone: backend === 'pglite',
    migrated,
    close: () => (closing ??= engine.close()),
  }
}
