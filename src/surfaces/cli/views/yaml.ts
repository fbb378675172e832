import type { ScanReport } from '../../../model/scan-report.ts'
import { reportData } from './report-data.ts'
import { withoutSecrets } from './secrecy.ts'
import { yamlText } from './yaml-text.ts'

/** The contract as YAML. */
export function yamlView(report: ScanReport): string {
  return yamlText(reportData(withoutSecrets(report)))
}
