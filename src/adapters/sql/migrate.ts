import { Migrator, type MigrationResultSet } from 'kysely/migration'
import { sql } from 'kysely'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { Database, Statements } from './database.ts'
import { codedFailure, isConnectionLoss } from './failures.ts'
import { MIGRATIONS } from './migrations/all-migrations.ts'
import { SqlFailure } from './session.ts'

const OLDEST_SERVER = 140_000

/**
 * Brings the tables to the form that this version needs, all steps in one transaction. Safe to race: processes that start
 * at once go through it one after the other.
 *
 * @returns the names of the steps that were done now
 * @throws DriftageError DRF5006, DRF5007, DRF5008, DRF5012
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  await refuseOldServer(database.statements)
  const migrator = new Migrator({
    db: database.statements,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  })
  const applied = await appliedMigrations(database.statements)
  const unknown = applied.filter((name) => !Object.hasOwn(MIGRATIONS, name))
  if (unknown.length > 0) throw tooNew(unknown)
  // Looking for tables costs the migrator more than opening costs everything else.
  if (applied.length === Object.keys(MIGRATIONS).length) return []
  return doneNow(await migrator.migrateToLatest())
}

/** Names of the steps that the tables have been through. Kysely itself tells of those only that this version knows. */
export async function appliedMigrations(db: Statements): Promise<readonly string[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('migration') is not null as there`.execute(db)
  if (rows[0]?.there !== true) return []
  const done = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  return done.rows.map(({ name }) => name)
}

async function refuseOldServer(db: Statements): Promise<void> {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`
    .execute(db)
    .catch((error: unknown) => {
      throw error instanceof SqlFailure ? codedFailure(error) : error
    })
  const version = rows[0]?.version ?? 0
  if (version >= OLDEST_SERVER) return
  throw new DriftageError(
    'DRF5008',
    `The PostgreSQL server has version ${Math.floor(version / 10_000)}, and the ledger needs 14 or newer. Upgrade it or name another one. Nothing was changed.`,
  )
}

function doneNow({ error, results }: MigrationResultSet): readonly string[] {
  if (error === undefined) return (results ?? []).map(({ migrationName }) => migrationName)
  if (error instanceof DriftageError) throw error
  if (error instanceof SqlFailure && isConnectionLoss(error)) throw codedFailure(error)
  const step = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'the first step'
  const why = error instanceof Error ? error.message : 'for a reason that was not told'
  throw new DriftageError(
    'DRF5007',
    `The tables of the ledger could not be prepared (${step}): ${why}. The user must own the schema. The tables are as they were.`,
  )
}

function tooNew(names: readonly string[]): DriftageError {
  return new DriftageError(
    'DRF5006',
    `The ledger has been through ${names.join(', ')}, which this version does not know. Use the newer version of driftage, or restore a backup from before. Nothing was changed.`,
  )
}
