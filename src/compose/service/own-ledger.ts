import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { openStore, type OpenStore, type StoreOptions } from '../../adapters/sql/open-store.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { Fence } from '../../ledger/ports.ts'
import { ledgerDesk } from '../../loop/ledger-desk.ts'
import { LEASE_MS } from '../../loop/serve/cluster-lease.ts'
import { Recorder } from '../../loop/serve/recorder.ts'
import type { CommandOrigin, LedgerCommands } from '../../loop/commands.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { OpenedLedger, ShownCommands } from '../../surfaces/shown-ledger.ts'
import { STORE_FOLDER } from './data-folder.ts'

/**
 * The store of this machine itself, while no service holds it; undefined where there is none. The caller closes it.
 *
 * @throws DriftageError DRF50xx
 */
export async function ownLedger(folder: string, options: StoreOptions = {}): Promise<OpenedLedger | undefined> {
  const place = join(folder, STORE_FOLDER)
  return existsSync(place) ? openOwn(place, options) : undefined
}

async function openOwn(folder: string, options: StoreOptions): Promise<OpenedLedger> {
  const store = await openStore({ kind: 'embedded', folder }, options)
  return {
    reads: store.reads,
    commands: ownCommands(ownDesk(store), () => whoAsks(store)),
    now: Date.now,
    close: () => store.close(),
  }
}

/** Commands on a store that no service holds: the lease is taken for the one change, so that a service that starts waits. */
function ownDesk(store: OpenStore): LedgerCommands {
  const owner = `${process.pid}-${randomUUID()}`
  return ledgerDesk({
    reads: store.reads,
    change: async (ref, decide) => {
      const fence = await store.leases.acquire(ref.cluster, owner, Date.now(), LEASE_MS)
      if (fence === undefined) throw held(ref.cluster)
      const recorder = new Recorder({
        store: store.ledger,
        fence: (): Fence => fence,
        now: Date.now,
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        onFailure: () => {},
      })
      try {
        return await recorder.change(ref, decide)
      } finally {
        await store.leases.release(fence)
      }
    },
    recheck: () => Promise.reject(needsService()),
    deployed: () => Promise.reject(needsService()),
    confirmSource: () => Promise.reject(needsService()),
  })
}

/** Whoever is logged in on this machine, by pseudonym, so that the name can be erased later. */
async function whoAsks(store: OpenStore): Promise<CommandOrigin> {
  return { actor: { kind: 'person', id: await store.persons.pseudonymOf(userInfo().username) }, surface: 'cli' }
}

/** A pseudonym is made up at the first command: whoever only asks leaves nothing in the store. */
function ownCommands(commands: LedgerCommands, origin: () => Promise<CommandOrigin>): ShownCommands {
  return {
    acknowledge: async (id) => commands.acknowledge(id, await origin()),
    accept: async (id, asked) => commands.accept(id, asked, await origin()),
    reopen: async (id) => commands.reopen(id, await origin()),
    assign: async (id, assignee) => commands.assign(id, assignee, await origin()),
    recheck: async (ref: ObjectRef) => commands.recheck(ref, await origin()),
    deployed: async (source, revision) => commands.deployed(source, revision, await origin()),
    confirmSource: async (source) => commands.confirmSource(source, await origin()),
  }
}

function held(cluster: string): DriftageError {
  return new DriftageError(
    'DRF5201',
    `A service writes about the cluster ${cluster} now. Ask that service, with --server. Nothing was changed.`,
  )
}

function needsService(): DriftageError {
  return new DriftageError(
    'DRF5206',
    'This needs a running service, since nobody else looks at clusters and sources. Start it with driftage serve, or name it with --server. Nothing was changed.',
  )
}
