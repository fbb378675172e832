import type { AuditEvent } from '../../model/audit-event.ts'
import { holdsSecond, spanOf } from '../../model/audit-span.ts'
import { agrees } from './agreement.ts'
import { beganBefore, endedAfter, isOf } from './could-be-writer.ts'
import { type Claim, claimOfProven } from './proof.ts'
import type { SeenChange } from './seen-change.ts'

/** Who made an object that was seen from its first version on: a name is made once until it is deleted. */
export function claimOfCreation(change: SeenChange, events: readonly AuditEvent[]): Claim | undefined {
  const makers = events.filter(
    (event) =>
      event.created === true &&
      isOf(event, change.origin.id.uid) &&
      event.responseVersion === undefined &&
      beganBefore(event, change) &&
      endedAfter(event, change.origin.seenAt, change.skewMs) &&
      agrees(event, change) &&
      isOfThatSecond(event, change),
  )
  const proven = makers.filter(({ contentMark }) => contentMark !== undefined && contentMark === change.contentMark)
  return claimOfProven(proven.length > 0 ? proven : makers)
}

/** The object says in which second it was made. */
function isOfThatSecond(event: AuditEvent, { origin: { createdAt } }: SeenChange): boolean {
  return createdAt === undefined || holdsSecond(spanOf(event), createdAt)
}
