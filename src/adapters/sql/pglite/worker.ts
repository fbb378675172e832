// Entry of the worker thread that runs the embedded store. Built as a file of its own.

import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type Results } from '@electric-sql/pglite'
import { type SqlResult, sqlFailure, type ValueTypes } from '../session.ts'
import { parsersOf } from '../value-types.ts'
import { DATABASE_SETTINGS } from './database-settings.ts'
import { FolderSync } from './folder-sync.ts'
import {
  OPENING,
  type WorkerAnswer,
  type WorkerRequest,
  type WorkerSettings,
  type WorkerTask,
} from './worker-messages.ts'

const settings = workerData as WorkerSettings
const sync = new FolderSync(settings.folder)
const opened = open()

parentPort?.on('message', ({ id, task }: WorkerRequest) => void answer(id, () => run(task)))
void answer(OPENING, async () => {
  await opened
  return NOTHING
})

/**
 * A folder that holds no database yet begins as a copy of the template: making one anew takes several times as long and
 * twice the memory. A mark lies beside it meanwhile: what was being made when the process died is made again.
 */
async function open(): Promise<PGlite> {
  const { folder, template } = settings
  const making = `${folder}.making`
  if (!existsSync(making) && existsSync(join(folder, 'PG_VERSION'))) return PGlite.create({ dataDir: folder })
  await writeFile(making, '')
  await rm(folder, { recursive: true, force: true })
  // Nobody else may read what drifted, whoever may read the folder around it.
  await mkdir(folder, { mode: 0o700 })
  const database = await PGlite.create({
    dataDir: folder,
    postgresqlconf: DATABASE_SETTINGS,
    ...(template === null ? {} : { loadDataDir: new Blob([await readFile(template)]) }),
  })
  await rm(making)
  return database
}

async function answer(id: number, work: () => Promise<SqlResult>): Promise<void> {
  parentPort?.postMessage(await outcome(id, work))
}

async function outcome(id: number, work: () => Promise<SqlResult>): Promise<WorkerAnswer> {
  try {
    return { id, kind: 'done', result: await work() }
  } catch (error) {
    const { state, message, constraint } = sqlFailure(error)
    return { id, kind: 'failed', state, message, constraint }
  }
}

async function run(task: WorkerTask): Promise<SqlResult> {
  const database = await opened
  switch (task.kind) {
    case 'query':
      return resultOf([await database.query(task.text, [...task.parameters], { parsers: parsers(task.types) })])
    case 'script':
      return resultOf(await database.exec(task.text, { parsers: parsers(task.types) }))
    case 'sync':
      await sync.run()
      return NOTHING
    case 'close':
      await database.close()
      await sync.run()
      return NOTHING
  }
}

const PARSERS = { ledger: parsersOf('ledger'), native: parsersOf('native') }
const NOTHING: SqlResult = { rows: [], affected: undefined }

function parsers(types: ValueTypes): (typeof PARSERS)['ledger'] {
  return PARSERS[types]
}

function resultOf(results: readonly Results[]): SqlResult {
  const rows = results.flatMap((one) => one.rows as Record<string, unknown>[])
  return { rows, affected: results.at(-1)?.affectedRows }
}
