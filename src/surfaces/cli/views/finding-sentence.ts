import type { ReportedDrift, ScanReport } from '../../../model/scan-report.ts'
import { ageClause } from './age-text.ts'
import { changeSentence } from './change-text.ts'
import { objectText, pathText } from './object-text.ts'
import { visible } from '../../../model/visible-text.ts'
import { byWriter } from './writer-text.ts'

const VALUE_LIMIT = 200

/** `prod-eu Deployment/shop/web .spec.replicas: Git says 3, cluster runs 5; for at least 3h12m, by kubectl-edit (…).` */
export function findingSentence(finding: ReportedDrift, report: Pick<ScanReport, 'asOf'>): string {
  const change = changeSentence(finding, VALUE_LIMIT)
  const age = ageClause(finding.onset.notAfter, report.asOf.time)
  const note = finding.note === undefined ? '' : ` Note: ${visible(finding.note)}.`
  return `${visible(finding.object.cluster)} ${subject(finding)}: ${change}; ${age}, ${byWriter(finding)}.${note}`
}

/** `Deployment/shop/web .spec.replicas` */
export function subject(finding: Pick<ReportedDrift, 'object' | 'path'>): string {
  return `${objectText(finding.object)} ${pathText(finding.path)}`
}
