import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { MarkKey } from '../../model/value-mark.ts'

/** Where the service on this machine keeps what it remembers, unless it is told otherwise. */
export function usualDataFolder(): string {
  const base = process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share')
  return join(base, 'driftage')
}

/** Files beside the store in a data folder. */
export const STORE_FOLDER = 'store'
const KEY_FILE = 'digest-key.json'
const TOKEN_FILE = 'service.json'

/** Where the key for digests of secrets lies. */
export function keyFile(folder: string): string {
  return join(folder, KEY_FILE)
}

/**
 * The key for digests of secrets, made at the first start. It lies beside the store and not in it: a copy of the store alone
 * cannot be used to guess secrets from (S-2).
 */
export async function markKey(folder: string): Promise<MarkKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = keyFile(folder)
  const text = await readFile(path, 'utf8').catch(ifMissing)
  if (text !== undefined) {
    const { id, secret } = JSON.parse(text) as { id: string; secret: string }
    return { id, secret: Buffer.from(secret, 'base64') }
  }
  const made = { id: randomBytes(4).toString('hex'), secret: randomBytes(32).toString('base64') }
  await writeFile(path, JSON.stringify(made), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    // Another process was quicker; its key counts.
    if (error.code !== 'EEXIST') throw error
  })
  return markKey(folder)
}

/** Where a running service is reached from this machine, and with what. */
export interface LocalService {
  readonly origin: string
  readonly token: string
  readonly pid: number
}

/** Tells commands on this machine where the service is; whole or not at all, and only for its user. */
export async function announceService(folder: string, service: LocalService): Promise<() => Promise<void>> {
  const path = join(folder, TOKEN_FILE)
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, JSON.stringify(service), { mode: 0o600 })
  await rename(draft, path)
  return () => rm(path, { force: true })
}

/** The service that announced itself last, if any; it may have died since. */
export async function announcedService(folder: string): Promise<LocalService | undefined> {
  const text = await readFile(join(folder, TOKEN_FILE), 'utf8').catch(ifMissing)
  return text === undefined ? undefined : (JSON.parse(text) as LocalService)
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
