import type { AuditEvent } from '../../model/audit-event.ts'
import { spanOf } from '../../model/audit-span.ts'
import type { Instant } from '../../model/instant.ts'
import { agrees } from './agreement.ts'
import { beganBefore, couldBeWriter, endedAfter, isOf } from './could-be-writer.ts'
import { compareArrival, overlaps, SERVER_CLOCKS_MS } from './event-time.ts'
import { type Claim, claimOfBorneOut, claimOfProven, isForeign, showsChange } from './proof.ts'
import type { SeenChange } from './seen-change.ts'
import { mayTouch } from './touched.ts'

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
      agrees(event, change) &&
      !isForeign(event, change),
  )
  return claimOfProven(writers.filter(showsChange)) ?? claimOfBorneOut(writers, change)
}

/**
 * Events that say which version they overwrote, where that is the one right before. Who shows as well that the
 * object became another by it is its writer, whatever else was lost. An admission review tells of one attempt, of which the
 * content says whether it is the one that was stored. Of others it is not known whether they wrote anything, so all who were
 * at it are named.
 */
export function claimByPrevious(change: SeenChange, events: readonly AuditEvent[]): Claim | undefined {
  const { previous } = change.origin
  if (previous === undefined) return undefined
  const possible = events.filter((event) => couldBeWriter(event, change))
  const named = possible.filter(
    (event) => event.previousVersion?.resourceVersion === previous.resourceVersion && event.uid === previous.uid,
  )
  if (named.length === 0) return undefined
  const stored = named.filter(({ contentMark }) => contentMark !== undefined && contentMark === change.contentMark)
  const proven = claimOfProven(stored) ?? claimOfProven(named.filter(showsChange))
  if (proven !== undefined) return proven
  const rivals = possible.filter((event) => !named.includes(event) && named.some((one) => isRival(event, one)))
  return claimOfBorneOut([...named, ...rivals], change)
}

/** Events that can have written the path when it changed, where nothing names versions. Never exact. */
export function claimByTime(change: SeenChange, events: readonly AuditEvent[], isOneWrite: boolean): Claim | undefined {
  const found = events.filter(
    (event) =>
      (isOneWrite ? couldBeWriter(event, change) : beganBefore(event, change)) &&
      endedAfter(event, notYetAt(change, isOneWrite), change.skewMs) &&
      agrees(event, change) &&
      mayTouch(event, change.path),
  )
  return found.length === 0 ? undefined : { events: found.toSorted(compareArrival), exact: false }
}

/** The latest time at which the change is known not to have happened; null = never. */
function notYetAt({ origin, notBefore = null }: SeenChange, isOneWrite: boolean): Instant | null {
  return isOneWrite ? origin.seenAt : notBefore
}

/** Another write that was under way at the same time, so that one of the two was tried again. */
function isRival(event: AuditEvent, named: AuditEvent): boolean {
  const [mine, theirs] = [spanOf(event), spanOf(named)]
  return mine !== undefined && theirs !== undefined && overlaps(mine, theirs)
}
