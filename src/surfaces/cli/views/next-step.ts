import type { ReportedDrift, ScanReport } from '../../../model/scan-report.ts'
import { referenceText } from './object-text.ts'
import { byUrgency } from './urgency.ts'
import { visible } from '../../../model/visible-text.ts'

/** What to do about a report; empty where nothing needs doing, and for dumps, where there is nobody to ask. */
export function nextStep(report: ScanReport): string {
  if (report.asOf.cluster.version === '') return ''
  const [worst] = byUrgency(report.findings)
  const steps = [
    ...(worst === undefined ? [] : [whyCommand(worst)]),
    ...(report.notChecked.length === 0
      ? []
      : ['driftage doctor with the same sources says which rights are missing and what to do.']),
  ]
  return steps.map((step) => `Next: ${step}`).join('\n')
}

function whyCommand({ object, source }: ReportedDrift): string {
  return `driftage explain ${referenceText(object)} --source ${sourceText(source.name)} says of every field why.`
}

/** Only paths can be typed again as they are. */
function sourceText(name: string): string {
  return /^[\w./-]+$/.test(name) && !name.includes('//') && name !== 'stdin' ? visible(name) : '…'
}
