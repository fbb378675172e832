import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { Database } from '../database.ts'
import type { OpenEngine } from '../open-store.ts'
import { databaseFolder, prepareFolder } from './data-folder.ts'
import { EmbeddedSessions } from './embedded-sessions.ts'
import { FolderLock } from './folder-lock.ts'
import { Upkeep, type UpkeepTimes } from './upkeep.ts'

export interface EmbeddedOptions {
  /** The built worker thread. Default beside the running file, where the package has it. */
  readonly workerUrl?: URL
  /** The packed folder of an empty database. Default beside the running file; without it the first start takes longer. */
  readonly templateUrl?: URL
  readonly upkeep?: UpkeepTimes
  /** How often the holder of the folder shows that it lives, in ms. Default 5 s. */
  readonly beatMs?: number
}

const UPKEEP: UpkeepTimes = { checkpointMs: 60_000, growthMs: 10_000, vacuumMs: 15 * 60_000 }

/** @throws DriftageError DRF5001 to DRF5003 */
export async function openEmbedded(folder: string, options: EmbeddedOptions): Promise<OpenEngine> {
  await prepareFolder(folder)
  let sessions: EmbeddedSessions | undefined
  const lock = await FolderLock.take(folder, {
    beatMs: options.beatMs ?? 5_000,
    onLost: () => sessions?.end(takenOver(folder)),
  })
  try {
    const template = options.templateUrl ?? new URL('./store-template.tar.gz', import.meta.url)
    sessions = await EmbeddedSessions.open(options.workerUrl ?? new URL('./store-worker.js', import.meta.url), {
      folder: databaseFolder(folder),
      template: existsSync(template) ? fileURLToPath(template) : null,
    })
  } catch (error) {
    await lock.release()
    throw error
  }
  const database = new Database(sessions)
  const upkeep = new Upkeep(sessions, database, options.upkeep ?? UPKEEP)
  return {
    database,
    backend: 'pglite',
    close: async () => {
      await upkeep.stop()
      await database.close()
      await lock.release()
    },
  }
}

function takenOver(folder: string): DriftageError {
  return new DriftageError(
    'DRF5004',
    `Another process has taken over the ledger in ${folder}, for this one had shown no sign of life, or its lock was removed. Start driftage again, once. What had been confirmed is in the folder; what was under way was not written.`,
    { place: folder },
  )
}
