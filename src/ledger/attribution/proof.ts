import type { AuditEvent } from '../../model/audit-event.ts'
import { traceOf } from './agreement.ts'
import { compareArrival } from './event-time.ts'
import { identityOf } from './identity.ts'
import type { SeenChange } from './seen-change.ts'
import { mayTouch } from './touched.ts'

/** Events that claim a change, in order of arrival; `exact` where together they leave room for one writer only. */
export interface Claim {
  readonly events: readonly AuditEvent[]
  readonly exact: boolean
}

/** Each of these events proves that it did it. */
export function claimOfProven(events: readonly AuditEvent[]): Claim | undefined {
  if (events.length === 0) return undefined
  return { events: events.toSorted(compareArrival), exact: isOneIdentity(events) }
}

/**
 * Events that fit, each of which may have been in vain while the event of the writer is lost. One that the object itself
 * speaks for is taken at its word: its entry of managedFields is of that second, or it asked for just this.
 */
export function claimOfBorneOut(events: readonly AuditEvent[], change: SeenChange): Claim | undefined {
  const claim = claimOfProven(events)
  if (claim === undefined) return undefined
  const isBorneOut = events.every(
    (event) => traceOf(change).length > 0 || (event.touches !== undefined && mayTouch(event, change.path)),
  )
  return { ...claim, exact: claim.exact && isBorneOut }
}

/** Changed the object by its own account, so that it is the writer of the version that it names. */
export function showsChange({ changed, created, previousVersion, responseVersion }: AuditEvent): boolean {
  if (changed === true || created === true) return true
  if (previousVersion === undefined || responseVersion === undefined) return false
  return previousVersion.resourceVersion !== responseVersion
}

/** Asked for something else, and left no trace: a write in vain more likely than one that others followed. */
export function isForeign(event: AuditEvent, change: SeenChange): boolean {
  return !showsChange(event) && traceOf(change).length === 0 && !mayTouch(event, change.path)
}

function isOneIdentity(events: readonly AuditEvent[]): boolean {
  return new Set(events.map(identityOf)).size === 1
}
