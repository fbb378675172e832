import type { LedgerReads, Page } from '../../../ledger/ports.ts'
import type { ChainedActivity } from '../../../model/activity.ts'
import type { Statements } from '../database.ts'
import { activityFromRow } from '../rows/activity-row.ts'
import { pageLength, parseCursor, printCursor, toPage } from './cursor.ts'

/** Newest first; with `after`, what came behind that entry in the order of writing, so that a reader can follow. */
export async function activityPage(
  db: Statements,
  query: Parameters<LedgerReads['activity']>[0],
): Promise<Page<ChainedActivity>> {
  const follows = query.after !== undefined
  const list = follows ? 'activity since' : 'activity'
  const cursor = query.cursor === undefined ? undefined : Number(parseCursor(list, query.cursor, ['number'])[0])
  let found = db.selectFrom('activity').selectAll()
  if (query.subject !== undefined) found = found.where('subject_id', '=', query.subject)
  if (query.kinds !== undefined) found = found.where('kind', 'in', query.kinds.length === 0 ? [''] : query.kinds)
  if (follows) found = found.where('sequence', '>', Math.max(query.after ?? 0, cursor ?? 0))
  else if (cursor !== undefined) found = found.where('sequence', '<', cursor)
  const rows = await found
    .orderBy('sequence', follows ? 'asc' : 'desc')
    .limit(pageLength(query.limit) + 1)
    .execute()
  return toPage(rows, query.limit, activityFromRow, ({ sequence }) => printCursor(list, [sequence]))
}
