import type { AuditEvent } from '../../model/audit-event.ts'
import { spanOf } from '../../model/audit-span.ts'
import type { Instant } from '../../model/instant.ts'
import { agrees } from './agreement.ts'
import type { SeenChange } from './seen-change.ts'

export function isOf(event: AuditEvent, uid: string): boolean {
  return event.uid === undefined || event.uid === uid
}

/** Nobody wrote what was there before the request began. */
export function beganBefore(event: AuditEvent, { origin, skewMs }: SeenChange): boolean {
  const span = spanOf(event)
  return span !== undefined && span.from <= origin.seenAt + skewMs
}

/** A stream tells of a write within this time unless the connection is in trouble. */
const WATCH_DELAY_MS = 10_000

/**
 * The write was not over before the change can have happened: `since` on our own clock, by which a stream may have told us
 * late.
 */
export function endedAfter(event: AuditEvent, since: Instant | null, skewMs: number): boolean {
  const span = spanOf(event)
  return span !== undefined && since !== null && span.to >= since - WATCH_DELAY_MS - skewMs
}

/** Leaves out what tells by itself that it wrote another version than this one. */
export function couldBeWriter(event: AuditEvent, change: SeenChange): boolean {
  const { id, previous } = change.origin
  if (!isOf(event, id.uid) || !beganBefore(event, change) || !agrees(event, change)) return false
  if (!endedAfter(event, change.origin.seenAt, change.skewMs)) return false
  if (event.responseVersion !== undefined && event.responseVersion !== id.resourceVersion) return false
  if (isProvenOther(event.contentMark, change.contentMark)) return false
  // Who made an object wrote the version that has none before it.
  if (event.created === true && previous !== undefined) return false
  const before = event.previousVersion
  return before === undefined || (before.isExact && before.resourceVersion === previous?.resourceVersion)
}

function isProvenOther(mark: string | undefined, wanted: string | undefined): boolean {
  return mark !== undefined && wanted !== undefined && mark !== wanted
}
