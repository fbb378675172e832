import type { LedgerChange } from '../../ledger/ports.ts'
import type { Finding } from '../../model/finding.ts'
import type { ServiceMetrics } from '../../surfaces/metrics/service-metrics.ts'

/**
 * Counts what a recorded change tells. Its activity says what happened now; its findings and fixes are whole states, which
 * come again whenever anything about them changes.
 */
export function countChange(
  { activity, findings, ref }: Pick<LedgerChange, 'activity' | 'findings' | 'ref'>,
  metrics: Pick<ServiceMetrics, 'findingResolved' | 'fixOverwritten' | 'attributed'>,
): void {
  for (const { kind, subject } of activity) {
    const about = findings.filter(({ id }) => id === subject.id)
    if (kind === 'fix-overwritten') metrics.fixOverwritten(ref.cluster)
    else if (kind === 'finding-resolved') ended(about, metrics)
    else if (ATTRIBUTED.has(kind)) {
      const confidence = about.at(-1)?.drift.attribution.confidence
      if (confidence !== undefined) metrics.attributed(confidence)
    }
  }
}

/** A drift is there and has an author, if only an unknown one; or the author became better known. */
const ATTRIBUTED: ReadonlySet<string> = new Set(['finding-seen', 'finding-regressed', 'finding-attributed'])

/** Where one period ends and the next begins in one step, the finding is there twice; the first is the one that ended. */
function ended(states: readonly Finding[], metrics: Pick<ServiceMetrics, 'findingResolved'>): void {
  const one = states.find(({ period }) => period.to !== null)
  const { from, to, resolution } = one?.period ?? { from: 0, to: null, resolution: null }
  if (one === undefined || to === null || resolution === null) return
  metrics.findingResolved(one.drift.object.cluster, one.drift.severity, resolution, Math.max(0, to - from) / 1000)
}
