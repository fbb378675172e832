import type { AuditEvent } from '../../model/audit-event.ts'
import { HOUR, type Instant, SECOND } from '../../model/instant.ts'
import type { VersionId, VersionOrigin } from '../../model/object-version.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import { AgingMap } from './aging-map.ts'
import {
  couldClaim,
  isAbsence,
  isOfOneOfMany,
  isOneOfManyDeletions,
  type MadeObject,
  standsAlone,
  WATCH_DELAY_MS,
} from './could-claim.ts'

export interface WindowOptions {
  readonly now: () => Instant
  /** How far the clocks of API servers may be from ours, by cluster name. */
  readonly skewMs: (cluster: string) => number
  /** For how long events and versions wait for each other. Default one hour. */
  readonly keepMs?: number
  /**
   * How late events of a cluster are as a rule. Until then a version is only claimed by what no later event can take back.
   * Default 40 s: API servers send their batches every 30 s.
   */
  readonly patienceMs?: (cluster: string) => number
  /** Most events, the oldest go first. Default 50,000, some 50 MB. */
  readonly mostEvents?: number
  /** Most versions. Default 50,000. */
  readonly mostVersions?: number
}

const DEFAULT_PATIENCE_MS = 40 * SECOND

/** Group and plural of a kind, as in URLs. */
export interface Resource {
  readonly group: string
  readonly resource: string
}

/**
 * Where audit events and versions meet, whichever comes first: late, doubled, reordered and missing events are the rule
 * (F-27). Nothing here decides; it only keeps what may belong together within reach.
 */
export class AuditWindow {
  readonly #options: WindowOptions
  readonly #events: AgingMap<AuditEvent>
  readonly #versions: AgingMap<VersionOrigin>
  readonly #made: AgingMap<MadeObject>
  /** Versions of which not all events may have come yet, with when they will have; in order of arrival. */
  readonly #unsettled: { readonly origin: VersionOrigin; readonly dueAt: Instant }[] = []

  constructor(options: WindowOptions) {
    const { keepMs = HOUR, mostEvents = 50_000, mostVersions = 50_000 } = options
    this.#options = options
    this.#events = new AgingMap(keepMs, mostEvents)
    this.#versions = new AgingMap(keepMs, mostVersions)
    this.#made = new AgingMap(keepMs, mostVersions)
  }

  /** False for an event that is there already: senders repeat what they are not sure of. */
  add(event: AuditEvent): boolean {
    const { object } = event
    // A deleted collection is one event and many objects.
    const key = JSON.stringify([
      event.cluster,
      event.via,
      event.auditId,
      object.namespace,
      object.name,
      event.uid ?? '',
    ])
    return this.#events.add(key, placeOf(event.cluster, object, object), event, this.#options.now())
  }

  /**
   * Takes note of an object that was made just now, whether anybody asks who made it or not: creations that name no uid are
   * told apart by what was made when. One that was made long before it was seen is older than all that are still to come.
   */
  noted({ ref, id: { uid }, createdAt, seenAt, by }: VersionOrigin, resource: Resource): void {
    const { now, skewMs } = this.#options
    if (createdAt === undefined || createdAt + SECOND < seenAt - WATCH_DELAY_MS - skewMs(ref.cluster)) return
    const place = placeOf(ref.cluster, resource, ref)
    this.#made.add(JSON.stringify([place, uid]), place, { uid, createdAt, by }, now())
  }

  /**
   * What is at hand about the object, for `attributeVersion`; which version it belongs to is decided there. The version is
   * remembered, so that events that come later find it.
   */
  claimsFor(origin: VersionOrigin, resource: Resource): readonly AuditEvent[] {
    const now = this.#options.now()
    const { cluster, namespace } = origin.ref
    const place = placeOf(cluster, resource, origin.ref)
    const { uid, resourceVersion } = origin.id
    const dueAt = origin.seenAt + this.#patienceMs(cluster)
    const isNew = this.#versions.add(
      JSON.stringify([place, uid, resourceVersion, isAbsence(origin)]),
      place,
      origin,
      now,
    )
    if (isNew && dueAt > now) this.#unsettled.push({ origin, dueAt })
    const collection = placeOf(cluster, resource, { namespace, name: '' })
    const skewMs = this.#options.skewMs(cluster)
    const events = [...this.#events.at(place, now), ...this.#events.at(collection, now)]
    // Of an object that is written to all the time almost all events are about other versions.
    const near = events.filter((event) => couldClaim(event, origin, skewMs))
    if (dueAt > now) return near.filter((event) => standsAlone(event, origin))
    const around = { events, made: this.#made.at(place, now), versions: this.#versions.at(place, now), skewMs }
    return near.filter((event) => !isOfOneOfMany(event, origin, around) && !isOneOfManyDeletions(event, origin, around))
  }

  /** Versions of which the last events should have come by now, each once: attribute them anew. Ask every few seconds. */
  settled(): readonly { readonly ref: ObjectRef; readonly id: VersionId }[] {
    const now = this.#options.now()
    const due = this.#unsettled.findIndex(({ dueAt }) => dueAt > now)
    const settled = this.#unsettled.splice(0, due < 0 ? this.#unsettled.length : due)
    return settled.map(({ origin: { ref, id } }) => ({ ref, id }))
  }

  /** Versions asked about before which the event may have written, or which it casts doubt on: attribute them anew. */
  matchLate(event: AuditEvent): readonly { readonly ref: ObjectRef; readonly id: VersionId }[] {
    const now = this.#options.now()
    const place = placeOf(event.cluster, event.object, event.object)
    const skewMs = this.#options.skewMs(event.cluster)
    const versions =
      event.object.name === ''
        ? this.#versions
            .all(now)
            .filter(({ ref }) => ref.cluster === event.cluster && ref.namespace === event.object.namespace)
        : this.#versions.at(place, now)
    return versions.filter((origin) => couldClaim(event, origin, skewMs)).map(({ ref, id }) => ({ ref, id }))
  }

  #patienceMs(cluster: string): number {
    return this.#options.patienceMs?.(cluster) ?? DEFAULT_PATIENCE_MS
  }

  get size(): { readonly events: number; readonly versions: number } {
    return { events: this.#events.size, versions: this.#versions.size }
  }
}

function placeOf(
  cluster: string,
  { group, resource }: Resource,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string {
  return JSON.stringify([cluster, group, resource, namespace, name])
}
