import type { TypeFacts } from '../../diff/schema/type-facts.ts'
import type { LedgerChange, LedgerReads, LedgerStore } from '../../ledger/ports.ts'
import type { ClusterReader } from '../../live/cluster-reader.ts'
import type { LiveConsumer } from '../../live/watch/delivery.ts'
import type { GapEvent, RestoredEvent } from '../../live/watch/live-event.ts'
import type { Deployer } from '../../model/deployer.ts'
import type { Instant } from '../../model/instant.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { Observation } from '../../model/observation.ts'
import type { MarkKey } from '../../model/value-mark.ts'
import type { DesiredEntry } from '../desired-state.ts'
import type { Knowledge } from '../pass.ts'
import type { LoadedSource } from '../scan-ports.ts'
import { Assessor } from './assessor.ts'
import type { AttributionDesk } from './attribution-desk.ts'
import type { CauseIndex } from './cause-index.ts'
import { ClusterDesired } from './cluster-desired.ts'
import { ClusterService, type ClusterWatching } from './cluster-service.ts'
import { ClusterView } from './cluster-view.ts'
import { Deployers } from './deployers.ts'
import { Leaving } from './leaving.ts'
import { LeftBehind } from './left-behind.ts'
import { LedgerWriter } from './ledger-writer.ts'
import { ObjectDesk, type VersionMemory } from './object-desk.ts'
import { ObjectQueue } from './object-queue.ts'
import type { Recorder } from './recorder.ts'
import type { ServicePolicy } from './service-policy.ts'
import { RunningRevisions } from './running-revisions.ts'

/** What one watched cluster is made of. */
export interface ClusterRunnerParts {
  readonly cluster: string
  readonly reader: ClusterReader
  readonly watch: (onEvent: LiveConsumer) => ClusterWatching
  readonly memory: VersionMemory
  readonly types: TypeFacts
  readonly knowledge: Knowledge
  /** Whether the server may be asked by dry-run creates. */
  readonly oracle: boolean
  readonly secrets: boolean
  readonly defaultNamespace: string
  readonly key: MarkKey
  readonly store: LedgerStore
  readonly reads: LedgerReads
  readonly recorder: Recorder
  readonly policy: ServicePolicy
  readonly causes: CauseIndex
  readonly attribution: AttributionDesk
  readonly deployerNamed: (source: string) => string | undefined
  readonly sources: {
    /** False also for a source that is about another cluster now. */
    readonly isConfigured: (source: string) => boolean
    /** Whether a service has ever watched a source of that name. */
    readonly isKnown: (source: string) => boolean
    readonly fetchedAfter: (source: string, at: Instant) => boolean
    readonly ensureFresh: (source: string, after: Instant) => Promise<'fresh' | 'failed'>
    readonly deployedRevision: (source: string) => string | undefined
    /** Sources whose first pass is not over. */
    readonly baseline: () => ReadonlySet<string>
  }
  readonly now: () => Instant
  readonly onRecorded: (change: LedgerChange) => void
  readonly onSynced: () => void
  readonly onNews: (event: GapEvent | RestoredEvent) => void
  readonly onFailure: (where: string, error: unknown) => void
}

/** Each step that waits holds a whole object. */
const MOST_WAITING = 2_000

/** One cluster from its sources to its findings: makes the parts, connects them, and keeps time. */
export class ClusterRunner {
  readonly view: ClusterView
  readonly #parts: ClusterRunnerParts
  readonly #desired: ClusterDesired
  readonly #service: ClusterService
  readonly #writer: LedgerWriter
  readonly #queue: ObjectQueue
  readonly #deployers: Deployers
  readonly #leaving: Leaving
  readonly #behind: LeftBehind

  constructor(parts: ClusterRunnerParts) {
    this.#parts = parts
    const { cluster, reader, types, knowledge, memory, now, key, sources, defaultNamespace } = parts
    this.view = new ClusterView(reader, types, knowledge, !parts.oracle)
    this.#desired = new ClusterDesired(cluster, parts.secrets)
    this.#deployers = new Deployers(this.view, parts.deployerNamed)
    this.#queue = new ObjectQueue((object, error) => parts.onFailure(object, error))
    this.#writer = new LedgerWriter({
      ...parts,
      deployerOf: (source) => this.deployerOf(source),
      markOf: (entry) => this.#markOf(entry),
      isHeld: (ref) => this.#desired.entry(ref) !== undefined,
      baseline: sources.baseline,
    })
    const record = (entry: DesiredEntry, observation: Observation): Promise<void> =>
      this.#writer.record(entry, observation)
    const assessor: Assessor = new Assessor({
      view: this.view,
      desired: this.#desired,
      key,
      now,
      agreedFor: async (ref) => (await parts.store.record(ref)).agreed ?? undefined,
      deployerOf: (source) => this.deployerOf(source),
      runningRevision: (source) => running.of(source),
      deployedRevision: sources.deployedRevision,
      fetchedAfter: sources.fetchedAfter,
    })
    const running = new RunningRevisions({
      view: this.view,
      desired: this.#desired,
      now,
      contextOf: (entry) => assessor.context(entry),
      deployedRevision: sources.deployedRevision,
    })
    const { isConfigured, isKnown, fetchedAfter } = sources
    const whereabouts = { desired: this.#desired, discovery: () => this.view.discovery, isConfigured, now }
    this.#leaving = new Leaving({ ...whereabouts, assessor, reader, record, onFailure: parts.onFailure })
    this.#behind = new LeftBehind({ ...whereabouts, cluster, reads: parts.reads, isKnown, fetchedAfter })
    const desk = new ObjectDesk({
      desired: this.#desired,
      assessor,
      memory,
      queue: this.#queue,
      reader,
      now,
      contextOf: (entry) => this.#markOf(entry),
      record,
      refresh: (source, after) => sources.ensureFresh(source, after),
    })
    this.#service = new ClusterService({
      view: this.view,
      desired: this.#desired,
      deployers: this.#deployers,
      desk,
      leaving: this.#leaving,
      watch: parts.watch,
      room: () => this.#queue.room(MOST_WAITING),
      defaultNamespace,
      now,
      unsettled: () => this.#writer.restless,
      onSynced: parts.onSynced,
      onNews: parts.onNews,
      onFailure: (error) => parts.onFailure(cluster, error),
    })
  }

  /** Takes what an earlier service left, and begins to watch. The view must have been refreshed. */
  async start(sources: readonly LoadedSource[]): Promise<void> {
    await this.#writer.restore()
    await this.#service.start(sources)
  }

  async sourcesMoved(sources: readonly LoadedSource[]): Promise<void> {
    await this.#service.sourcesMoved(sources)
  }

  /** Says of what is recorded and no longer held why it is not, as far as it can be told now. */
  async lookAtLeft(): Promise<void> {
    await this.#service.drop(await this.#behind.take())
  }

  /** Sources of objects that are held no longer and of which nothing could be said yet; undefined until it is known of which. */
  get awaited(): readonly string[] | undefined {
    const behind = this.#behind.awaited
    return behind && [...behind, ...this.#leaving.awaited]
  }

  /** Looks at one object, or at all, once more; resolves when what was found is recorded. */
  again(refs?: readonly ObjectRef[]): Promise<void> {
    return this.#service.again(refs)
  }

  /** The entry of an object that sources hold. */
  entry(ref: ObjectRef): DesiredEntry | undefined {
    return this.#desired.entry(ref)
  }

  holdsResource(group: string, resource: string): boolean {
    return this.#desired.holdsResource(group, resource)
  }

  get objects(): number {
    return this.#desired.state.objects.length
  }

  get gaps(): ClusterDesired['state']['gaps'] {
    return this.#desired.state.gaps
  }

  get backlog(): number {
    return this.#queue.backlog
  }

  scopes(): ReturnType<ClusterService['scopes']> {
    return this.#service.scopes()
  }

  deployerOf(source: string): Deployer | undefined {
    return this.#deployers.of(source)
  }

  /** Works off what time has brought due. */
  tick(now: Instant): Promise<void> {
    this.#service.tick(now)
    return this.#writer.tick(now)
  }

  /** Any change of what is recorded of an object: timers, commands, evidence that came late. */
  change(ref: ObjectRef, decide: Parameters<Recorder['change']>[1]): Promise<LedgerChange | undefined> {
    return this.#writer.change(ref, decide)
  }

  /** Resolves when everything that was seen until now is recorded, whatever comes meanwhile. */
  async caughtUp(): Promise<void> {
    await this.#queue.caughtUp()
  }

  async idle(): Promise<void> {
    await this.#queue.idle()
  }

  async stop(): Promise<void> {
    await this.#service.stop()
    await this.#queue.idle()
  }

  /** Everything but the live object on which an assessment of the entry depends. */
  #markOf(entry: DesiredEntry): string {
    return `${this.view.mark} ${this.#parts.policy.mark} ${this.#desired.markOf(entry)}`
  }
}
