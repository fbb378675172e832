import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts'

interface LockRecord extends ProcessIdentity {
  /** Tells this taking of the lock from every other. */
  readonly token: string
}

export interface FolderLockOptions {
  /** The holder touches the file this often, in ms, so that other hosts can see that it lives. */
  readonly beatMs: number
  /** Called once where the file is not the holder's own any more. */
  readonly onLost: () => void
}

const FILE = 'driftage.lock'
/** Beats without a sign of life after which a holder on another host counts as gone. */
const PATIENCE = 3

/**
 * The lock on a data folder: a file that names its holder. PGlite has none, and two processes on one folder lose records
 * while both say that all went well. A holder on this host is looked for by process id and start time; of one on another
 * host, or in another container, it is watched whether the file is still touched.
 */
export class FolderLock {
  readonly #file: string
  readonly #record: LockRecord
  readonly #beat: NodeJS.Timeout

  private constructor(file: string, record: LockRecord, options: FolderLockOptions) {
    this.#file = file
    this.#record = record
    this.#beat = setInterval(() => void this.#touch(options.onLost), options.beatMs).unref()
  }

  /** @throws DriftageError DRF5001 where somebody else holds it */
  static async take(folder: string, options: FolderLockOptions): Promise<FolderLock> {
    const file = join(folder, FILE)
    const record: LockRecord = { ...(await ownIdentity()), token: randomUUID() }
    // Whoever loses a race for a stale lock meets the winner's in the next round.
    for (let round = 0; round < 5; round++) {
      if (await create(file, record)) return new FolderLock(file, record, options)
      const held = await readLock(file)
      if (held === undefined) continue
      if (await isAlive(file, held, options.beatMs)) throw heldBy(folder, held)
      await takeAway(file, held)
    }
    throw heldBy(folder, await readLock(file))
  }

  async release(): Promise<void> {
    clearInterval(this.#beat)
    if ((await readLock(this.#file))?.token === this.#record.token) await rm(this.#file, { force: true })
  }

  async #touch(onLost: () => void): Promise<void> {
    if ((await readLock(this.#file).catch(() => this.#record))?.token !== this.#record.token) {
      clearInterval(this.#beat)
      onLost()
      return
    }
    const now = new Date()
    await utimes(this.#file, now, now).catch(() => {})
  }
}

/** Written aside first, so that the lock is never seen half. False where there is one. */
async function create(file: string, record: LockRecord): Promise<boolean> {
  const draft = `${file}.${record.token}`
  await writeFile(draft, `${JSON.stringify(record)}\n`, { mode: 0o600 })
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Undefined where there is none. One that cannot be understood is nobody's on any host. */
async function readLock(file: string): Promise<LockRecord | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as LockRecord
  } catch {
    return { host: '', pid: 0, started: '', token: text }
  }
}

async function isAlive(file: string, held: LockRecord, beatMs: number): Promise<boolean> {
  const running = await isRunning(held)
  if (running !== undefined) return running
  const before = await touchedAt(file)
  for (let beat = 0; beat < PATIENCE; beat++) {
    await sleep(beatMs)
    if ((await touchedAt(file)) !== before) return true
  }
  return false
}

function touchedAt(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}

/** Removes a stale lock and no other: where somebody was faster and the file is theirs, it is put back. */
async function takeAway(file: string, stale: LockRecord): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await readLock(aside))?.token !== stale.token) await link(aside, file).catch(() => {})
  await rm(aside, { force: true })
}

function heldBy(folder: string, held: LockRecord | undefined): DriftageError {
  const who = held === undefined ? 'another process' : `process ${held.pid} on ${held.host.split(' ')[0]}`
  return new DriftageError(
    'DRF5001',
    `The ledger in ${folder} is in use by ${who}, and the embedded store takes one process at a time. Stop the other service, use another folder with --data, or keep the ledger on a PostgreSQL server. Nothing was read or changed.`,
    { place: folder },
  )
}
