import { sql } from 'kysely'
import { SEVERITIES } from '../../../model/severity.ts'
import type { FindingCount, RuleHits } from '../../../ledger/ports.ts'
import type { Statements } from '../database.ts'

/** By urgency, which the index of unresolved findings has beside all that is counted by: then no row need be read. */
const SEVERITY = sql`(array[${sql.join(SEVERITIES.map((severity) => sql.lit(severity)))}])[urgency + 1]`

/** Unresolved findings by label, in no order: of ten thousands of labels, sorting them took a third of the time. */
export async function findingCounts(db: Statements): Promise<readonly FindingCount[]> {
  const { rows } = await sql<FindingCount>`
    select cluster, namespace, kind, ${SEVERITY} as severity, state, standing, handling,
      count(*) as count, min(onset_not_after) as oldest
    from finding
    where state <> 'resolved'
    group by cluster, namespace, kind, urgency, state, standing, handling
  `.execute(db)
  return rows
}

/** What rules explain at present, by rule. A finding names its rule for as long as the difference lasts. */
export async function ruleHits(db: Statements): Promise<readonly RuleHits[]> {
  const { rows } = await sql<RuleHits>`
    select explained_by as rule, count(*) as fields, count(distinct object) as objects, min(onset_not_after) as since
    from finding
    where explained_by is not null
    group by explained_by
    order by explained_by collate "C"
  `.execute(db)
  return rows
}
