import { originOfAbsence } from '../../ledger/attribution/seen-change.ts'
import type { GoneEvent, UnreadEvent, VersionEvent } from '../../live/watch/live-event.ts'
import { liveKey, readLive } from '../../live/read-live.ts'
import type { Instant } from '../../model/instant.ts'
import { stringAt, type JsonObject } from '../../model/json.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'
import type { VersionId } from '../../model/object-version.ts'
import type { Observation } from '../../model/observation.ts'
import type { DesiredEntry } from '../desired-state.ts'
import type { Assessor, SeenVersion } from './assessor.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import type { ObjectQueue } from './object-queue.ts'

/** What the desk needs to know of versions that came before; kept as digests, not as objects. */
export interface VersionMemory {
  /**
   * Takes a version. Undefined where nothing moved that matters (status, heartbeats) and the object was assessed in the same
   * context before; else what its arrival tells about the writer.
   *
   * @param context changes with everything but the object that an assessment depends on
   */
  take(event: VersionEvent, context: string): Pick<SeenVersion, 'deltaAt' | 'writers'> | undefined
  last(entry: DesiredEntry): VersionId | undefined
  forget(entry: DesiredEntry): void
}

export interface ObjectDeskParts {
  readonly desired: ClusterDesired
  readonly assessor: Assessor
  readonly memory: VersionMemory
  readonly queue: ObjectQueue
  readonly reader: Parameters<typeof readLive>[0]
  readonly now: () => Instant
  /** Changes with rules, types, server version and admission: an object that was in sync under another one is looked at anew. */
  readonly contextOf: (entry: DesiredEntry) => string
  /** Makes it durable; resolves when it is. */
  readonly record: (entry: DesiredEntry, observation: Observation) => Promise<void>
  /** Reads a source anew, as the deployer wrote after it was last fetched; then the object is assessed again. */
  readonly refresh: (source: string, after: Instant) => Promise<'fresh' | 'failed'>
}

/**
 * Where the two paths of R-20 meet: versions are assessed in the order of the stream, each one, and references are read
 * anew. Both go through the queue of their object, so that nothing overtakes.
 */
export class ObjectDesk {
  readonly #parts: ObjectDeskParts

  constructor(parts: ObjectDeskParts) {
    this.#parts = parts
  }

  /** A version came by the watch. Returns at once; undefined where the gate let it go. */
  version(entry: DesiredEntry, event: VersionEvent): Promise<void> | undefined {
    const { memory, contextOf } = this.#parts
    const moved = memory.take(event, contextOf(entry))
    if (moved === undefined) return undefined
    return this.#assess(entry.ref, { object: event.object, origin: event.origin, ...moved })
  }

  gone(entry: DesiredEntry, event: GoneEvent): Promise<void> {
    const { lastVersion, ref, at, confirmedBy } = event
    this.#parts.memory.forget(entry)
    const by = confirmedBy === 'watch' ? 'watch' : 'relist'
    const absence = lastVersion === undefined ? undefined : originOfAbsence(ref, lastVersion, at, by)
    return this.#inOrder(entry.ref, (current) => this.#parts.assessor.missing(current, absence))
  }

  unread(entry: DesiredEntry, { reason }: UnreadEvent): Promise<void> {
    return this.unknown(entry, reason)
  }

  unknown(entry: DesiredEntry, reason: string): Promise<void> {
    return this.#inOrder(entry.ref, (current) => Promise.resolve(this.#parts.assessor.unknown(current, reason)))
  }

  /** Reads objects by reference and assesses them again: Git moved, a rule, a fact, an engine's word, or a person asks. */
  async again(entries: readonly DesiredEntry[]): Promise<void> {
    const { reader, now } = this.#parts
    const askedAt = now()
    const readings = await readLive(
      reader,
      entries.map((entry) => entry.manifests[0]),
    )
    await Promise.all(
      entries.map(async (entry) => {
        const reading = readings.get(liveKey(entry.manifests[0])) ?? { state: 'absent' }
        if (reading.state === 'failed') return this.unknown(entry, reading.reason)
        if (reading.state === 'found') return this.#readAnew(entry, reading.value, askedAt)
        // A version that was seen after the read says more than the read does; the watch tells when it goes.
        if (this.#parts.memory.last(entry) !== undefined) return undefined
        return this.#inOrder(entry.ref, (current) => this.#parts.assessor.missing(current, undefined))
      }),
    )
  }

  /**
   * Order is the stream's: what was read counts only where it is the version that the stream told of last. Another one
   * is on its way through the watch, or has come in the meantime, and is assessed there, in its place.
   */
  async #readAnew(entry: DesiredEntry, object: JsonObject, askedAt: Instant): Promise<void> {
    const { memory, now } = this.#parts
    const { ref } = entry
    const last = memory.last(entry)
    const id = idOf(object)
    if (last !== undefined && (last.uid !== id.uid || last.resourceVersion !== id.resourceVersion)) return
    const origin = { ref, id, previous: last, by: 'relist', seenAt: now(), askedAt, coalesced: 0 } as const
    await this.#assess(ref, { object, origin, deltaAt: () => undefined, writers: [] })
  }

  #assess(ref: ObjectRef, seen: SeenVersion): Promise<void> {
    return this.#inOrder(ref, async (entry) => {
      const { observation, waitsFor } = await this.#parts.assessor.version(entry, seen)
      if (waitsFor !== undefined) void this.#whenFresh(ref, seen, waitsFor)
      return observation
    })
  }

  /** The object's queue does not wait for Git: versions that come meanwhile are assessed, and this one once more after it. */
  async #whenFresh(
    ref: ObjectRef,
    seen: SeenVersion,
    { source, after }: { source: string; after: Instant },
  ): Promise<void> {
    const { refresh, memory, desired } = this.#parts
    if ((await refresh(source, after)) === 'failed') return
    const entry = desired.entry(ref)
    const last = entry && memory.last(entry)
    const isLast = last?.uid === seen.origin.id.uid && last.resourceVersion === seen.origin.id.resourceVersion
    if (isLast) await this.#assess(ref, seen)
  }

  /** Work looks its entry up when its turn comes: Git may have moved on, or dropped the object. */
  #inOrder(ref: ObjectRef, observe: (entry: DesiredEntry) => Promise<Observation>): Promise<void> {
    const { queue, desired, record } = this.#parts
    return queue.run(printRef(ref), async () => {
      const entry = desired.entry(ref)
      if (entry === undefined) return
      const observation = await observe(entry)
      // Dropped meanwhile, with all that is to be said of it: what was seen before must not be the last word (F-10).
      if (desired.entry(ref) !== undefined) await record(entry, observation)
    })
  }
}

function idOf(object: JsonObject): VersionId {
  return {
    uid: stringAt(object, 'metadata', 'uid') ?? '',
    resourceVersion: stringAt(object, 'metadata', 'resourceVersion') ?? '',
  }
}
