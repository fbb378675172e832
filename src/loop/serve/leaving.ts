import { liveKey, readLive } from '../../live/read-live.ts'
import type { Instant } from '../../model/instant.ts'
import { stringAt, type JsonObject } from '../../model/json.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'
import type { Observation } from '../../model/observation.ts'
import type { DesiredEntry } from '../desired-state.ts'
import { sourcesOf, type Assessor } from './assessor.ts'
import type { ClusterDesired } from './cluster-desired.ts'

export interface LeavingParts {
  readonly desired: ClusterDesired
  readonly assessor: Assessor
  readonly reader: Parameters<typeof readLive>[0]
  readonly now: () => Instant
  readonly record: (entry: DesiredEntry, observation: Observation) => Promise<void>
  /** False for a source that was taken out of the configuration. */
  readonly isConfigured: (source: string) => boolean
  /** Commit at which a source was before; empty where it was none. */
  readonly revisionBefore: (source: string) => string
}

/**
 * Objects that Git held and no longer holds. Removed from Git on purpose they are pending removals until the deployer has
 * taken them away; what is only unreadable now, such as a kind that is not served or a file that is broken, was not
 * removed, and is not known (I1).
 */
export class Leaving {
  readonly #parts: LeavingParts
  readonly #leaving = new Map<string, DesiredEntry>()

  constructor(parts: LeavingParts) {
    this.#parts = parts
  }

  /** Objects that must stay watched until they are gone. */
  get entries(): readonly DesiredEntry[] {
    return [...this.#leaving.values()]
  }

  entry(ref: ObjectRef): DesiredEntry | undefined {
    return this.#leaving.get(printRef(ref))
  }

  /** Takes what a new desired state dropped. */
  async drop(entries: readonly DesiredEntry[]): Promise<void> {
    const { desired, reader, isConfigured } = this.#parts
    for (const entry of this.entries)
      if (desired.entry(entry.ref) !== undefined) this.#leaving.delete(printRef(entry.ref))
    const gone = entries.filter((entry) => !sourcesOf(entry).some(isConfigured))
    const held = entries.filter((entry) => !gone.includes(entry))
    const unreadable = held.flatMap((entry) => {
      const reason = this.#whyUnreadable(entry)
      return reason === undefined ? [] : [{ entry, reason }]
    })
    const removed = held.filter((entry) => !unreadable.some((one) => one.entry === entry))
    await Promise.all(gone.map((entry) => this.#unclaim(entry, 'source-removed')))
    await Promise.all(unreadable.map(({ entry, reason }) => this.#unknown(entry, reason)))
    const readings = await readLive(
      reader,
      removed.map((entry) => entry.manifests[0]),
    )
    await Promise.all(
      removed.map((entry) => {
        const reading = readings.get(liveKey(entry.manifests[0])) ?? { state: 'absent' }
        if (reading.state === 'failed') return this.#unknown(entry, reading.reason)
        return reading.state === 'absent' ? this.#unclaim(entry, 'removed-in-git') : this.still(entry, reading.value)
      }),
    )
  }

  /** The object is there: a pending removal where the deployer put it there, and nobody's business where not. */
  async still(entry: DesiredEntry, object: JsonObject): Promise<void> {
    const { assessor, now, revisionBefore } = this.#parts
    const id = {
      uid: stringAt(object, 'metadata', 'uid') ?? '',
      resourceVersion: stringAt(object, 'metadata', 'resourceVersion') ?? '',
    }
    const origin = { ref: entry.ref, id, previous: undefined, by: 'relist', seenAt: now(), coalesced: 0 } as const
    const seen = { object, origin, deltaAt: () => undefined, writers: [] }
    const observation = await assessor.leaving(entry, seen, revisionBefore(entry.manifests[0].source))
    if (observation === undefined) return this.#unclaim(entry, 'removed-in-git')
    this.#leaving.set(printRef(entry.ref), entry)
    await this.#parts.record(entry, observation)
  }

  /** The deployer took it away. */
  async gone(entry: DesiredEntry): Promise<void> {
    this.#leaving.delete(printRef(entry.ref))
    await this.#unclaim(entry, 'removed-in-git')
  }

  /**
   * Some source cannot be read whole, so nothing says that the object was removed, or still holds it, of a kind that the
   * cluster no longer serves (F-10). Undefined where all were read and none holds it.
   */
  #whyUnreadable(entry: DesiredEntry): 'desired-unreadable' | 'crd-missing' | undefined {
    const { kind, name } = entry.ref
    const names = new Set(sourcesOf(entry))
    const sources = this.#parts.desired.sources.filter(({ revision }) => names.has(revision.name))
    if (sources.some(({ gaps }) => gaps.some((gap) => gap.source !== undefined))) return 'desired-unreadable'
    const isHeld = sources.some(({ manifests }) =>
      manifests.some(({ manifest }) => manifest['kind'] === kind && stringAt(manifest, 'metadata', 'name') === name),
    )
    return isHeld ? 'crd-missing' : undefined
  }

  #unclaim(entry: DesiredEntry, because: 'source-removed' | 'removed-in-git'): Promise<void> {
    const { now, record } = this.#parts
    return record(entry, { state: 'unclaimed', ref: entry.ref, at: now(), sources: sourcesOf(entry), because })
  }

  #unknown(entry: DesiredEntry, reason: string): Promise<void> {
    return this.#parts.record(entry, this.#parts.assessor.unknown(entry, reason))
  }
}
