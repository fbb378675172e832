import type { ReportedDrift, Summary, Verdict } from '../model/scan-report.ts'
import { SEVERITIES, type Severity } from '../model/severity.ts'
import type { Assessment } from './assessment.ts'
import type { PassResult } from './pass.ts'

/** Verdict of one object. */
export function objectVerdict({ drifts, gaps }: Assessment): Verdict {
  if (drifts.some(({ judgement }) => judgement.state !== 'pending')) return 'drifted'
  if (gaps.length > 0) return 'unknown'
  return drifts.length > 0 ? 'pending' : 'in-sync'
}

/** Of many: drifted before unknown before pending before in sync. What could not be checked at all counts as unknown. */
export function verdictOf(verdicts: readonly Verdict[], hasGaps: boolean): Verdict {
  if (verdicts.includes('drifted')) return 'drifted'
  if (hasGaps || verdicts.includes('unknown')) return 'unknown'
  return verdicts.includes('pending') ? 'pending' : 'in-sync'
}

export function summarize(pass: PassResult, verdicts: readonly Verdict[], findings: readonly ReportedDrift[]): Summary {
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, findings.filter((one) => one.severity === severity).length]),
  ) as Record<Severity, number>
  const made = pass.assessments.reduce((sum, one) => sum + one.serverMade.length, 0)
  const explained = pass.assessments.flatMap((one) => one.explained)
  const byRule = explained.filter(({ explanation }) => explanation.by === 'rule').length
  return {
    objects: pass.assessments.length,
    inSync: count('in-sync'),
    drifted: count('drifted'),
    pending: count('pending'),
    unknown: count('unknown'),
    findings: bySeverity,
    expected: byRule,
    defaults: made + explained.length - byRule,
  }
}
