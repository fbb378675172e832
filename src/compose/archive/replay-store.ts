import type { OpenStore } from '../../adapters/sql/open-store.ts'
import type { LeaseStore, LedgerStore } from '../../ledger/ports.ts'
import type { ClusterState, SourceState } from '../../model/source-state.ts'

/** The store as a replay uses it. */
export interface ReplayStore {
  readonly store: OpenStore
  /** Calls that have not come back yet. */
  readonly underWay: () => number
  /** Writes what was held back. */
  flush(): Promise<void>
}

/** Milliseconds of the machine between two writes of the same state, or of the same lease. */
const PAUSE_MS = 1_000
/** By the machine's clock nobody waits for a replay; by the archive's a lease would run out in every jump. */
const LEASE_FOR_MS = 15_000

/**
 * Months pass in seconds: what a service writes every few seconds of its time is written every few seconds of the machine's.
 * What it sees and decides is written each time.
 *
 * @param machine milliseconds that only go forwards
 */
export function replayStore(opened: OpenStore, machine: () => number): ReplayStore {
  let calls = 0
  const counted = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name, self) => {
        const member: unknown = Reflect.get(target, name, self)
        if (typeof member !== 'function') return member
        return (...args: readonly unknown[]): unknown => {
          const answer: unknown = Reflect.apply(member, target, args)
          if (!(answer instanceof Promise)) return answer
          calls++
          return answer.finally(() => calls--)
        }
      },
    })
  const states = new LatestStates(opened.ledger, machine)
  const ledger: LedgerStore = {
    ...bound(opened.ledger),
    saveCluster: (state) => states.cluster(state),
    saveSource: (state) => states.source(state),
  }
  return {
    store: {
      ...opened,
      ledger: counted(ledger),
      reads: counted(opened.reads),
      leases: patientLeases(opened.leases, machine),
    },
    underWay: () => calls,
    flush: () => states.flush(),
  }
}

function bound(ledger: LedgerStore): LedgerStore {
  return {
    record: (ref) => ledger.record(ref),
    unsettled: (cluster) => ledger.unsettled(cluster),
    apply: (changes, fence) => ledger.apply(changes, fence),
    append: (entries) => ledger.append(entries),
    due: (cluster, now, limit) => ledger.due(cluster, now, limit),
    writtenBy: (cluster, version) => ledger.writtenBy(cluster, version),
    saveSource: (state) => ledger.saveSource(state),
    forgetSource: (name, cluster) => ledger.forgetSource(name, cluster),
    saveCluster: (state) => ledger.saveCluster(state),
    sources: () => ledger.sources(),
    clusters: () => ledger.clusters(),
  }
}

/** One holder for all replays of a folder, which one process at a time can open: who was killed leaves nothing to wait for. */
const OWNER = 'replay'

function patientLeases(leases: LeaseStore, machine: () => number): LeaseStore {
  const held = new Map<string, { readonly at: number; readonly fence: Awaited<ReturnType<LeaseStore['acquire']>> }>()
  return {
    acquire: async (cluster, _owner, now) => {
      const last = held.get(cluster)
      if (last !== undefined && machine() - last.at < PAUSE_MS) return last.fence
      const fence = await leases.acquire(cluster, OWNER, now, LEASE_FOR_MS)
      held.set(cluster, { at: machine(), fence })
      return fence
    },
    release: (fence) => leases.release(fence),
  }
}

/** Keeps the newest state of each cluster and source until its turn to be written. */
class LatestStates {
  readonly #ledger: LedgerStore
  readonly #machine: () => number
  readonly #written = new Map<string, number>()
  readonly #waiting = new Map<string, () => Promise<void>>()

  constructor(ledger: LedgerStore, machine: () => number) {
    this.#ledger = ledger
    this.#machine = machine
  }

  cluster(state: ClusterState): Promise<void> {
    return this.#save(`cluster ${state.name}`, () => this.#ledger.saveCluster(state))
  }

  source(state: SourceState): Promise<void> {
    return this.#save(`source ${state.name}`, () => this.#ledger.saveSource(state))
  }

  async flush(): Promise<void> {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const write of waiting) await write()
  }

  async #save(what: string, write: () => Promise<void>): Promise<void> {
    const last = this.#written.get(what)
    if (last !== undefined && this.#machine() - last < PAUSE_MS) {
      this.#waiting.set(what, write)
      return
    }
    this.#written.set(what, this.#machine())
    this.#waiting.delete(what)
    await write()
  }
}
