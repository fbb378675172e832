import type { AuditEvent } from '../../model/audit-event.ts'
import { holdsSecond, spanOf } from '../../model/audit-span.ts'
import { type Instant, SECOND } from '../../model/instant.ts'
import type { VersionOrigin } from '../../model/object-version.ts'

/** How late a watch may tell of a write. */
export const WATCH_DELAY_MS = 10 * SECOND

/** False only where the event can say nothing about who wrote the version; cheap, since every event is held against some. */
export function couldClaim(event: AuditEvent, origin: VersionOrigin, skewMs: number): boolean {
  if (event.uid !== undefined && event.uid !== origin.id.uid) return false
  const isOneWrite = origin.by === 'watch' && origin.coalesced === 0
  const isDeletion = event.verb === 'delete' || event.verb === 'deletecollection'
  if (isOneWrite && !isDeletion && event.responseVersion !== undefined) {
    return event.responseVersion === origin.id.resourceVersion
  }
  const before = event.previousVersion?.resourceVersion
  if (before !== undefined && before === origin.previous?.resourceVersion) return true
  const span = spanOf(event)
  if (span === undefined || span.from > origin.seenAt + skewMs) return false
  return !isOneWrite || isDeletion || span.to >= origin.seenAt - WATCH_DELAY_MS - skewMs
}

/**
 * True for events of which the claim does not depend on what else comes: they name the version that they wrote or the object
 * that they deleted, or came while the write was under way. What an event says of the version before it may be contradicted
 * by a later one; and where several writes may lie between what was seen, each of them may have made a change, the one
 * whose event is still on its way not less than others.
 */
export function standsAlone(event: AuditEvent, origin: VersionOrigin): boolean {
  const isOneWrite = origin.by === 'watch' && origin.coalesced === 0
  if (event.via === 'admission-webhook' || event.responseVersion !== undefined) return isOneWrite
  return event.verb === 'delete' && event.uid === origin.id.uid
}

/** An object of a name, as it was seen to be there: it was made once, in a second that it tells. */
export interface MadeObject {
  readonly uid: string
  readonly createdAt: Instant
  /** `watch`: the stream told of its creation, so that nothing between the one before it and this one was missed. */
  readonly by: VersionOrigin['by']
}

/**
 * True where a creation that names no uid may be of another object of that name (F-27): of one made within the same second,
 * unless each of those has an event, or of one that nobody saw.
 */
export function isOfOneOfMany(
  event: AuditEvent,
  origin: VersionOrigin,
  around: { readonly events: readonly AuditEvent[]; readonly made: readonly MadeObject[] },
): boolean {
  if (!isNamelessCreation(event) || !isCreation(origin)) return false
  const own = around.made.find(({ uid }) => uid === origin.id.uid)
  if (own?.by !== 'watch' || !mayHaveMade(event, own)) return true
  const { objects, events } = entangled(event, around)
  if (objects.length === 1) return false
  return events.length < objects.length || objects.some(({ by }) => by !== 'watch')
}

/**
 * The objects that the event may have made, the events that may have made one of those instead, what these may have made, and
 * so on. An event across two seconds ties them together: it stands for one object only, whichever that is.
 */
function entangled(
  event: AuditEvent,
  around: { readonly events: readonly AuditEvent[]; readonly made: readonly MadeObject[] },
): { readonly objects: readonly MadeObject[]; readonly events: readonly AuditEvent[] } {
  const creations = around.events.filter(isNamelessCreation)
  const events = new Set([event])
  const objects = new Set<MadeObject>()
  for (const one of events) {
    for (const made of around.made) if (mayHaveMade(one, made)) objects.add(made)
    for (const other of creations) if ([...objects].some((made) => mayHaveMade(other, made))) events.add(other)
  }
  return { objects: [...objects], events: [...events] }
}

/**
 * True where a deletion that names no uid may be of another object of that name (F-27): more than one was seen to go about
 * then. How often it was asked for says nothing, since an object that goes slowly may be deleted again.
 */
export function isOneOfManyDeletions(
  event: AuditEvent,
  origin: VersionOrigin,
  around: { readonly versions: readonly VersionOrigin[]; readonly skewMs: number },
): boolean {
  const isDeletion = event.verb === 'delete' || event.verb === 'deletecollection'
  if (!isDeletion || event.uid !== undefined || !isAbsence(origin)) return false
  const span = spanOf(event)
  if (span === undefined) return false
  const early = WATCH_DELAY_MS + around.skewMs
  const gone = around.versions.filter(
    (one) => isAbsence(one) && span.from <= one.seenAt + around.skewMs && span.to >= one.seenAt - early,
  )
  return new Set(gone.map(({ id }) => id.uid)).size > 1
}

function mayHaveMade(event: AuditEvent, { createdAt }: MadeObject): boolean {
  return holdsSecond(spanOf(event), createdAt)
}

function isNamelessCreation({ created, uid, responseVersion }: AuditEvent): boolean {
  return created === true && uid === undefined && responseVersion === undefined
}

function isCreation({ previous, by }: VersionOrigin): boolean {
  return previous === undefined && by === 'watch'
}

/** "Not there" is told as the version that was there last, over itself. */
export function isAbsence({ id, previous }: VersionOrigin): boolean {
  return previous?.resourceVersion === id.resourceVersion
}
