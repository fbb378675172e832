import { printCursor } from '../../src/adapters/sql/read/cursor.ts'
import type { JobDatabase } from '../../src/adapters/sql/jobs.ts'

/** One finding of those that questions are about, chosen by a seed. */
export interface DrawnFinding {
  readonly id: string
  readonly key: number
  readonly urgency: number
  readonly onset: number
  readonly cluster: string
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly owner: string
  readonly source: string
  readonly cause: string
}

const MANY = 200

/** Findings evenly over the year; `where` = of which kind. */
export async function drawFindings(jobs: JobDatabase, where = 'true', count = MANY): Promise<readonly DrawnFinding[]> {
  const { rows } = await jobs.executeSql(`
    select * from (
      select finding.id, finding.key, urgency, floor(extract(epoch from onset_not_after) * 1000)::bigint as onset,
        finding.cluster, object.api_group as "group", finding.kind, finding.namespace, finding.name, finding.owner,
        finding.sources[1] as source, cause, row_number() over (order by hashint8extended(finding.key, 41)) as place
      from finding join object on object.key = finding.object where ${where}
    ) drawn where place <= ${count} order by place`)
  return rows as unknown as readonly DrawnFinding[]
}

/** Where a page would end that has the finding as its last entry: as deep in the list as chance put the finding. */
export function cursorBehind({ urgency, onset, key }: DrawnFinding, order: 'urgency' | 'newest'): string {
  return printCursor(`findings ${order}`, order === 'urgency' ? [urgency, onset, key] : [onset, key])
}
