import { DriftageError } from '../../errors/driftage-error.ts'
import type { LeaseStore, LedgerChange, LedgerReads, LedgerStore } from '../../ledger/ports.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Instant } from '../../model/instant.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { ClusterState, SourceState } from '../../model/source-state.ts'
import type { RenderTarget } from '../scan-ports.ts'
import type { SourceEvent } from '../sources/source-event.ts'
import type { SourceWatch } from '../sources/source-watch.ts'
import type { BetterKnown } from './attribution-desk.ts'
import type { AuditWindow } from '../../live/audit/window.ts'
import { ClusterSeat, isLeaseLost } from './cluster-seat.ts'
import type { ClusterRunner, ClusterRunnerParts } from './cluster-runner.ts'
import { LateAnswers } from './late-answers.ts'
import { SourceRecords } from './source-records.ts'

/** What a running service counts and tells. */
export interface ServiceSigns {
  readonly changed: (change: LedgerChange) => void
  readonly failed: (where: string, error: unknown) => void
  readonly leaseHeld: (cluster: string, epoch: number | undefined) => void
}

export interface ServiceParts {
  readonly ledger: LedgerStore
  readonly reads: LedgerReads
  readonly leases: LeaseStore
  /** How long a lease lasts that is not renewed; default 15 s. */
  readonly leaseMs?: number
  /** Unique for each start. */
  readonly owner: string
  readonly clusters: readonly string[]
  /** Makes one cluster; what the service itself gives is left out. */
  readonly runner: (cluster: string, given: GivenByService) => ClusterRunner
  readonly sources: SourceWatch
  /** Namespace of a source's manifests that name none. */
  readonly namespaceOf: (source: string) => string
  readonly window: AuditWindow
  readonly now: () => Instant
  readonly monotonic: () => number
  readonly after: (ms: number, run: () => void) => () => void
  /** For how long audit events are gathered, see {@link LateAnswers}. */
  readonly gatherMs?: number
  readonly signs: ServiceSigns
}

/** What a runner gets from the service around it. */
export type GivenByService = Pick<
  ClusterRunnerParts,
  'recorder' | 'attribution' | 'onRecorded' | 'onSynced' | 'onNews' | 'onFailure' | 'sources'
>

const TICK_MS = 1_000
const SAVE_STATE_MS = 15_000

/**
 * Many clusters and many sources, for as long as the process lives. Each cluster has a seat, run by whoever holds its lease;
 * one that cannot be reached, or that fails, never stands in the way of the others (I12).
 */
export class Service {
  readonly #parts: ServiceParts
  readonly #seats: ReadonlyMap<string, ClusterSeat>
  readonly #records: SourceRecords
  #cancelTick: (() => void) | undefined
  #savedAt = 0
  /** What the ledger last said of clusters, whoever watches them. */
  #told: ReadonlyMap<string, ClusterState> = new Map()
  readonly #startedAt: Instant
  readonly #late: LateAnswers
  #stopped = false

  constructor(parts: ServiceParts) {
    this.#parts = parts
    this.#records = new SourceRecords(parts.ledger, parts.now)
    this.#startedAt = parts.now()
    const onPass = (): Promise<void> => this.#saveStates()
    this.#late = new LateAnswers({ ...parts, write: (known) => this.#rewrite(known) })
    const records = this.#records
    this.#seats = new Map(
      parts.clusters.map((cluster) => [cluster, new ClusterSeat({ ...parts, cluster, records, onPass })]),
    )
  }

  async start(): Promise<void> {
    await Promise.all(this.#all().map((seat) => seat.start()))
    this.#tickLater()
  }

  /** Ends all watches, writes what is waiting, and gives the leases back. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancelTick?.()
    this.#late.flush()
    await Promise.all(this.#all().map((seat) => seat.stop()))
  }

  /** What rendering needs to know of a cluster. @throws DriftageError DRF5205 while it is not known */
  target(cluster: string): Promise<RenderTarget> {
    const target = this.#seats.get(cluster)?.runner?.view.target
    return target === undefined ? Promise.reject(clusterUnknown(cluster)) : Promise.resolve(target)
  }

  /** Takes what the watch of sources tells. */
  sourceEvent(event: SourceEvent): void {
    if (event.kind !== 'source-state') {
      this.#seats.get(event.cluster)?.followSources()
      return
    }
    const { state, news } = event
    void this.#guarded('source', () => this.#saveSource(state, news))
    this.#seats.get(state.cluster)?.sourceLookedAt()
  }

  /** Rules, ladder or owners are others now: everything is judged anew, from the objects as they are. */
  rulesMoved(): void {
    for (const seat of this.#all()) seat.queue(async () => seat.runner?.again())
  }

  /** Takes an audit event; what it explains is written down. */
  auditEvent(event: AuditEvent): void {
    const seat = this.#seats.get(event.cluster)
    this.#late.add(seat?.desk.late(event) ?? [])
  }

  /** Where Git holds an object that somebody writes to: file, and through whom Git reaches the cluster. */
  managedFrom(
    ref: ObjectRef,
  ): { readonly source: string; readonly place: string; readonly deployer: string | undefined } | undefined {
    const runner = this.#seats.get(ref.cluster)?.runner
    const held = runner?.entry(ref)?.manifests[0]
    if (runner === undefined || held === undefined) return undefined
    return { source: held.source, place: held.place.file, deployer: runner.deployerOf(held.source)?.manager }
  }

  /** False while the store refuses or does not answer: what is seen waits, and nothing new is recorded (F-22). */
  get isRecording(): boolean {
    return this.#all().every((seat) => !seat.isFailing)
  }

  /**
   * Whether writes to objects of this resource can be about what sources hold. Of a cluster that another service watches
   * everything can: what was told meanwhile is needed when this one takes it over.
   */
  holdsResource(cluster: string, group: string, resource: string): boolean {
    return this.#seats.get(cluster)?.mayHold(group, resource) ?? false
  }

  /** Of the clusters that are watched from here; of the others their holder tells. */
  clusterStates(): readonly ClusterState[] {
    return this.#all().flatMap((seat) => seat.state ?? [])
  }

  /** Of all clusters, as readers of the ledger see them: of those that others watch, as their holder said last. */
  knownStates(): readonly ClusterState[] {
    return this.#all().map((seat) => seat.state ?? this.#told.get(seat.name) ?? this.#unseen(seat.name))
  }

  /** The runner of a cluster that this service watches. @throws DriftageError DRF5203 */
  runnerOf({ cluster }: Pick<ObjectRef, 'cluster'>): ClusterRunner {
    const runner = this.#seats.get(cluster)?.runner
    if (runner !== undefined) return runner
    throw new DriftageError(
      'DRF5203',
      `The cluster ${cluster} is not watched from here now. Where several services share a ledger, ask the others: the one that watches it answers. Nothing was changed.`,
    )
  }

  #all(): readonly ClusterSeat[] {
    return [...this.#seats.values()]
  }

  /** Versions whose last audit events should have come by now are attributed anew (F-27). */
  #settleAttributions(): void {
    for (const { ref, id } of this.#parts.window.settled()) {
      const seat = this.#seats.get(ref.cluster)
      this.#late.add(seat?.desk.again(ref, id) ?? [])
    }
  }

  #rewrite({ ref, decide }: BetterKnown): Promise<void> {
    const seat = this.#seats.get(ref.cluster)
    return this.#guarded(ref.cluster, async () => {
      const change = await seat?.runner?.change(ref, decide).catch((error: unknown) => {
        if (!isLeaseLost(error)) throw error
      })
      if (change != null) seat?.desk.recorded(change)
    })
  }

  /** Of the clusters that are watched from here only: of others this service knows less than their holder. Not of what left meanwhile. */
  async #saveSource(state: SourceState, news: string | null): Promise<void> {
    const seat = this.#seats.get(state.cluster)
    const isConfigured = this.#parts.sources.sources().some(({ name }) => name === state.name)
    if (isConfigured && seat?.runner !== undefined && seat.isHeld) await this.#records.save(state, news)
  }

  async #saveStates(): Promise<void> {
    const { ledger, sources } = this.#parts
    for (const { state, isHeld } of this.#all()) if (state !== undefined && isHeld) await ledger.saveCluster(state)
    for (const state of sources.sources()) await this.#saveSource(state, null)
    const told = await ledger.clusters()
    this.#told = new Map(told.map((state) => [state.name, state]))
  }

  #unseen(name: string): ClusterState {
    const since = this.#startedAt
    return { name, version: '', state: 'starting', since, knownUntil: null, objects: 0, notChecked: [] }
  }

  #tickLater(): void {
    if (!this.#stopped) this.#cancelTick = this.#parts.after(TICK_MS, () => void this.#tick())
  }

  async #tick(): Promise<void> {
    const now = this.#parts.now()
    await this.#guarded('timer', async () => {
      this.#settleAttributions()
      await Promise.all(this.#all().map((seat) => seat.tick(now)))
      if (Math.abs(now - this.#savedAt) < SAVE_STATE_MS) return
      this.#savedAt = now
      await this.#saveStates()
    })
    this.#tickLater()
  }

  async #guarded(where: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!isStopping(error)) this.#parts.signs.failed(where, error)
    }
  }
}

/** What an end cuts off is done after the next start. */
function isStopping(error: unknown): boolean {
  return error instanceof DriftageError && error.code === 'DRF5202'
}

function clusterUnknown(cluster: string): DriftageError {
  return new DriftageError(
    'DRF5205',
    `The cluster ${cluster} has not answered yet, so charts for it cannot be rendered. They are as soon as it answers. Its findings keep their state.`,
  )
}
