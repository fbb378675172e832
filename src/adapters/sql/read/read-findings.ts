import { type SelectQueryBuilder, sql } from 'kysely'
import type { FindingQuery, Page } from '../../../ledger/ports.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Instant } from '../../../model/instant.ts'
import type { VersionId } from '../../../model/object-version.ts'
import type { Statements } from '../database.ts'
import { findingFromRow } from '../rows/finding-row.ts'
import type { Tables } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'
import { pageLength, parseCursor, printCursor, toPage } from './cursor.ts'
import { matchingFindings } from './finding-filter.ts'

/** Agreement that lasted this long ends a period. */
const AGREEMENT_MS = 10 * 60_000

type WithPeriods = Tables & { period: Tables['open_period'] }

/** Findings with their last period. */
export function findingsWithPeriod(db: Statements) {
  return db
    .selectFrom('finding')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('open_period')
          .select(['from_at', 'to_at', 'resolution', 'flips'])
          .whereRef('open_period.finding', '=', 'finding.key')
          .orderBy('open_period.number', 'desc')
          .limit(1)
          .as('period'),
      (join) => join.onTrue(),
    )
    .selectAll('finding')
    .select(['period.from_at', 'period.to_at', 'period.resolution', 'period.flips'])
}

/** One walk along an index, from where the page before ended. */
export async function findingsPage(db: Statements, query: FindingQuery): Promise<Page<Finding>> {
  const order = query.order ?? 'urgency'
  const rows = await matchingFindings(inOrder(findingsWithPeriod(db), order, query.cursor), query)
    .limit(pageLength(query.limit) + 1)
    .execute()
  return toPage(rows, query.limit, findingFromRow, ({ urgency, onset_not_after, key }) =>
    printCursor(`findings ${order}`, order === 'urgency' ? [urgency, onset_not_after, key] : [onset_not_after, key]),
  )
}

function inOrder<O>(
  query: SelectQueryBuilder<WithPeriods, 'finding' | 'period', O>,
  order: 'urgency' | 'newest',
  cursor: string | undefined,
): SelectQueryBuilder<WithPeriods, 'finding' | 'period', O> {
  if (order === 'urgency') {
    const sorted = query.orderBy('finding.urgency').orderBy('finding.onset_not_after').orderBy('finding.key')
    if (cursor === undefined) return sorted
    const [urgency, onset, key] = parseCursor('findings urgency', cursor, ['number', 'number', 'number'])
    return sorted.where(
      sql<boolean>`(finding.urgency, finding.onset_not_after, finding.key) > (${urgency}::smallint, ${toTimestamp(Number(onset))}::timestamptz, ${key}::bigint)`,
    )
  }
  const sorted = query.orderBy('finding.onset_not_after', 'desc').orderBy('finding.key', 'desc')
  if (cursor === undefined) return sorted
  const [onset, key] = parseCursor('findings newest', cursor, ['number', 'number'])
  return sorted.where(
    sql<boolean>`(finding.onset_not_after, finding.key) < (${toTimestamp(Number(onset))}::timestamptz, ${key}::bigint)`,
  )
}

/** By whole id, or by the beginning of one that no other finding shares. */
export async function findingById(db: Statements, idOrPrefix: string): Promise<Finding | undefined> {
  const rows = await findingsWithPeriod(db)
    .where('finding.id', '>=', idOrPrefix)
    .where(sql<boolean>`starts_with(finding.id, ${idOrPrefix})`)
    .orderBy('finding.id')
    .limit(2)
    .execute()
  const exact = rows[0]?.id === idOrPrefix || rows.length === 1
  return exact && rows[0] !== undefined && idOrPrefix !== '' ? findingFromRow(rows[0]) : undefined
}

/** Unresolved ones whose next step is due, or whose agreement has lasted long enough to end the period; oldest first. */
export async function dueFindings(
  db: Statements,
  cluster: string,
  now: Instant,
  limit: number,
): Promise<readonly Finding[]> {
  const rows = await findingsWithPeriod(db)
    .where('finding.cluster', '=', cluster)
    .where('finding.state', '<>', 'resolved')
    .where((is) =>
      is.or([
        is('finding.next_at', '<=', sql<Instant>`${toTimestamp(now)}::timestamptz`),
        is.and([
          is('finding.agreed_since', '<=', sql<Instant>`${toTimestamp(now - AGREEMENT_MS)}::timestamptz`),
          // What cannot be observed is not known to agree still; it ends nothing.
          is('finding.frozen_since', 'is', null),
        ]),
      ]),
    )
    .orderBy(sql`coalesce(finding.next_at, finding.agreed_since)`)
    .orderBy('finding.key')
    .limit(pageLength(limit))
    .execute()
  return rows.map(findingFromRow)
}

/** Findings whose present value came with this version. */
export async function findingsWrittenBy(
  db: Statements,
  cluster: string,
  version: VersionId,
): Promise<readonly Finding[]> {
  const rows = await findingsWithPeriod(db)
    .where('finding.cluster', '=', cluster)
    .where('finding.written_uid', '=', version.uid)
    .where('finding.written_version', '=', version.resourceVersion)
    .orderBy('finding.id')
    .execute()
  return rows.map(findingFromRow)
}
