import type { Insertable, Selectable } from 'kysely'
import type { ChainedActivity } from '../../../model/activity.ts'
import type { JsonObject } from '../../../model/json.ts'
import { fromJsonText, toJsonText } from '../json-text.ts'
import type { ActivityTable } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'

export function activityToRow(entry: ChainedActivity): Insertable<ActivityTable> {
  return {
    sequence: entry.sequence,
    at: toTimestamp(entry.at),
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    surface: entry.surface,
    kind: entry.kind,
    subject_type: entry.subject.type,
    subject_id: entry.subject.id,
    detail: toJsonText(entry.detail),
    previous: entry.previous,
    hash: entry.hash,
  }
}

export function activityFromRow(row: Selectable<ActivityTable>): ChainedActivity {
  return {
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id },
    surface: row.surface,
    kind: row.kind,
    subject: { type: row.subject_type, id: row.subject_id },
    detail: fromJsonText(row.detail) as unknown as JsonObject,
    sequence: row.sequence,
    previous: row.previous,
    hash: row.hash,
  }
}
