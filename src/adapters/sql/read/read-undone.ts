import { sql } from 'kysely'
import type { LedgerReads, Page } from '../../../ledger/ports.ts'
import type { Fight, OverwrittenFix } from '../../../model/overwritten-fix.ts'
import type { Statements } from '../database.ts'
import { refFromColumns } from '../rows/object-row.ts'
import { fightFromRow, fixFromRow } from '../rows/undone-rows.ts'
import { toTimestamp } from '../timestamp.ts'
import { pageLength, parseCursor, printCursor, toPage } from './cursor.ts'

const REFERENCE = ['object.cluster', 'object.api_group', 'object.kind', 'object.namespace', 'object.name'] as const

/** Those undone last come first. */
export async function overwrittenPage(
  db: Statements,
  query: Parameters<LedgerReads['overwritten']>[0],
): Promise<Page<OverwrittenFix>> {
  let found = db
    .selectFrom('overwritten_fix as fix')
    .innerJoin('object', 'object.key', 'fix.object')
    .selectAll('fix')
    .select(REFERENCE)
  if (query.cluster !== undefined) found = found.where('fix.cluster', '=', query.cluster)
  if (query.findingId !== undefined) found = found.where('fix.finding_id', '=', query.findingId)
  if (query.cursor !== undefined) {
    const [at, id] = parseCursor('overwritten', query.cursor, ['number', 'string'])
    found = found.where(sql<boolean>`(fix.undone_at, fix.id) < (${toTimestamp(Number(at))}::timestamptz, ${id})`)
  }
  const rows = await found
    .orderBy('fix.undone_at', 'desc')
    .orderBy('fix.id', 'desc')
    .limit(pageLength(query.limit) + 1)
    .execute()
  return toPage(rows, query.limit, fixFromRow, ({ undone_at, id }) => printCursor('overwritten', [undone_at, id]))
}

/** Those that moved last come first. */
export async function fightsPage(db: Statements, query: Parameters<LedgerReads['fights']>[0]): Promise<Page<Fight>> {
  let found = db
    .selectFrom('fight')
    .innerJoin('object', 'object.key', 'fight.object')
    .selectAll('fight')
    .select(REFERENCE)
  if (query.cluster !== undefined) found = found.where('object.cluster', '=', query.cluster)
  if (query.active !== undefined) found = found.where('fight.ended_at', query.active ? 'is' : 'is not', null)
  if (query.cursor !== undefined) {
    const [at, id] = parseCursor('fights', query.cursor, ['number', 'string'])
    found = found.where(sql<boolean>`(fight.last, fight.id) < (${toTimestamp(Number(at))}::timestamptz, ${id})`)
  }
  const rows = await found
    .orderBy('fight.last', 'desc')
    .orderBy('fight.id', 'desc')
    .limit(pageLength(query.limit) + 1)
    .execute()
  return toPage(
    rows,
    query.limit,
    (row) => fightFromRow(row, refFromColumns(row)),
    ({ last, id }) => printCursor('fights', [last, id]),
  )
}
