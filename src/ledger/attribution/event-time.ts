import type { AuditEvent } from '../../model/audit-event.ts'
import type { Span } from '../../model/audit-span.ts'
import { compareText } from '../../model/object-ref.ts'

/**
 * API servers of one cluster each stamp with their own clock. Control planes keep theirs within milliseconds of each other;
 * events that are closer than this count as simultaneous.
 */
export const SERVER_CLOCKS_MS = 100

/** True where two writes were under way at the same time, so that one may have overtaken the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.from <= b.to + SERVER_CLOCKS_MS && b.from <= a.to + SERVER_CLOCKS_MS
}

/** Order of arrival, exact to whatever fraction of a second the texts have. */
export function compareArrival(a: AuditEvent, b: AuditEvent): number {
  return compareText(sortable(a.receivedAt), sortable(b.receivedAt)) || compareText(a.auditId, b.auditId)
}

/** With nine digits of a second texts of RFC 3339 in UTC sort as times do. */
function sortable(time: string): string {
  const [seconds = '', fraction = ''] = time.replace(/Z$/, '').split('.')
  return `${seconds}.${fraction.padEnd(9, '0')}`
}
