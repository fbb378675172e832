import { liveKey, readLive } from '../../live/read-live.ts'
import type { Instant } from '../../model/instant.ts'
import { stringAt, type JsonObject } from '../../model/json.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'
import type { Observation, UnclaimedObservation } from '../../model/observation.ts'
import type { DesiredEntry } from '../desired-state.ts'
import { sourcesOf, type Assessor } from './assessor.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import type { LeftObject } from './left-object.ts'
import { leftOutOf, type WhyNotHeld, whyNotHeld, type WhyNotHeldParts } from './why-not-held.ts'

export interface LeavingParts extends WhyNotHeldParts {
  readonly desired: ClusterDesired
  readonly assessor: Assessor
  readonly reader: Parameters<typeof readLive>[0]
  readonly now: () => Instant
  readonly record: (entry: DesiredEntry, observation: Observation) => Promise<void>
  readonly onFailure: (where: string, error: unknown) => void
}

/**
 * Objects that Git held and no longer holds. Removed from Git on purpose they are pending removals until the deployer has
 * taken them away; what is only unreadable now, such as a kind that is not served or a file that is broken, was not
 * removed, and is not known (I1) until it can be read.
 */
export class Leaving {
  readonly #parts: LeavingParts
  readonly #leaving = new Map<string, LeftObject>()
  /** Nothing could be said of these yet, or what was said could not be written. */
  readonly #undecided = new Map<string, LeftObject>()

  constructor(parts: LeavingParts) {
    this.#parts = parts
  }

  /** Objects that must stay watched until they are gone. */
  get entries(): readonly DesiredEntry[] {
    return [...this.#leaving.values()].map(({ entry }) => entry)
  }

  /** Sources of those of which nothing could be said yet. */
  get awaited(): readonly string[] {
    return [...this.#undecided.values()].flatMap(({ entry }) => sourcesOf(entry))
  }

  entry(ref: ObjectRef): DesiredEntry | undefined {
    return this.#leaving.get(printRef(ref))?.entry
  }

  /** Takes what is held no longer, and looks once more at those of which nothing could be said. */
  async drop(left: readonly LeftObject[]): Promise<void> {
    for (const one of left) this.#undecided.set(printRef(one.entry.ref), one)
    if (this.#undecided.size === 0 && this.#leaving.size === 0) return
    const leftOut = leftOutOf(this.#parts.desired.state)
    const whyOf = ({ entry }: LeftObject): WhyNotHeld => whyNotHeld(entry, leftOut, this.#parts)
    for (const [key, one] of this.#leaving) {
      if (this.#isHeld(one)) this.#leaving.delete(key)
      else if (whyOf(one).because === 'source-removed') this.#undecided.set(key, one)
    }
    const removed: LeftObject[] = []
    await this.#each([...this.#undecided.values()], async (one) => {
      if (this.#isHeld(one)) return this.#decided(one)
      const why = whyOf(one)
      if (why.because === 'unknown') return this.#unknown(one, why.reason)
      if (why.because === 'source-removed' || !why.isServed) return this.#ended(one, why.because)
      removed.push(one)
      return undefined
    })
    await this.#look(removed)
  }

  /** The deployer took it away. */
  async gone(entry: DesiredEntry): Promise<void> {
    await this.#ended({ entry }, 'removed-in-git')
  }

  /** Removed from Git: whether it is gone from the cluster too, the cluster must say. */
  async #look(removed: readonly LeftObject[]): Promise<void> {
    const readings = await readLive(
      this.#parts.reader,
      removed.map(({ entry }) => entry.manifests[0]),
    )
    await this.#each(removed, (one) => {
      const reading = readings.get(liveKey(one.entry.manifests[0])) ?? { state: 'absent' }
      if (reading.state === 'failed') return this.#unknown(one, reading.reason)
      return reading.state === 'absent' ? this.#ended(one, 'removed-in-git') : this.#still(one, reading.value)
    })
  }

  /** One that cannot be written never stops the others (I12): it stays undecided, and is looked at again. */
  async #each(all: readonly LeftObject[], work: (one: LeftObject) => Promise<void> | undefined): Promise<void> {
    await Promise.all(
      all.map(async (one) => {
        try {
          await work(one)
        } catch (error) {
          this.#parts.onFailure(printRef(one.entry.ref), error)
        }
      }),
    )
  }

  /** The object is there: a pending removal where the deployer put it there, and nobody's business where not. */
  async #still(left: LeftObject, object: JsonObject): Promise<void> {
    const { assessor, now } = this.#parts
    const { entry, revision } = left
    const id = {
      uid: stringAt(object, 'metadata', 'uid') ?? '',
      resourceVersion: stringAt(object, 'metadata', 'resourceVersion') ?? '',
    }
    const origin = { ref: entry.ref, id, previous: undefined, by: 'relist', seenAt: now(), coalesced: 0 } as const
    const seen = { object, origin, deltaAt: () => undefined, writers: [] }
    const observation = await assessor.leaving(entry, seen, revision)
    if (observation === undefined) return this.#ended(left, 'removed-in-git')
    this.#leaving.set(printRef(entry.ref), left)
    await this.#parts.record(entry, observation)
    this.#decided(left)
  }

  #isHeld({ entry }: LeftObject): boolean {
    return this.#parts.desired.entry(entry.ref) !== undefined
  }

  async #ended(left: Pick<LeftObject, 'entry'>, because: UnclaimedObservation['because']): Promise<void> {
    const { now, record } = this.#parts
    const { entry } = left
    await record(entry, { state: 'unclaimed', ref: entry.ref, at: now(), sources: sourcesOf(entry), because })
    this.#leaving.delete(printRef(entry.ref))
    this.#decided(left)
  }

  #decided({ entry }: Pick<LeftObject, 'entry'>): void {
    this.#undecided.delete(printRef(entry.ref))
  }

  #unknown({ entry }: LeftObject, reason: string): Promise<void> {
    return this.#parts.record(entry, this.#parts.assessor.unknown(entry, reason))
  }
}
