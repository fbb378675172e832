import type { Insertable, Selectable } from 'kysely'
import type { Handling } from '../../../model/finding.ts'
import type { Severity } from '../../../model/severity.ts'
import type { FindingTable } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'

type HandlingColumn =
  | 'handling'
  | 'handled_by'
  | 'handled_at'
  | 'accept_reason'
  | 'accept_until'
  | 'accepted_value_mark'
  | 'accepted_actor_class'
  | 'accepted_severity'

const UNHANDLED: Pick<Insertable<FindingTable>, HandlingColumn> = {
  handling: 'none',
  handled_by: null,
  handled_at: null,
  accept_reason: null,
  accept_until: null,
  accepted_value_mark: null,
  accepted_actor_class: null,
  accepted_severity: null,
}

export function handlingToRow(handling: Handling): Pick<Insertable<FindingTable>, HandlingColumn> {
  if (handling.kind === 'none') return UNHANDLED
  const handled = {
    ...UNHANDLED,
    handling: handling.kind,
    handled_by: handling.by,
    handled_at: toTimestamp(handling.at),
  }
  if (handling.kind === 'acknowledged') return handled
  return {
    ...handled,
    accept_reason: handling.reason,
    accept_until: toTimestamp(handling.until),
    accepted_value_mark: handling.pinned.valueMark,
    accepted_actor_class: handling.pinned.actorClass,
    accepted_severity: handling.pinned.severity,
  }
}

/** The constraints of the table say which columns are set with which kind of handling. */
export function handlingFromRow(row: Pick<Selectable<FindingTable>, HandlingColumn>): Handling {
  if (row.handling === 'none') return { kind: 'none' }
  const by = row.handled_by as string
  const at = row.handled_at as number
  if (row.handling === 'acknowledged') return { kind: 'acknowledged', by, at }
  return {
    kind: 'accepted',
    by,
    at,
    reason: row.accept_reason as string,
    until: row.accept_until as number,
    pinned: {
      valueMark: row.accepted_value_mark,
      actorClass: row.accepted_actor_class as string,
      severity: row.accepted_severity as Severity,
    },
  }
}
