import { DriftageError } from '../../errors/driftage-error.ts'
import type { Fence, LeaseStore, LedgerChange, LedgerReads, LedgerStore } from '../../ledger/ports.ts'
import type { ActivityEntry } from '../../model/activity.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Instant } from '../../model/instant.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { ClusterState, SourceState } from '../../model/source-state.ts'
import type { RenderTarget } from '../scan-ports.ts'
import type { SourceEvent } from '../sources/source-event.ts'
import type { SourceWatch } from '../sources/source-watch.ts'
import { AttributionDesk, type BetterKnown } from './attribution-desk.ts'
import type { AuditWindow } from '../../live/audit/window.ts'
import { ClusterLease } from './cluster-lease.ts'
import type { ClusterRunner, ClusterRunnerParts } from './cluster-runner.ts'
import { watchNews } from './watch-news.ts'
import { clusterState, type ClusterPhase } from './cluster-state.ts'
import { Recorder } from './recorder.ts'
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
  readonly signs: ServiceSigns
}

/** What a runner gets from the service around it. */
export type GivenByService = Pick<
  ClusterRunnerParts,
  'recorder' | 'attribution' | 'onRecorded' | 'onSynced' | 'onNews' | 'onFailure' | 'sources'
>

interface Watched {
  readonly name: string
  readonly lease: ClusterLease
  readonly desk: AttributionDesk
  runner: ClusterRunner | undefined
  recorder: Recorder | undefined
  phase: ClusterPhase
  /** What is under way for this cluster, strictly one after the other. */
  work: Promise<void>
}

const TICK_MS = 1_000
const SAVE_STATE_MS = 15_000
const RETRY_CLUSTER_MS = 5_000

/**
 * Many clusters and many sources, for as long as the process lives. Each cluster is run by whoever holds its lease; one
 * that cannot be reached, or that fails, never stands in the way of the others (I12).
 */
export class Service {
  readonly #parts: ServiceParts
  readonly #watched = new Map<string, Watched>()
  readonly #records: SourceRecords
  #cancelTick: (() => void) | undefined
  #savedAt = 0
  #stopped = false

  constructor(parts: ServiceParts) {
    this.#parts = parts
    this.#records = new SourceRecords(parts.ledger, parts.now)
    for (const name of parts.clusters) this.#watched.set(name, this.#watchedCluster(name))
  }

  async start(): Promise<void> {
    await Promise.all([...this.#watched.values()].map(({ lease }) => lease.start()))
    this.#tickLater()
  }

  /** Ends all watches, writes what is waiting, and gives the leases back. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancelTick?.()
    await Promise.all(
      [...this.#watched.values()].map(async (watched) => {
        await this.#end(watched)
        await watched.lease.stop()
      }),
    )
  }

  /** What rendering needs to know of a cluster. @throws DriftageError DRF5205 while it is not known */
  target(cluster: string): Promise<RenderTarget> {
    const target = this.#watched.get(cluster)?.runner?.view.target
    return target === undefined ? Promise.reject(clusterUnknown(cluster)) : Promise.resolve(target)
  }

  /** Takes what the watch of sources tells. */
  sourceEvent(event: SourceEvent): void {
    if (event.kind === 'source-state') {
      void this.#guarded('source', () => this.#saveSource(event.state, event.news))
      const waiting = this.#watched.get(event.state.cluster)
      if (waiting !== undefined && event.state.failing !== null) this.#then(waiting, () => this.#passOver(waiting))
      return
    }
    const watched = this.#watched.get(event.cluster)
    if (watched === undefined) return
    this.#then(watched, async () => this.#followSources(watched))
  }

  /** Rules, ladder or owners are others now: everything is judged anew, from the objects as they are. */
  rulesMoved(): void {
    for (const watched of this.#watched.values()) this.#then(watched, async () => watched.runner?.again())
  }

  /** Takes an audit event; what it explains is written down. */
  auditEvent(event: AuditEvent): void {
    const watched = this.#watched.get(event.cluster)
    this.#rewrite(watched, watched?.desk.late(event) ?? [])
  }

  /** Versions whose last audit events should have come by now are attributed anew (F-27). */
  #settleAttributions(): void {
    for (const { ref, id } of this.#parts.window.settled()) {
      const watched = this.#watched.get(ref.cluster)
      this.#rewrite(watched, watched?.desk.again(ref, id) ?? [])
    }
  }

  #rewrite(watched: Watched | undefined, known: readonly BetterKnown[]): void {
    for (const { ref, decide } of known) {
      void this.#guarded(ref.cluster, async () => {
        await watched?.runner?.change(ref, decide)
      })
    }
  }

  /** Where Git holds an object that somebody writes to: file, and through whom Git reaches the cluster. */
  managedFrom(
    ref: Pick<ObjectRef, 'cluster' | 'group' | 'kind' | 'namespace' | 'name'>,
  ): { readonly source: string; readonly place: string; readonly deployer: string | undefined } | undefined {
    const runner = this.#watched.get(ref.cluster)?.runner
    const held = runner?.entry(ref)?.manifests[0]
    if (runner === undefined || held === undefined) return undefined
    return { source: held.source, place: held.place.file, deployer: runner.deployerOf(held.source)?.manager }
  }

  /** False while the store refuses or does not answer: what is seen waits, and nothing new is recorded (F-22). */
  get isRecording(): boolean {
    return [...this.#watched.values()].every(({ recorder }) => recorder?.isFailing !== true)
  }

  /** Whether writes to objects of this resource can be about what sources hold. */
  holdsResource(cluster: string, group: string, resource: string): boolean {
    return this.#watched.get(cluster)?.runner?.holdsResource(group, resource) ?? false
  }

  /** Of the clusters that are watched from here; of the others their holder tells. */
  clusterStates(): readonly ClusterState[] {
    return [...this.#watched.values()].flatMap(({ name, phase, runner }) =>
      runner === undefined ? [] : clusterState(name, phase, runner, this.#parts.now()),
    )
  }

  /** The runner of a cluster that this service watches. @throws DriftageError DRF5203 */
  runnerOf(ref: ObjectRef): ClusterRunner {
    const runner = this.#watched.get(ref.cluster)?.runner
    if (runner !== undefined) return runner
    throw new DriftageError(
      'DRF5203',
      `The cluster ${ref.cluster} is not watched from here now. See driftage status. Nothing was changed.`,
    )
  }

  #watchedCluster(name: string): Watched {
    const { leases, owner, now, monotonic, after, signs } = this.#parts
    const lease = new ClusterLease({
      leases,
      cluster: name,
      owner,
      now,
      monotonic,
      after,
      onTaken: (fence) => {
        signs.leaseHeld(name, fence.epoch)
        this.#then(watched, () => this.#begin(watched))
      },
      onLost: () => {
        signs.leaseHeld(name, undefined)
        this.#then(watched, () => this.#end(watched))
      },
      onFailure: (error) => signs.failed('lease', error),
    })
    const phase: ClusterPhase = { state: 'starting', since: now(), reason: undefined }
    const desk = new AttributionDesk(this.#parts.window, now)
    const watched: Watched = {
      name,
      lease,
      desk,
      runner: undefined,
      recorder: undefined,
      phase,
      work: Promise.resolve(),
    }
    return watched
  }

  async #begin(watched: Watched): Promise<void> {
    const { name, lease } = watched
    await this.#records.load()
    const recorder = this.#recorder(lease)
    const runner = this.#parts.runner(name, {
      recorder,
      attribution: watched.desk,
      sources: this.#sourcesFor(),
      onRecorded: this.#parts.signs.changed,
      onSynced: () => this.#then(watched, () => this.#passOver(watched)),
      onNews: (event) => void this.#guarded(name, () => this.#append(watchNews(name, event, this.#parts.now()))),
      onFailure: (where, error) => this.#parts.signs.failed(where, error),
    })
    watched.runner = runner
    watched.recorder = recorder
    watched.phase = { state: 'starting', since: this.#parts.now(), reason: undefined }
    await this.#reach(watched, runner)
  }

  /** Asks until the cluster answers; then its sources can be rendered, and it is watched. */
  async #reach(watched: Watched, runner: ClusterRunner): Promise<void> {
    if (this.#stopped || watched.runner !== runner) return
    if (!(await runner.view.refresh())) {
      if (watched.phase.state !== 'unreachable') {
        watched.phase = { state: 'unreachable', since: this.#parts.now(), reason: 'unreachable' }
      }
      this.#parts.after(RETRY_CLUSTER_MS, () => this.#then(watched, () => this.#reach(watched, runner)))
      return
    }
    const mine = this.#sourcesOf(watched.name)
    for (const { name } of mine) this.#parts.sources.poke(name)
    await runner.start(this.#loadedFor(watched.name))
    watched.phase = { state: 'starting', since: this.#parts.now(), reason: undefined }
  }

  async #followSources(watched: Watched): Promise<void> {
    await watched.runner?.sourcesMoved(this.#loadedFor(watched.name))
    await this.#passOver(watched)
  }

  /**
   * Live once every scope has told of everything and every source has been read, or has said why not. The first whole pass
   * over a source is its baseline, and over then.
   */
  async #passOver(watched: Watched): Promise<void> {
    const { runner, phase } = watched
    if (runner === undefined || runner.scopes().some(({ state }) => state === 'starting')) return
    if (this.#sourcesOf(watched.name).some((state) => isUnread(state))) return
    await runner.caughtUp()
    if (phase.state !== 'live') watched.phase = { state: 'live', since: this.#parts.now(), reason: undefined }
    this.#records.endBaseline(this.#loadedFor(watched.name))
    await this.#saveClusters()
  }

  async #end(watched: Watched): Promise<void> {
    const { runner } = watched
    watched.runner = undefined
    await runner?.stop()
  }

  #recorder(lease: ClusterLease): Recorder {
    const { ledger, now, after, signs } = this.#parts
    return new Recorder({
      store: ledger,
      fence: (): Fence | undefined => lease.fence,
      now,
      sleep: (ms) => new Promise((resolve) => after(ms, () => resolve(undefined))),
      onFailure: (error) => {
        signs.failed('store', error)
        if (error instanceof DriftageError && error.code === 'DRF5011') lease.lost()
      },
    })
  }

  #sourcesFor(): ClusterRunnerParts['sources'] {
    const { sources } = this.#parts
    return {
      isConfigured: (source) => sources.sources().some(({ name }) => name === source),
      fetchedAfter: (source, at) => sources.fetchedAfter(source, at),
      ensureFresh: (source, after) => sources.ensureFresh(source, { after }),
      deployedRevision: (source) => sources.deployedRevision(source),
      baseline: () =>
        new Set(
          sources
            .sources()
            .map(({ name }) => name)
            .filter((name) => this.#records.isBaseline(name)),
        ),
    }
  }

  #sourcesOf(cluster: string): readonly SourceState[] {
    return this.#parts.sources.sources().filter((state) => state.cluster === cluster)
  }

  #loadedFor(cluster: string): ReturnType<SourceWatch['desired']> {
    const names = new Set(this.#sourcesOf(cluster).map(({ name }) => name))
    return this.#parts.sources
      .desired()
      .filter(({ revision }) => names.has(revision.name))
      .map((loaded) => ({ ...loaded, namespace: this.#parts.namespaceOf(loaded.revision.name) }))
  }

  /** Of the clusters that are watched from here only: of others this service knows less than their holder. */
  async #saveSource(state: SourceState, news: string | null): Promise<void> {
    if (this.#watched.get(state.cluster)?.runner !== undefined) await this.#records.save(state, news)
  }

  #append(entry: ActivityEntry): Promise<void> {
    return this.#parts.ledger.append([entry])
  }

  async #saveClusters(): Promise<void> {
    for (const state of this.clusterStates()) await this.#parts.ledger.saveCluster(state)
    for (const state of this.#parts.sources.sources()) await this.#saveSource(state, null)
  }

  #tickLater(): void {
    if (!this.#stopped) this.#cancelTick = this.#parts.after(TICK_MS, () => void this.#tick())
  }

  async #tick(): Promise<void> {
    const now = this.#parts.now()
    await this.#guarded('timer', async () => {
      this.#settleAttributions()
      await Promise.all([...this.#watched.values()].map(async ({ runner }) => runner?.tick(now)))
      if (Math.abs(now - this.#savedAt) < SAVE_STATE_MS) return
      this.#savedAt = now
      await this.#saveClusters()
    })
    this.#tickLater()
  }

  #then(watched: Watched, work: () => Promise<void>): void {
    watched.work = watched.work.then(() => this.#guarded(watched.name, work))
  }

  async #guarded(where: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#parts.signs.failed(where, error)
    }
  }
}

/** Neither read yet, nor known not to be readable. */
function isUnread({ revision, fetchedAt, failing, held, objects }: SourceState): boolean {
  return revision === '' && fetchedAt === null && objects === 0 && failing === null && held === null
}

function clusterUnknown(cluster: string): DriftageError {
  return new DriftageError(
    'DRF5205',
    `The cluster ${cluster} has not answered yet, so charts for it cannot be rendered. They are as soon as it answers. Its findings keep their state.`,
  )
}
