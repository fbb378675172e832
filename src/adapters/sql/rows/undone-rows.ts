import { createHash } from 'node:crypto'
import type { Insertable, Selectable } from 'kysely'
import type { ObjectRecord } from '../../../ledger/ports.ts'
import type { Json } from '../../../model/json.ts'
import type { ObjectRef } from '../../../model/object-ref.ts'
import type { Cause, Fight, OverwrittenFix } from '../../../model/overwritten-fix.ts'
import type { Attribution } from '../../../model/scan-report.ts'
import { fromJsonText, type JsonText, toJsonText, toJsonTextOrNull } from '../json-text.ts'
import type { CauseTable, FightTable, OverwrittenFixTable, ReferenceColumns, UndoneTable } from '../tables.ts'
import { toTimestamp, toTimestampOrNull } from '../timestamp.ts'
import { refFromColumns } from './object-row.ts'

export function fixToRow(fix: OverwrittenFix, object: number): Insertable<OverwrittenFixTable> {
  return {
    id: fix.id,
    finding_id: fix.findingId,
    object,
    cluster: fix.ref.cluster,
    path: fix.path,
    sensitive: fix.sensitive,
    value: toJsonTextOrNull(fix.value),
    restored: toJsonTextOrNull(fix.restored),
    attribution: toJsonText(fix.attribution),
    made_at: toTimestamp(fix.madeAt),
    undone_at: toTimestamp(fix.undoneAt),
    lived_ms: fix.livedMs,
    undone_by: toJsonText(fix.undoneBy),
    times: fix.times,
  }
}

export function fixFromRow(row: Selectable<OverwrittenFixTable> & ReferenceColumns): OverwrittenFix {
  return {
    id: row.id,
    findingId: row.finding_id,
    ref: refFromColumns(row),
    path: row.path,
    sensitive: row.sensitive,
    ...present('value', row.value),
    ...present('restored', row.restored),
    attribution: fromJsonText(row.attribution) as unknown as Attribution,
    madeAt: row.made_at,
    undoneAt: row.undone_at,
    livedMs: row.lived_ms,
    undoneBy: fromJsonText(row.undone_by) as unknown as Attribution,
    times: row.times,
  }
}

export function undoneToRow(undone: ObjectRecord['undone'][number], object: number): Insertable<UndoneTable> {
  const { findingId, valueMark, times, last } = undone
  const hash = valueMark === null ? '' : createHash('sha256').update(valueMark, 'utf8').digest('hex')
  return {
    finding_id: findingId,
    mark_hash: hash,
    object,
    value_mark: valueMark,
    times,
    last: toTimestamp(last),
  }
}

export function undoneFromRow(row: Selectable<UndoneTable>): ObjectRecord['undone'][number] {
  return { findingId: row.finding_id, valueMark: row.value_mark, times: row.times, last: row.last }
}

export function fightToRow(fight: Fight, object: number): Insertable<FightTable> {
  return {
    id: fight.id,
    object,
    path: fight.path,
    pace: fight.pace,
    managers: [...fight.managers],
    heat: fight.heat,
    times: fight.times,
    since: toTimestamp(fight.since),
    last: toTimestamp(fight.last),
    ended_at: toTimestampOrNull(fight.endedAt),
  }
}

export function fightFromRow(row: Selectable<FightTable>, ref: ObjectRef): Fight {
  return {
    id: row.id,
    ref,
    path: row.path,
    pace: row.pace,
    managers: row.managers,
    heat: row.heat,
    times: row.times,
    since: row.since,
    last: row.last,
    endedAt: row.ended_at,
  }
}

export function causeToRow(cause: Cause): Insertable<CauseTable> {
  return {
    id: cause.id,
    kind: cause.kind,
    api_group: cause.group,
    path: cause.path,
    drift_kind: cause.driftKind,
    actor_class: cause.actorClass,
    live: toJsonTextOrNull(cause.live),
  }
}

export function causeFromRow(row: Selectable<CauseTable>): Cause {
  return {
    id: row.id,
    kind: row.kind,
    group: row.api_group,
    path: row.path,
    driftKind: row.drift_kind,
    actorClass: row.actor_class,
    ...present('live', row.live),
  }
}

/** SQL NULL is an absent value; JSON null is one. */
function present<K extends string>(key: K, text: JsonText | null): { readonly [key in K]?: Json } {
  return text === null ? {} : ({ [key]: fromJsonText(text) } as { readonly [key in K]: Json })
}
