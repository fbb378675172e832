import type { ReportedDrift, ScanReport } from '../../../model/scan-report.ts'
import { ageText } from './age-text.ts'
import { sidesOf } from './change-text.ts'
import { pathText, referenceText, revisionText } from './object-text.ts'
import type { ReportContext } from './report-context.ts'
import { withoutSecrets } from './secrecy.ts'
import { closingBlocks, includedBlocks, indent } from './table.ts'
import { byUrgency } from './urgency.ts'
import { valueText } from './value-text.ts'
import { visible } from '../../../model/visible-text.ts'
import { columns } from './columns.ts'
import { writerText } from './writer-text.ts'

const VALUE_LIMIT = 400

/** A block per finding with everything that is known of it. */
export function wideView(report: ScanReport, context: ReportContext): string {
  const shown = withoutSecrets(report)
  const blocks = [
    ...byUrgency(shown.findings).map((finding) => findingBlock(finding, report.asOf.time, context)),
    ...includedBlocks(shown, context),
    ...closingBlocks(shown, context),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function findingBlock(finding: ReportedDrift, now: string, context: ReportContext): string {
  const severity = context.colours.severity(finding.severity, finding.severity.toUpperCase())
  const head = `${severity}  ${referenceText(finding.object)}  ${pathText(finding.path)}`
  const { git, cluster } = sidesOf(finding, VALUE_LIMIT)
  const rows: readonly (readonly [string, string])[] = [
    ['Git says', git],
    ['cluster runs', cluster],
    ...noteRow(finding),
    ['kind', `${finding.kind}, by rule ${visible(finding.severityRule)}`],
    ['age', ageSentence(finding, now)],
    ['by', writerText(finding)],
    ['evidence', evidenceSentence(finding)],
    ['last agreed', baseSentence(finding)],
    ['seen by', `Argo CD: ${finding.visibleTo.argocd}, Flux: ${finding.visibleTo.flux}`],
    ['in Git', placeText(finding)],
    ['id', visible(finding.id)],
  ]
  return `${head}\n${indent(columns(rows.map(([name, text]) => [context.colours.faint(name), text])))}`
}

function noteRow({ note }: ReportedDrift): readonly (readonly [string, string])[] {
  return note === undefined ? [] : [['note', visible(note)]]
}

function ageSentence({ onset }: ReportedDrift, now: string): string {
  const since = onset.notBefore === null ? '' : `, not before ${visible(onset.notBefore)}`
  return `${ageText(onset.notAfter, now)} (there at ${visible(onset.notAfter)}${since})`
}

export function evidenceSentence({ attribution }: ReportedDrift): string {
  const reason = attribution.reason === '' ? '' : `, ${visible(attribution.reason)}`
  return `${visible(attribution.evidence) || 'none'}${reason}`
}

export function baseSentence({ base, sensitive }: ReportedDrift): string {
  if (base.evidence === 'unknown') return 'not known'
  const at = base.revision === undefined ? '' : ` at ${revisionText(base.revision)}`
  const value = base.value === undefined && !sensitive ? '' : `: ${valueText(base.value, sensitive, VALUE_LIMIT)}`
  return `by ${base.evidence}${at}${value}`
}

/** `shop@4f2c1d98 deploy/web.yaml:12`. */
export function placeText({ source }: Pick<ReportedDrift, 'source'>): string {
  const at = source.revision === '' ? '' : `@${revisionText(source.revision)}`
  const file = source.file === '' ? '' : ` ${visible(source.file)}${source.line === null ? '' : `:${source.line}`}`
  return `${visible(source.name)}${at}${file}`
}
