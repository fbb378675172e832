import { sql } from 'kysely'
import type { LedgerReads, ObjectState, Page } from '../../../ledger/ports.ts'
import type { ObjectRef } from '../../../model/object-ref.ts'
import type { Statements } from '../database.ts'
import { objectFromRow, refFromColumns } from '../rows/object-row.ts'
import { pageLength, parseCursor, printCursor, toPage, unseen } from './cursor.ts'

/** Objects whose state is known, in the order of their references. */
export async function objectsPage(
  db: Statements,
  query: Parameters<LedgerReads['objects']>[0],
): Promise<Page<ObjectState>> {
  let asked = db.selectFrom('object').selectAll().where('verdict', 'is not', null)
  if (query.cluster !== undefined) asked = asked.where('cluster', '=', query.cluster)
  if (query.verdict !== undefined) asked = asked.where('verdict', '=', query.verdict)
  if (query.source !== undefined) asked = asked.where(sql<boolean>`sources @> array[${query.source}]::text[]`)
  if (query.cursor !== undefined) {
    const after = parseCursor('objects', query.cursor, ['string', 'string', 'string', 'string', 'string'])
    asked = asked.where(
      sql<boolean>`(cluster, api_group, kind, namespace, name) > (${sql.join(after.map((part) => unseen(part, 'text')))})`,
    )
  }
  // Objects of a source lie together in this order, and the planner takes them for strewn: along the list it would go by all
  // clusters that come before. With an offset it cannot but find them first.
  const found = query.source === undefined ? asked : db.selectFrom(asked.offset(0).as('object')).selectAll()
  const rows = await found
    .orderBy('cluster')
    .orderBy('api_group')
    .orderBy('kind')
    .orderBy('namespace')
    .orderBy('name')
    .limit(pageLength(query.limit) + 1)
    .execute()
  return toPage(
    rows,
    query.limit,
    // Rows without a verdict were left out above.
    (row) => objectFromRow(row) as ObjectState,
    (row) => printCursor('objects', [row.cluster, row.api_group, row.kind, row.namespace, row.name]),
  )
}

/** References with unresolved findings, or whose object is not in sync. */
export async function unsettledObjects(db: Statements, cluster: string): Promise<readonly ObjectRef[]> {
  const rows = await db
    .selectFrom('object')
    .select(['cluster', 'api_group', 'kind', 'namespace', 'name'])
    .where('cluster', '=', cluster)
    .where((is) =>
      is.or([
        is('verdict', '<>', 'in-sync'),
        is.exists(
          is
            .selectFrom('finding')
            .select('finding.key')
            .whereRef('finding.object', '=', 'object.key')
            .where('finding.state', '<>', 'resolved'),
        ),
      ]),
    )
    .orderBy('api_group')
    .orderBy('kind')
    .orderBy('namespace')
    .orderBy('name')
    .execute()
  return rows.map(refFromColumns)
}
