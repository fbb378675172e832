import type { ScanReport } from '../../../model/scan-report.ts'
import { jsonPages } from './json-text.ts'
import { reportData } from './report-data.ts'
import { withoutSecrets } from './secrecy.ts'

/** The contract itself (schemas/scan-v1.schema.json). */
export function jsonView(report: ScanReport): string {
  return `${jsonPages(reportData(withoutSecrets(report)))}\n`
}
