import type { AuditEvent } from '../../model/audit-event.ts'
import { spanOf } from '../../model/audit-span.ts'
import { SECOND } from '../../model/instant.ts'
import type { VersionOrigin } from '../../model/object-version.ts'

/** How late a watch may tell of a write. */
const WATCH_DELAY_MS = 10 * SECOND

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

/** Near enough to be taken for one another, late as a watch may be. */
const NEAR_MS = WATCH_DELAY_MS

/**
 * True where a creation that names no uid may be of another object of that name: more of them were seen to be made around
 * that time than events tell of, so that one is lost and nobody can say which (F-27).
 */
export function isOfOneOfMany(
  event: AuditEvent,
  origin: VersionOrigin,
  around: { readonly events: readonly AuditEvent[]; readonly versions: readonly VersionOrigin[] },
): boolean {
  if (!isNamelessCreation(event) || !isCreation(origin)) return false
  const from = spanOf(event)?.from
  if (from === undefined) return false
  const made = around.versions.filter((one) => isCreation(one) && Math.abs(one.seenAt - origin.seenAt) <= NEAR_MS)
  const told = around.events.filter((one) => {
    const at = isNamelessCreation(one) ? spanOf(one)?.from : undefined
    return at !== undefined && Math.abs(at - from) <= NEAR_MS + SECOND
  })
  return made.length > told.length
}

function isNamelessCreation({ created, uid, responseVersion }: AuditEvent): boolean {
  return created === true && uid === undefined && responseVersion === undefined
}

function isCreation({ previous, by }: VersionOrigin): boolean {
  return previous === undefined && by === 'watch'
}
