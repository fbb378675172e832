import { type Selectable, sql } from 'kysely'
import type { CauseRow, LedgerReads, Page } from '../../../ledger/ports.ts'
import type { Instant } from '../../../model/instant.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import type { Statements } from '../database.ts'
import { causeFromRow } from '../rows/undone-rows.ts'
import type { CauseTable } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'
import { pageLength, parseCursor, printCursor, toPage } from './cursor.ts'

interface CountedCause extends Selectable<CauseTable> {
  readonly findings: number
  readonly objects: number
  readonly clusters: readonly string[]
  readonly oldest: Instant
  readonly worst: number
}

/** Causes of unresolved findings that no rule explains, the most urgent first. */
export async function causesPage(db: Statements, query: Parameters<LedgerReads['causes']>[0]): Promise<Page<CauseRow>> {
  const inCluster = query.cluster === undefined ? sql`` : sql`and cluster = ${query.cluster}`
  const { rows } = await sql<CountedCause>`
    select cause.*, counted.findings, counted.objects, counted.clusters, counted.oldest, counted.worst
    from (
      select cause as id, count(*) as findings, count(distinct object) as objects,
        array_agg(distinct cluster order by cluster) as clusters, min(onset_not_after) as oldest, min(urgency) as worst
      from finding
      where state <> 'resolved' and standing <> 'explained' ${inCluster}
      group by cause
    ) counted
    join cause on cause.id = counted.id
    where ${after(query.cursor)}
    order by counted.worst, counted.oldest, counted.id
    limit ${pageLength(query.limit) + 1}
  `.execute(db)
  return toPage(rows, query.limit, toCause, ({ worst, oldest, id }) => printCursor('causes', [worst, oldest, id]))
}

function after(cursor: string | undefined) {
  if (cursor === undefined) return sql`true`
  const [worst, oldest, id] = parseCursor('causes', cursor, ['number', 'number', 'string'])
  return sql`(counted.worst, counted.oldest, counted.id) > (${worst}::smallint, ${toTimestamp(Number(oldest))}::timestamptz, ${id})`
}

function toCause(row: CountedCause): CauseRow {
  const { findings, objects, clusters, oldest, worst } = row
  return { ...causeFromRow(row), findings, objects, clusters, oldest, worst: SEVERITIES[worst] ?? 'info' }
}
