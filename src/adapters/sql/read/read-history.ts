import type { LedgerReads } from '../../../ledger/ports.ts'
import type { Decision } from '../../../model/decision.ts'
import type { OpenPeriod } from '../../../model/finding.ts'
import type { Statements } from '../database.ts'
import { fromJsonText } from '../json-text.ts'
import { periodFromRow } from '../rows/finding-row.ts'

/** Oldest first. */
export async function findingPeriods(db: Statements, findingId: string): Promise<readonly OpenPeriod[]> {
  const rows = await db
    .selectFrom('open_period')
    .innerJoin('finding', 'finding.key', 'open_period.finding')
    .selectAll('open_period')
    .where('finding.id', '=', findingId)
    .orderBy('open_period.number')
    .execute()
  return rows.map(periodFromRow)
}

/** Newest first. */
export async function findingDecisions(db: Statements, findingId: string): ReturnType<LedgerReads['decisions']> {
  const rows = await db
    .selectFrom('finding_decision')
    .innerJoin('finding', 'finding.key', 'finding_decision.finding')
    .select(['finding_decision.at', 'finding_decision.decision'])
    .where('finding.id', '=', findingId)
    .orderBy('finding_decision.at', 'desc')
    .execute()
  return rows.map(({ at, decision }) => ({ at, decision: fromJsonText(decision) as unknown as Decision }))
}
