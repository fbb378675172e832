import type { AuditEvent } from '../../model/audit-event.ts'

/** What one request or line with audit events holds. */
export interface Decoded {
  readonly events: readonly AuditEvent[]
  /** Events that are no writes, or failed, or were dry runs. */
  readonly unused: number
  /** Pieces that are no audit events at all, such as texts that a cloud cut off (F-29). Nothing of them was used. */
  readonly damaged: number
}

export const NOTHING: Decoded = { events: [], unused: 0, damaged: 0 }
export const DAMAGED: Decoded = { events: [], unused: 0, damaged: 1 }

/** The events of one piece; none of them means that it tells of no write. */
export function decodedFrom(events: readonly AuditEvent[]): Decoded {
  return { events, unused: events.length === 0 ? 1 : 0, damaged: 0 }
}

export function together(parts: readonly Decoded[]): Decoded {
  return {
    events: parts.flatMap(({ events }) => events),
    unused: parts.reduce((sum, { unused }) => sum + unused, 0),
    damaged: parts.reduce((sum, { damaged }) => sum + damaged, 0),
  }
}
