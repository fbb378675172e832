import type { AuditEvent } from '../../model/audit-event.ts'
import { spanOf } from '../../model/audit-span.ts'
import { printInstant } from '../../model/instant.ts'
import { compareText } from '../../model/object-ref.ts'
import type { Attribution } from '../../model/scan-report.ts'
import { writersOf } from './agreement.ts'
import { identityOf, usersOf } from './identity.ts'
import { printOwner } from './print-owner.ts'
import type { Claim } from './proof.ts'
import type { SeenChange } from './seen-change.ts'
import { mayTouch } from './touched.ts'

/** A claim of events as an attribution: everybody named, with the evidence to look it up. */
export function attributionOf(change: SeenChange, { events, exact }: Claim, reason: string): Attribution {
  const [first] = events
  const isOne = new Set(events.map(identityOf)).size === 1
  const owner = writersOf(change)[0]
  const manager = owner?.manager ?? (isOne ? managerOf(events) : undefined)
  const subresource = owner?.subresource ?? (isOne ? (first?.object.subresource ?? '') : '')
  return {
    confidence: exact ? 'certain' : 'likely',
    ...usersOf(events),
    ...(manager === undefined || manager === '' ? {} : { manager }),
    ...(owner === undefined ? {} : { operation: owner.operation }),
    ...(subresource === '' ? {} : { subresource }),
    ...boundsOf(change, events),
    evidence: evidenceOf(change, events),
    reason,
  }
}

function managerOf(events: readonly AuditEvent[]): string | undefined {
  const managers = new Set(events.map(({ manager }) => manager))
  return managers.size === 1 ? [...managers][0] : undefined
}

/** Claims of the API server, cut off at our own sight of it. */
function boundsOf({ origin }: SeenChange, events: readonly AuditEvent[]): Pick<Attribution, 'notBefore' | 'notAfter'> {
  const spans = events.flatMap((event) => spanOf(event) ?? [])
  const to = Math.min(origin.seenAt, Math.max(...spans.map((span) => span.to)))
  const from = Math.min(to, ...spans.map((span) => span.from))
  return { notBefore: printInstant(from), notAfter: printInstant(to) }
}

/** Of more events that claim the same nobody would look each one up. */
const MOST_EVENTS = 8

/** Ids, versions and entries, so that everybody can look it up; no value of any field. */
function evidenceOf(change: SeenChange, events: readonly AuditEvent[]): string {
  const owners = writersOf(change).map(printOwner)
  const shown = events.slice(0, MOST_EVENTS)
  const parts = shown.map((event) => printEvent(event, change)).sort(compareText)
  if (events.length > shown.length) parts.push(`and ${events.length - shown.length} more events`)
  if (owners.length > 0) parts.push(`managedFields ${owners.join(', ')}`)
  return parts.join('; ')
}

function printEvent(event: AuditEvent, { path }: SeenChange): string {
  const { previousVersion, responseVersion, verb, object } = event
  const source = event.via === 'audit' ? 'audit' : 'admission review'
  return [
    `${source} ${event.auditId} ${verb}`,
    ...(object.subresource === '' ? [] : [`of ${object.subresource}`]),
    ...(responseVersion === undefined ? [] : [`wrote resourceVersion ${responseVersion}`]),
    ...(previousVersion === undefined ? [] : [`over ${previousVersion.resourceVersion} (${previousVersion.from})`]),
    // What a request does not name can still be its doing: the server, or what it admits through, follows it.
    ...(mayTouch(event, path) ? [] : ['without naming the field']),
  ].join(' ')
}
