import { acceptanceEnded } from '../../ledger/acceptance.ts'
import type { LedgerChange, ObjectRecord } from '../../ledger/ports.ts'
import type { LedgerSettings } from '../../ledger/settings.ts'
import { openDue, settleDue } from '../../ledger/timers.ts'
import { isSameDecision } from './same-decision.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { refOf } from '../../ledger/step.ts'

/**
 * What the passing of time alone makes of a finding: a grace that is over, ten minutes of agreement, the end of an
 * acceptance, a step of the ladder that comes due. Undefined = nothing moved.
 */
export function decideTime(
  findingId: string,
  settings: LedgerSettings,
  decide: (change: LedgerChange, record: ObjectRecord, now: Instant) => LedgerChange,
): (record: ObjectRecord, now: Instant) => LedgerChange | undefined {
  return (record, now) => {
    const finding = record.findings.find(({ id }) => id === findingId)
    if (finding === undefined || finding.state === 'resolved') return undefined
    const moved =
      settleDue(finding, now, settings) ?? acceptanceEnded(finding, now, settings) ?? openDue(finding, now, settings)
    if (moved !== undefined) return decide(moved, record, now)
    const same = decide(unchanged(finding), record, now)
    return isSameDecision(finding.decision, same.findings[0]?.decision ?? null) ? undefined : same
  }
}

function unchanged(finding: Finding): LedgerChange {
  return { ref: refOf(finding), findings: [finding], causes: [], fixes: [], fights: [], activity: [] }
}
