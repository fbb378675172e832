import type { AuditEvent } from './audit-event.ts'
import { type Instant, parseInstant, SECOND } from './instant.ts'

/** The span in which an event's write was stored: from its arrival at the API server to its answer, in milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * Whether a write was under way within the second that the server stamped, which it does while it handles the request. The
 * two clocks are one where the server that wrote is the server that stamped.
 *
 * @param span undefined where the event's times cannot be read
 * @param second begin of the second
 */
export function holdsSecond(span: Span | undefined, second: Instant): boolean {
  return span !== undefined && second <= span.to && second + SECOND > span.from
}

/** An event is held against every version of its object; reading its times anew each time was most of the work. */
const SPANS = new WeakMap<AuditEvent, Span>()

/** Undefined where the event's times cannot be read; such an event claims nothing. */
export function spanOf(event: AuditEvent): Span | undefined {
  const known = SPANS.get(event)
  if (known !== undefined) return known
  const from = parseInstant(event.receivedAt)
  const to = parseInstant(event.completedAt)
  if (from === undefined || to === undefined) return undefined
  const span = { from, to: Math.max(from, to) }
  SPANS.set(event, span)
  return span
}
