import { createHash } from 'node:crypto'
import type { ReportedDrift, ReportedGap, ScanReport } from '../../../model/scan-report.ts'
import type { Severity } from '../../../model/severity.ts'
import { notCheckedText } from './closing.ts'
import { findingSentence } from './finding-sentence.ts'
import { jsonPages } from './json-text.ts'
import { gapText } from './object-text.ts'
import { reportData } from './report-data.ts'
import { withoutSecrets } from './secrecy.ts'

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
}

/** GitLab's Code Quality report. What could not be checked is an issue, too: an empty report would read as "all is well". */
export function gitlabView(report: ScanReport): string {
  const shown = withoutSecrets(report)
  const issues = [...shown.findings.map((finding) => issue(finding, report)), ...shown.notChecked.map(gapIssue)]
  return `${jsonPages(reportData(issues))}\n`
}

function issue(finding: ReportedDrift, report: ScanReport): object {
  return {
    description: findingSentence(finding, report),
    check_name: finding.severityRule,
    fingerprint: finding.id,
    severity: SEVERITY[finding.severity],
    location: { path: finding.source.file || finding.source.name, lines: { begin: finding.source.line ?? 1 } },
  }
}

function gapIssue(gap: ReportedGap): object {
  const subject = `${gapText(gap)} ${gap.reason}`
  return {
    description: `Not checked: ${notCheckedText(gap)}`,
    check_name: 'driftage-not-checked',
    fingerprint: createHash('sha256').update(subject).digest('hex').slice(0, 32),
    severity: 'major',
    location: { path: gap.source ?? '.', lines: { begin: 1 } },
  }
}
