import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type OpenStore, type StoreOptions } from '../../adapters/sql/open-store.ts'
import type { Closing } from './closing.ts'

/** The memory of a service that nobody asks; it lives as long as the recording. */
export async function temporaryStore(options: StoreOptions | undefined, closing: Closing[]): Promise<OpenStore> {
  const folder = await mkdtemp(join(tmpdir(), 'driftage-recording-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const store = await openStore({ kind: 'embedded', folder }, options)
  closing.push(() => store.close())
  return store
}
