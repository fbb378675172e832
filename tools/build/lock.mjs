// A lock between processes, so that two of them do not build the same tool at once.

import { mkdir, readdir, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How often a waiting process looks again, in milliseconds. */
const RETRY_MS = 500

/**
 * Runs `work` while holding the lock at `path`, a folder with one file named after the holder's process id.
 *
 * The folder is filled before it is renamed into place, so it never stands there without its holder; and a dead
 * holder is removed by name, so nobody can remove the file of the process that took the lock in the meantime.
 *
 * @template T
 * @param {string} path
 * @param {string} purpose shown while waiting
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, purpose, work) {
  await acquire(path, purpose)
  try {
    return await work()
  } finally {
    await unlink(join(path, String(process.pid)))
    // Somebody may have taken the empty folder already: then it is theirs.
    await rmdir(path).catch(() => {})
  }
}

/**
 * @param {string} path
 * @param {string} purpose
 */
async function acquire(path, purpose) {
  const own = `${path}.${process.pid}`
  await mkdir(own, { recursive: true })
  await writeFile(join(own, String(process.pid)), '')
  let announced = false
  while (!(await renamed(own, path))) {
    const holder = await livingHolder(path)
    if (holder === undefined) continue
    if (holder === process.pid) {
      await rm(own, { recursive: true })
      throw new Error(`This process already holds the lock ${path}.`)
    }
    if (!announced) console.error(`waiting for process ${holder}, which is ${purpose}`)
    announced = true
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

/**
 * @param {string} from
 * @param {string} to an absent or empty folder
 */
async function renamed(from, to) {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw error
  }
}

/**
 * @param {string} path
 * @returns {Promise<number | undefined>} undefined: nobody holds the lock any more
 */
async function livingHolder(path) {
  const [name] = await readdir(path).catch(() => [])
  if (name === undefined) return undefined
  if (isAlive(Number(name))) return Number(name)
  await unlink(join(path, name)).catch(() => {})
  return undefined
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
