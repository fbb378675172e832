import { type SelectQueryBuilder, sql } from 'kysely'
import type { FindingQuery, Page } from '../../../ledger/ports.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Instant } from '../../../model/instant.ts'
import type { VersionId } from '../../../model/object-version.ts'
import type { Statements } from '../database.ts'
import { findingFromRow } from '../rows/finding-row.ts'
import type { Tables } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'
import { pageLength, parseCursor, printCursor, toPage, unseen } from './cursor.ts'
import { matchingFindings } from './finding-filter.ts'

/** Agreement that lasted this long ends a period. */
const AGREEMENT_MS = 10 * 60_000

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

/**
 * One walk along an index, from where the page before ended. Which findings are on the page is found first, by their keys
 * alone: then entries that do not match cost no row, and findings that do not fit on it no look for their periods.
 */
export async function findingsPage(db: Statements, query: FindingQuery): Promise<Page<Finding>> {
  const order = query.order ?? 'urgency'
  const keys = matchingFindings(db.selectFrom('finding').select('finding.key'), query)
  const page = inOrder(behind(keys, order, query.cursor), order).limit(pageLength(query.limit) + 1)
  const rows = await inOrder(findingsWithPeriod(db).where('finding.key', 'in', page), order).execute()
  return toPage(rows, query.limit, findingFromRow, ({ urgency, onset_not_after, key }) =>
    printCursor(`findings ${order}`, order === 'urgency' ? [urgency, onset_not_after, key] : [onset_not_after, key]),
  )
}

function inOrder<DB extends Tables, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  order: 'urgency' | 'newest',
): SelectQueryBuilder<DB, TB, O> {
  return order === 'urgency'
    ? query
        .orderBy(sql.ref('finding.urgency'))
        .orderBy(sql.ref('finding.onset_not_after'))
        .orderBy(sql.ref('finding.key'))
    : query.orderBy(sql.ref('finding.onset_not_after'), 'desc').orderBy(sql.ref('finding.key'), 'desc')
}

function behind<DB extends Tables, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  order: 'urgency' | 'newest',
  cursor: string | undefined,
): SelectQueryBuilder<DB, TB, O> {
  if (cursor === undefined) return query
  if (order === 'urgency') {
    const [urgency, onset, key] = parseCursor('findings urgency', cursor, ['number', 'number', 'number'])
    return query.where(
      sql<boolean>`(finding.urgency, finding.onset_not_after, finding.key) > (${unseen(urgency as number, 'smallint')}, ${unseen(toTimestamp(Number(onset)), 'timestamptz')}, ${unseen(key as number, 'bigint')})`,
    )
  }
  const [onset, key] = parseCursor('findings newest', cursor, ['number', 'number'])
  return query.where(
    sql<boolean>`(finding.onset_not_after, finding.key) < (${toTimestamp(Number(onset))}::timestamptz, ${key}::bigint)`,
  )
}

/** By whole id, or by the beginning of one that no other finding shares. */
export async function findingById(db: Statements, idOrPrefix: string): Promise<Finding | undefined> {
  const rows = await findingsWithPeriod(db)
    .where('finding.id', '>=', idOrPrefix)
    // Nothing that begins so comes behind this; without it, a beginning that no other has is looked for to the very end.
    .where('finding.id', '<=', `${idOrPrefix}\u{10FFFF}`)
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
