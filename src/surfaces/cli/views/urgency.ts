import type { ReportedDrift } from '../../../model/scan-report.ts'
import { SEVERITIES } from '../../../model/severity.ts'

/** Worst first, then oldest first: the order in which people should read. The contract keeps its own order. */
export function byUrgency(findings: readonly ReportedDrift[]): readonly ReportedDrift[] {
  return findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Date.parse(a.onset.notAfter) - Date.parse(b.onset.notAfter),
  )
}
