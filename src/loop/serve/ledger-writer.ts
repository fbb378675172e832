import { fightDue, quietAt } from '../../ledger/fight.ts'
import type { LedgerChange, LedgerReads, LedgerStore } from '../../ledger/ports.ts'
import { DEFAULT_TIMES, type LedgerSettings } from '../../ledger/settings.ts'
import type { Deployer } from '../../model/deployer.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { at, isObject, textOf, type JsonObject } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { Observation } from '../../model/observation.ts'
import type { Fight } from '../../model/overwritten-fix.ts'
import type { MarkKey } from '../../model/value-mark.ts'
import { actorClassOf } from '../../policy/actors.ts'
import type { DesiredEntry } from '../desired-state.ts'
import { markedManifest } from '../marked-manifest.ts'
import type { AttributionDesk } from './attribution-desk.ts'
import type { CauseIndex } from './cause-index.ts'
import type { Recorder } from './recorder.ts'
import { decidedAgain, decideRecording, type RecordingParts } from './recording.ts'
import type { ServicePolicy } from './service-policy.ts'
import { SettledObjects } from './settled-objects.ts'
import { decideTime } from './timers.ts'
import { Timetable } from './timetable.ts'

export interface LedgerWriterParts {
  readonly cluster: string
  readonly store: LedgerStore
  readonly reads: LedgerReads
  readonly recorder: Recorder
  readonly policy: ServicePolicy
  readonly causes: CauseIndex
  readonly attribution: AttributionDesk
  readonly key: MarkKey
  readonly now: () => Instant
  readonly deployerOf: (source: string) => Deployer | undefined
  /** Changes with everything but the live object on which an assessment of the entry depends. */
  readonly markOf: (entry: DesiredEntry) => string
  /** Whether Git holds the object now. */
  readonly isHeld: (ref: ObjectRef) => boolean
  /** Sources whose first pass is not over. */
  readonly baseline: () => ReadonlySet<string>
  readonly onRecorded: (change: LedgerChange) => void
}

/** Entries of the timetable that are worked off in one turn. */
const DUE_AT_ONCE = 500
const PAGE = 1_000

/**
 * Everything that is written about one cluster: observations, what time makes of findings, and changes that others ask for.
 * Follows what was written, so that it knows what is due, what is restless, and how far causes reach.
 */
export class LedgerWriter {
  readonly #parts: LedgerWriterParts
  readonly #settled = new SettledObjects()
  readonly #timetable = new Timetable()
  /** Fights that go on; each is over when it has been quiet for long enough. */
  readonly #fights = new Map<string, Fight>()

  constructor(parts: LedgerWriterParts) {
    this.#parts = parts
  }

  /** Objects whose state depends on more than themselves. */
  get restless(): readonly ObjectRef[] {
    return this.#settled.restless
  }

  /** Takes up what an earlier service left. */
  async restore(): Promise<void> {
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

  /** Makes an observation durable; resolves when it is. */
  async record(entry: DesiredEntry, observation: Observation): Promise<void> {
    if (observation.state === 'checked' && observation.version !== undefined)
      this.#parts.attribution.noted(observation.version, entry.manifests[0].kindInfo)
    const mark = this.#parts.markOf(entry)
    if (this.#settled.isKnown(observation, mark)) return
    const around = { labels: labelsOf(entry.manifests[0].manifest), desired: this.#desiredOf(entry, observation) }
    const decide = decideRecording(observation, around, this.#recording(entry))
    await this.change(entry.ref, (record, now) => decide(this.#settled.withLatestAgreement(record), now))
    this.#settled.recorded(observation, mark)
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

  #desiredOf(entry: DesiredEntry, observation: Observation): JsonObject | undefined {
    if (observation.state !== 'checked' || !this.#parts.isHeld(entry.ref)) return undefined
    return markedManifest(entry.manifests[0].manifest, entry.ref, this.#parts.key)
  }

  #recording(entry: DesiredEntry): RecordingParts {
    const { policy, attribution, deployerOf } = this.#parts
    const { kindInfo, source } = entry.manifests[0]
    const deployer = deployerOf(source)
    return {
      policy,
      settings: this.#settings(deployer),
      attribute: (difference, observation, notBefore) =>
        attribution.attribute(difference, observation, { kindInfo, deployer, notBefore }),
      attributeSeen: (finding, difference, observation) =>
        attribution.attributeSeen(finding, difference, observation, { kindInfo, deployer }),
      attributeUndo: (fix, observation, madeBy) =>
        attribution.attributeUndo(fix, observation, { kindInfo, deployer, madeBy }),
    }
  }

  #settings(deployer?: Deployer): LedgerSettings {
    const { policy, baseline } = this.#parts
    return {
      ...DEFAULT_TIMES,
      graceOf: ({ id }) => policy.aspectsOf(id)?.graceMs ?? Number.POSITIVE_INFINITY,
      classOf: (writer) => actorClassOf(writer, { deployer }),
      baselineSources: baseline(),
      by: { actor: { kind: 'system', id: 'watch' }, surface: 'watch' },
    }
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
}

function labelsOf(manifest: JsonObject): Readonly<Record<string, string>> {
  const labels = at(manifest, 'metadata', 'labels')
  if (!isObject(labels)) return {}
  return Object.fromEntries(Object.keys(labels).map((name) => [name, textOf(labels[name])]))
}
