import type { ScanReport } from '../../../model/scan-report.ts'
import { jsonLine } from './json-text.ts'
import { reportData } from './report-data.ts'
import { withoutSecrets } from './secrecy.ts'

/**
 * One JSON object a line, for tools that read streams. The first has type `header` with version, verdict and summary;
 * the others are entries of the contract's lists with the list in `type`.
 */
export function jsonlView(report: ScanReport): string {
  const { findings, pending, expected, excluded, notChecked, limits, ...header } = withoutSecrets(report)
  const lines = [
    { type: 'header', ...header },
    ...typed('finding', findings),
    ...typed('pending', pending),
    ...typed('expected', expected),
    ...typed('excluded', excluded),
    ...typed('notChecked', notChecked),
    ...typed('limit', limits),
  ]
  return lines.map((line) => `${jsonLine(reportData(line))}\n`).join('')
}

function typed(type: string, entries: readonly object[]): readonly object[] {
  return entries.map((entry) => ({ type, ...entry }))
}
