import type { AuditEvent } from '../../model/audit-event.ts'
import type { Instant } from '../../model/instant.ts'
import { agrees } from './agreement.ts'
import { compareArrival, overlaps, SERVER_CLOCKS_MS, spanOf } from './event-time.ts'
import { identityOf } from './identity.ts'
import type { SeenChange } from './seen-change.ts'
import { mayTouch } from './touched.ts'

/** Events that claim a change, in order of arrival; `exact` where together they leave room for one writer only. */
export interface Claim {
  readonly events: readonly AuditEvent[]
  readonly exact: boolean
}

/**
 * Events that answered with exactly this version. Writes that changed nothing answer with the version that somebody
 * else wrote: they began when it was already there. Undefined where none can have written it.
 */
export function claimByResponse(change: SeenChange, events: readonly AuditEvent[]): Claim | undefined {
  const { id } = change.origin
  const named = events.filter((event) => event.responseVersion === id.resourceVersion && isOf(event, id.uid))
  const thereSince = Math.min(...named.map((event) => spanOf(event)?.to ?? Number.POSITIVE_INFINITY))
  const writers = named.filter(
    (event) =>
      event.previousVersion?.resourceVersion !== id.resourceVersion &&
      (spanOf(event)?.from ?? Number.POSITIVE_INFINITY) <= thereSince + SERVER_CLOCKS_MS &&
      beganBefore(event, change) &&
      agrees(event, change),
  )
  return claimOf(writers)
}

/**
 * Events that say which version they overwrote, where that is the one right before. A PATCH that the server tried
 * again keeps what its first attempt saw, so such a claim is only exact where nobody else wrote at the same time; an
 * admission review tells of each attempt, of which the content says whether it is the one that was stored.
 */
export function claimByPrevious(change: SeenChange, events: readonly AuditEvent[]): Claim | undefined {
  const { previous } = change.origin
  if (previous === undefined) return undefined
  const possible = events.filter((event) => couldBeWriter(event, change))
  const named = possible.filter(
    (event) => event.previousVersion?.resourceVersion === previous.resourceVersion && event.uid === previous.uid,
  )
  const proven = named.filter(({ contentMark }) => contentMark !== undefined && contentMark === change.contentMark)
  if (proven.length > 0) return claimOf(proven)
  const rivals = possible.filter((event) => !named.includes(event) && named.some((one) => isRival(event, one)))
  if (named.length === 0) return undefined
  const all = [...named, ...rivals].toSorted(compareArrival)
  return { events: all, exact: isOneIdentity(all) }
}

/** Events that can have written the path when it changed, where nothing names versions. Never exact. */
export function claimByTime(change: SeenChange, events: readonly AuditEvent[], isOneWrite: boolean): Claim | undefined {
  const found = events.filter(
    (event) =>
      (isOneWrite
        ? couldBeWriter(event, change) && !wroteAnother(event, change, events)
        : beganBefore(event, change)) &&
      endedAfter(event, notYetAt(change, isOneWrite), change.skewMs) &&
      agrees(event, change) &&
      mayTouch(event, change.path),
  )
  return found.length === 0 ? undefined : { events: found.toSorted(compareArrival), exact: false }
}

export function claimOf(events: readonly AuditEvent[]): Claim | undefined {
  if (events.length === 0) return undefined
  return { events: events.toSorted(compareArrival), exact: isOneIdentity(events) }
}

function isOneIdentity(events: readonly AuditEvent[]): boolean {
  return new Set(events.map(identityOf)).size === 1
}

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

/** The latest time at which the change is known not to have happened; null = never. */
function notYetAt({ origin, notBefore = null }: SeenChange, isOneWrite: boolean): Instant | null {
  return isOneWrite ? origin.seenAt : notBefore
}

/** Leaves out what tells by itself that it wrote another version than this one. */
function couldBeWriter(event: AuditEvent, change: SeenChange): boolean {
  const { id, previous } = change.origin
  if (!isOf(event, id.uid) || !beganBefore(event, change) || !agrees(event, change)) return false
  if (!endedAfter(event, change.origin.seenAt, change.skewMs)) return false
  if (event.responseVersion !== undefined && event.responseVersion !== id.resourceVersion) return false
  if (isProvenOther(event.contentMark, change.contentMark)) return false
  // Who made an object wrote the version that has none before it.
  if (event.created === true && previous !== undefined) return false
  const before = event.previousVersion
  if (before === undefined) return true
  if (before.from !== 'admission-policy') return before.resourceVersion === previous?.resourceVersion
  return !sawThisOrLater(before.resourceVersion, id.resourceVersion)
}

/** Says that it overwrote another version, and nobody else was at it, so that this is to be believed. */
function wroteAnother(event: AuditEvent, { origin }: SeenChange, events: readonly AuditEvent[]): boolean {
  const before = event.previousVersion
  if (before === undefined || before.resourceVersion === origin.previous?.resourceVersion) return false
  return !events.some((other) => other !== event && isRival(other, event))
}

/**
 * The first attempt of a request saw at most the version that it replaced, so whoever saw this one, or a later one, wrote
 * afterwards. Versions are numbers that grow wherever etcd is behind them; where they are none, only the same one tells.
 */
function sawThisOrLater(seen: string, version: string): boolean {
  if (seen === version) return true
  const areNumbers = /^\d{1,15}$/.test(seen) && /^\d{1,15}$/.test(version)
  return areNumbers && Number(seen) > Number(version)
}

function isProvenOther(mark: string | undefined, wanted: string | undefined): boolean {
  return mark !== undefined && wanted !== undefined && mark !== wanted
}

/** Another write that was under way at the same time, so that one of the two was tried again. */
function isRival(event: AuditEvent, named: AuditEvent): boolean {
  const [mine, theirs] = [spanOf(event), spanOf(named)]
  return mine !== undefined && theirs !== undefined && overlaps(mine, theirs)
}
