import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type OpenStore, type StoreOptions, type StorePlace } from '../../src/adapters/sql/open-store.ts'
import { embeddedFiles } from './embedded-files.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

/** One of the engines that the ledger runs on, for suites that run on both. */
export interface TestEngine {
  readonly name: 'embedded' | 'postgres'
  /** Somewhere empty. */
  place(): Promise<StorePlace>
  open(place: StorePlace, options?: StoreOptions): Promise<OpenStore>
  /** Ends and removes everything, open stores included. */
  stop(): Promise<void>
}

export const ENGINES: readonly { readonly name: TestEngine['name']; readonly start: () => Promise<TestEngine> }[] = [
  { name: 'embedded', start: startEmbedded },
  { name: 'postgres', start: async () => postgresEngine(await startPostgres()) },
]

async function startEmbedded(): Promise<TestEngine> {
  const files = await embeddedFiles()
  const folder = await mkdtemp(join(tmpdir(), 'driftage-store-'))
  const opened = new Set<OpenStore>()
  return {
    name: 'embedded',
    place: async () => ({ kind: 'embedded', folder: await mkdtemp(join(folder, 'data-')) }),
    async open(place, options) {
      const store = await openStore(place, { ...files, ...options })
      opened.add(store)
      return store
    },
    async stop() {
      for (const store of opened) await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function postgresEngine(server: PostgresServer): TestEngine {
  const opened = new Set<OpenStore>()
  return {
    name: 'postgres',
    place: async () => ({ kind: 'postgres', url: await server.database() }),
    async open(place, options) {
      const store = await openStore(place, options)
      opened.add(store)
      return store
    },
    async stop() {
      for (const store of opened) await store.close()
      await server.stop()
    },
  }
}
