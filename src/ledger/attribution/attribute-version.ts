import type { AuditEvent } from '../../model/audit-event.ts'
import type { FieldOwner } from '../../model/field-owner.ts'
import { printInstant } from '../../model/instant.ts'
import type { Attribution } from '../../model/scan-report.ts'
import { isDeployer } from '../../model/deployer.ts'
import { writersOf } from './agreement.ts'
import { attributeDeletion } from './attribute-deletion.ts'
import { claimByPrevious, claimByResponse, claimByTime } from './claims.ts'
import { attributionOf } from './claimed.ts'
import { claimOfCreation } from './creation.ts'
import { identityOf } from './identity.ts'
import { printOwner } from './print-owner.ts'
import type { Claim } from './proof.ts'
import { type SeenChange, isOneWrite } from './seen-change.ts'

/**
 * Who made a change, as strongly as the evidence allows and no stronger. A name is `certain` only where one event
 * claims exactly this version; where several may have, all are named; where none may, nobody is.
 *
 * @param claims every event about the object that is at hand, in any order, also of other versions; an event that comes
 *   later may change the answer
 */
export function attributeVersion(change: SeenChange, claims: readonly AuditEvent[]): Attribution {
  if (change.driftKind === 'missing') return attributeDeletion(change, claims) ?? nobody(change, 'no-trace')
  const events = claims.filter(({ verb }) => verb !== 'delete' && verb !== 'deletecollection')
  const claim = isOneWrite(change.origin) ? claimOfOneWrite(change, events) : claimOfTime(change, events, false)
  return claim ?? byOwnership(change) ?? nobody(change, 'no-trace')
}

/** Whoever wrote the version made every difference in it. */
function claimOfOneWrite(change: SeenChange, events: readonly AuditEvent[]): Attribution | undefined {
  const exact =
    claimByResponse(change, events) ??
    (change.origin.previous === undefined ? claimOfCreation(change, events) : claimByPrevious(change, events))
  if (exact !== undefined) return attributionOf(change, exact, reasonOf(exact))
  return claimOfTime(change, events, true)
}

function reasonOf({ events, exact }: Claim): string {
  if (exact) return ''
  return new Set(events.map(identityOf)).size > 1 ? 'several-claimants' : 'unproven'
}

/**
 * Where nothing names versions, or several writes lie between what was seen, so that the last of them need not have made the
 * change. Likely only where something else than the time speaks for it: an entry of managedFields, or what the request
 * names.
 */
function claimOfTime(change: SeenChange, events: readonly AuditEvent[], oneWrite: boolean): Attribution | undefined {
  const timed = claimByTime(change, events, oneWrite)
  if (timed === undefined) return undefined
  const reason = timed.events.length === 1 ? 'time-and-path' : 'several-claimants'
  const attribution = attributionOf(change, timed, reason)
  const isSupported = writersOf(change).length > 0 || timed.events.every(({ touches }) => touches !== undefined)
  return isSupported ? attribution : { ...attribution, confidence: 'possible', reason: 'time-only' }
}

/** Without events: what managedFields gained in this one version, which names a client and never a person. */
function byOwnership(change: SeenChange): Attribution | undefined {
  if (!isOneWrite(change.origin)) return undefined
  const [owner] = writersFirst(change)
  if (owner === undefined) return undefined
  const seenAt = printInstant(change.origin.seenAt)
  return {
    confidence: 'likely',
    users: [],
    manager: owner.manager,
    operation: owner.operation,
    ...(owner.subresource === '' ? {} : { subresource: owner.subresource }),
    notBefore: change.notBefore == null ? null : printInstant(change.notBefore),
    notAfter: seenAt,
    evidence: `managedFields between resourceVersions ${change.origin.previous?.resourceVersion ?? '(none)'} and ${change.origin.id.resourceVersion}: ${printOwner(owner)}`,
    reason: 'no-audit-event',
  }
}

/**
 * Whoever wrote the version made every difference in it, also those that leave no trace of their own. Of several entries the
 * one that is not the deployer's stands for what is no deployment.
 */
function writersFirst(change: SeenChange): readonly FieldOwner[] {
  const { deployer } = change
  const isOther = (owner: FieldOwner): boolean => deployer === undefined || !isDeployer(deployer, owner)
  return writersOf(change).toSorted((a, b) => Number(isOther(b)) - Number(isOther(a)))
}

/** Nothing tells more than one look at the object does. */
function nobody({ oneLook, origin, notBefore }: SeenChange, reason: string): Attribution {
  if (oneLook !== undefined) return oneLook
  return {
    confidence: 'unknown',
    users: [],
    notBefore: notBefore == null ? null : printInstant(notBefore),
    notAfter: printInstant(origin.seenAt),
    evidence: 'none',
    reason,
  }
}
