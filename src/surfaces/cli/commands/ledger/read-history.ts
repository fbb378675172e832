import type { OpenedLedger, ShownFinding } from '../../../shown-ledger.ts'
import type { FindingHistory } from '../../views/ledger/history-view.ts'
import { collect } from './collect.ts'

/** Entries of each history that are shown with a finding. */
const ALONG = 500

/** Everything that is recorded of one finding over time. */
export async function readHistory(
  finding: ShownFinding,
  { reads, now }: Pick<OpenedLedger, 'reads' | 'now'>,
): Promise<FindingHistory> {
  const [periods, decisions, activity, overwritten] = await Promise.all([
    reads.periods(finding.id),
    reads.decisions(finding.id),
    collect(ALONG, (page) => reads.activity({ subject: finding.id, ...page })),
    collect(ALONG, (page) => reads.overwritten({ findingId: finding.id, ...page })),
  ])
  return { finding, periods, decisions, activity, overwritten, now: now() }
}
