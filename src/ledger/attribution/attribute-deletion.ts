import type { AuditEvent } from '../../model/audit-event.ts'
import { spanOf } from '../../model/audit-span.ts'
import type { Attribution } from '../../model/scan-report.ts'
import { attributionOf } from './claimed.ts'
import { beganBefore, endedAfter, isOf } from './could-be-writer.ts'
import { compareArrival, overlaps } from './event-time.ts'
import { type Claim, claimOfProven } from './proof.ts'
import type { SeenChange } from './seen-change.ts'

/** Who deleted an object that is gone; undefined where no event can have. */
export function attributeDeletion(change: SeenChange, events: readonly AuditEvent[]): Attribution | undefined {
  const possible = events.filter(
    (event) =>
      (event.verb === 'delete' || event.verb === 'deletecollection') &&
      event.object.subresource === '' &&
      isOf(event, change.origin.id.uid) &&
      beganBefore(event, change),
  )
  const byUid = possible.filter(({ uid }) => uid === change.origin.id.uid)
  if (byUid.length > 0) return claimed(change, firstOf(byUid))
  const { origin, notBefore = null, skewMs } = change
  const since = notBefore ?? (origin.by === 'watch' ? origin.seenAt : null)
  const timed = possible.filter((event) => endedAfter(event, since, skewMs))
  // By name alone it may be the deletion of another object that had the name, so that nobody is certain.
  return claimed(change, claimOfProven(timed), false)
}

/** An object is deleted once: who asks again while it goes only waits with the others. */
function firstOf(events: readonly AuditEvent[]): Claim | undefined {
  const [first, ...later] = events.toSorted(compareArrival)
  const span = first && spanOf(first)
  if (first === undefined || span === undefined) return undefined
  const rivals = later.filter((event) => {
    const other = spanOf(event)
    return other !== undefined && overlaps(span, other)
  })
  return claimOfProven([first, ...rivals])
}

function claimed(change: SeenChange, claim: Claim | undefined, mayBeExact = true): Attribution | undefined {
  if (claim === undefined) return undefined
  const exact = claim.exact && mayBeExact
  const reason = exact ? '' : claim.events.length > 1 ? 'several-claimants' : 'time-and-path'
  return attributionOf(change, { ...claim, exact }, reason)
}
