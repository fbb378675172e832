import type { AuditEvent } from '../../model/audit-event.ts'
import { HOUR, type Instant } from '../../model/instant.ts'
import type { VersionId, VersionOrigin } from '../../model/object-version.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import { AgingMap } from './aging-map.ts'
import { couldClaim } from './could-claim.ts'

export interface WindowOptions {
  readonly now: () => Instant
  /** How far the clocks of API servers may be from ours, by cluster name. */
  readonly skewMs: (cluster: string) => number
  /** For how long events and versions wait for each other. Default one hour. */
  readonly keepMs?: number
  /** Most events, the oldest go first. Default 50,000, some 50 MB. */
  readonly mostEvents?: number
  /** Most versions. Default 50,000. */
  readonly mostVersions?: number
}

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

  constructor(options: WindowOptions) {
    const { keepMs = HOUR, mostEvents = 50_000, mostVersions = 50_000 } = options
    this.#options = options
    this.#events = new AgingMap(keepMs, mostEvents)
    this.#versions = new AgingMap(keepMs, mostVersions)
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
   * Everything about the object that is at hand, for `attributeVersion`; which version it belongs to is decided there. The
   * version is remembered, so that events that come later find it.
   */
  claimsFor(origin: VersionOrigin, resource: Resource): readonly AuditEvent[] {
    const now = this.#options.now()
    const place = placeOf(origin.ref.cluster, resource, origin.ref)
    const { uid, resourceVersion } = origin.id
    this.#versions.add(JSON.stringify([place, uid, resourceVersion, isAbsence(origin)]), place, origin, now)
    const collection = placeOf(origin.ref.cluster, resource, { namespace: origin.ref.namespace, name: '' })
    return [...this.#events.at(place, now), ...this.#events.at(collection, now)]
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

function isAbsence({ id, previous }: VersionOrigin): boolean {
  return previous?.resourceVersion === id.resourceVersion
}
