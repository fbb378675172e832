import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** Where driftage keeps what it can fetch or make again. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME']
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'driftage')
}
