import type { TypeFacts } from '../../diff/schema/type-facts.ts'
import type { LedgerChange, LedgerReads, LedgerStore } from '../../ledger/ports.ts'
import { DEFAULT_TIMES, type LedgerSettings } from '../../ledger/settings.ts'
import { fightDue, quietAt } from '../../ledger/fight.ts'
import { refOf } from '../../ledger/step.ts'
import type { ClusterReader } from '../../live/cluster-reader.ts'
import type { LiveConsumer } from '../../live/watch/delivery.ts'
import type { GapEvent, RestoredEvent } from '../../live/watch/live-event.ts'
import type { Deployer } from '../../model/deployer.ts'
import type { Finding } from '../../model/finding.ts'
import type { Fight } from '../../model/overwritten-fix.ts'
import type { Instant } from '../../model/instant.ts'
import { at, isObject, textOf, type JsonObject } from '../../model/json.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'
import type { Observation } from '../../model/observation.ts'
import type { MarkKey } from '../../model/value-mark.ts'
import { actorClassOf } from '../../policy/actors.ts'
import type { DesiredEntry } from '../desired-state.ts'
import { markedManifest } from '../marked-manifest.ts'
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
import { ObjectDesk, type VersionMemory } from './object-desk.ts'
import { ObjectQueue } from './object-queue.ts'
import type { Recorder } from './recorder.ts'
import { decidedAgain, decideRecording, type RecordingParts } from './recording.ts'
import type { ServicePolicy } from './service-policy.ts'
import { RunningRevisions } from './running-revisions.ts'
import { SettledObjects } from './settled-objects.ts'
import { decideTime } from './timers.ts'
import { Timetable } from './timetable.ts'

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
    readonly isConfigured: (source: string) => boolean
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

/** Entries of the timetable that are worked off in one turn. */
const DUE_AT_ONCE = 500
const PAGE = 1_000
/** Each step that waits holds a whole object. */
const MOST_WAITING = 2_000

/** One cluster from its sources to its findings: makes the parts, connects them, and keeps time. */
export class ClusterRunner {
  readonly view: ClusterView
  readonly #parts: ClusterRunnerParts
  readonly #desired: ClusterDesired
  readonly #service: ClusterService
  readonly #settled = new SettledObjects()
  readonly #timetable = new Timetable()
  /** Fights that go on; each is over when it has been quiet for long enough. */
  readonly #fights = new Map<string, Fight>()
  readonly #queue: ObjectQueue
  readonly #deployers: Deployers
  #before: ReadonlyMap<string, string> = new Map()

  constructor(parts: ClusterRunnerParts) {
    this.#parts = parts
    const { cluster, reader, types, knowledge, memory, now, key, sources, defaultNamespace } = parts
    this.view = new ClusterView(reader, types, knowledge, !parts.oracle)
    this.#desired = new ClusterDesired(cluster, parts.secrets)
    this.#deployers = new Deployers(this.view, parts.deployerNamed)
    this.#queue = new ObjectQueue((object, error) => parts.onFailure(object, error))
    const record = (entry: DesiredEntry, observation: Observation): Promise<void> => this.#record(entry, observation)
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
    const leaving = new Leaving({
      desired: this.#desired,
      assessor,
      reader,
      now,
      record,
      isConfigured: sources.isConfigured,
      revisionBefore: (source) => this.#before.get(source) ?? '',
    })
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
      leaving,
      watch: parts.watch,
      room: () => this.#queue.room(MOST_WAITING),
      defaultNamespace,
      now,
      unsettled: () => this.#settled.restless,
      onSynced: parts.onSynced,
      onNews: parts.onNews,
    })
  }

  /** Takes what an earlier service left, and begins to watch. The view must have been refreshed. */
  async start(sources: readonly LoadedSource[]): Promise<void> {
    await this.#restore()
    this.#before = this.#desired.revisions
    await this.#service.start(sources)
  }

  async sourcesMoved(sources: readonly LoadedSource[]): Promise<void> {
    this.#before = this.#desired.revisions
    await this.#service.sourcesMoved(sources)
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
  async tick(now: Instant): Promise<void> {
    const settings = this.#settings()
    const quiet = [...this.#fights].filter(([, fight]) => (quietAt(fight, settings) ?? now + 1) <= now)
    await Promise.all(
      quiet.map(([id, fight]) => {
        this.#fights.delete(id)
        return this.change(fight.ref, (record, at) => {
          const known = record.fights.find((one) => one.id === id)
          return known === undefined ? undefined : fightDue(known, at, settings)
        })
      }),
    )
    const due = this.#timetable.due(now, DUE_AT_ONCE)
    await Promise.all(
      due.map(async ({ findingId, ref }) => {
        const decide = decideTime(findingId, settings, (change, record, at) =>
          decidedAgain(change, record, this.#parts, at),
        )
        await this.change(ref, decide)
      }),
    )
  }

  /** Any change of what is recorded of an object: timers, commands, evidence that came late. */
  async change(ref: ObjectRef, decide: Parameters<Recorder['change']>[1]): Promise<LedgerChange | undefined> {
    const change = await this.#parts.recorder.change(ref, decide)
    if (change !== undefined) this.#recorded(change)
    return change
  }

  async idle(): Promise<void> {
    await this.#queue.idle()
  }

  async stop(): Promise<void> {
    await this.#service.stop()
    await this.#queue.idle()
  }

  async #record(entry: DesiredEntry, observation: Observation): Promise<void> {
    const mark = this.#markOf(entry)
    if (this.#settled.isKnown(observation, mark)) return
    const around = { labels: labelsOf(entry.manifests[0].manifest), desired: this.#desiredOf(entry, observation) }
    const decide = decideRecording(observation, around, this.#recording(entry))
    await this.change(entry.ref, (record, now) => decide(this.#settled.withLatestAgreement(record), now))
    this.#settled.recorded(observation, mark)
  }

  #desiredOf(entry: DesiredEntry, observation: Observation): JsonObject | undefined {
    if (observation.state !== 'checked' || this.#desired.entry(entry.ref) === undefined) return undefined
    return markedManifest(entry.manifests[0].manifest, entry.ref, this.#parts.key)
  }

  #recording(entry: DesiredEntry): RecordingParts {
    const { policy, attribution } = this.#parts
    const { kindInfo, source } = entry.manifests[0]
    const deployer = this.deployerOf(source)
    return {
      policy,
      settings: this.#settings(deployer),
      attribute: (difference, observation, notBefore) =>
        attribution.attribute(difference, observation, { kindInfo, deployer, notBefore }),
      attributeUndo: (fix, observation) => attribution.attributeUndo(fix, observation, { kindInfo, deployer }),
    }
  }

  #settings(deployer?: Deployer): LedgerSettings {
    const { policy, sources } = this.#parts
    return {
      ...DEFAULT_TIMES,
      graceOf: ({ id }) => policy.aspectsOf(id)?.graceMs ?? Number.POSITIVE_INFINITY,
      classOf: (writer) => actorClassOf(writer, { deployer }),
      baselineSources: sources.baseline(),
      by: { actor: { kind: 'system', id: 'watch' }, surface: 'watch' },
    }
  }

  /** Everything but the live object on which an assessment of the entry depends. */
  #markOf(entry: DesiredEntry): string {
    return `${this.view.mark} ${this.#parts.policy.mark} ${this.#desired.markOf(entry)}`
  }

  #recorded(change: LedgerChange): void {
    for (const fight of change.fights) {
      if (fight.endedAt === null) this.#fights.set(fight.id, fight)
      else this.#fights.delete(fight.id)
    }
    for (const finding of change.findings) this.#follow(finding)
    this.#parts.onRecorded(change)
  }

  #follow(finding: Finding): void {
    const { causes, policy } = this.#parts
    this.#timetable.put(finding)
    causes.put(finding)
    policy.forgetResolved(finding)
  }

  async #restore(): Promise<void> {
    const { store, reads, cluster, now } = this.#parts
    this.#settled.restore(await store.unsettled(cluster))
    for (let cursor: string | undefined; ; ) {
      const page = await reads.findings({
        cluster,
        states: ['settling', 'open'],
        now: now(),
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      })
      for (const finding of page.items) this.#follow(finding)
      if (page.next === undefined) break
      cursor = page.next
    }
    for (const fight of (await reads.fights({ cluster, active: true, limit: PAGE })).items)
      this.#fights.set(fight.id, fight)
  }
}

function labelsOf(manifest: JsonObject): Readonly<Record<string, string>> {
  const labels = at(manifest, 'metadata', 'labels')
  if (!isObject(labels)) return {}
  return Object.fromEntries(Object.keys(labels).map((name) => [name, textOf(labels[name])]))
}

/** Key of an object in messages of failures. */
export function objectOfFinding(finding: Finding): string {
  return printRef(refOf(finding))
}
