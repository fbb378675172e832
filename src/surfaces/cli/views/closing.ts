import type { ReportedGap, ScanReport, Summary } from '../../../model/scan-report.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { count, list } from './count-text.ts'
import { gapText, revisionText } from './object-text.ts'
import type { ReportContext } from './report-context.ts'
import { visible } from '../../../model/visible-text.ts'

/** The sentences that every human view ends with. Each part may be empty; none holds a value of a manifest. */
export interface Closing {
  readonly verdict: string
  readonly notChecked: readonly string[]
  readonly limits: readonly string[]
  readonly explained: readonly string[]
  readonly asOf: string
}

export function closing(report: ScanReport, context: ReportContext): Closing {
  return {
    verdict: verdictSentence(report),
    notChecked: notCheckedLines(report.notChecked),
    limits: report.limits.map((limit) => visible(limit.message)),
    explained: explainedSentences(report, context),
    asOf: asOfSentence(report),
  }
}

function verdictSentence(report: ScanReport): string {
  const { summary, verdict } = report
  switch (verdict) {
    case 'drifted':
      return `Drifted: live differs from Git in ${count(report.findings.length, 'place')} on ${summary.drifted} of ${count(summary.objects, 'object')} (${severityCounts(summary)}).`
    case 'unknown':
      return `Unknown: ${count(report.notChecked.length, 'thing')} could not be checked. ${checkedSentence(summary)}`
    case 'pending':
      return `Pending: Git moved and the cluster has not followed yet (${summary.pending} of ${count(summary.objects, 'object')}). Nothing drifted.`
    case 'in-sync':
      return `In sync: the cluster runs what Git says (${count(summary.objects, 'object')}).`
  }
}

function checkedSentence({ objects, inSync, pending }: Summary): string {
  if (inSync + pending === 0) return `Nothing is known of ${count(objects, 'object')}.`
  return `What was checked has not drifted (${count(objects, 'object')}, ${inSync} in sync).`
}

/** `1 critical, 2 high`. */
function severityCounts(summary: Summary): string {
  const parts = SEVERITIES.filter((severity) => summary.findings[severity] > 0)
  return parts.length === 0 ? 'none' : parts.map((severity) => `${summary.findings[severity]} ${severity}`).join(', ')
}

/** Most gaps of one reason that are told one by one. */
const TOLD = 5

/** The first gaps of each reason in full; of the others what they are about. */
function notCheckedLines(gaps: readonly ReportedGap[]): readonly string[] {
  const byReason = new Map<string, ReportedGap[]>()
  for (const gap of gaps) byReason.set(gap.reason, [...(byReason.get(gap.reason) ?? []), gap])
  return [...byReason].flatMap(([reason, alike]) => {
    if (alike.length <= TOLD + 1) return alike.map(notCheckedText)
    const rest = alike.slice(TOLD)
    return [
      ...alike.slice(0, TOLD).map(notCheckedText),
      `and ${rest.length} more (${visible(reason)}): ${list(rest.map(gapText))}`,
    ]
  })
}

export function notCheckedText(gap: ReportedGap): string {
  return `${gapText(gap)}: ${visible(gap.message)} (${visible(gap.reason)})`
}

function explainedSentences(report: ScanReport, context: ReportContext): readonly string[] {
  const { summary, pending } = report
  const sentences: string[] = []
  if (pending.length > 0 && !context.include.includes('pending')) {
    sentences.push(
      `${count(pending.length, 'pending change')}: Git moved and the cluster has not followed yet; --include pending lists them.`,
    )
  }
  if (summary.expected > 0) {
    const by = context.explainedBy === undefined ? 'rules' : count(context.explainedBy, 'rule')
    sentences.push(`${count(summary.expected, 'field')} explained by ${by}${hint(context, 'expected')}.`)
  }
  if (summary.defaults > 0) {
    sentences.push(
      `${count(summary.defaults, 'field')} filled in by the API server itself${hint(context, 'defaults')}.`,
    )
  }
  if (report.excluded.length > 0) sentences.push(`${excludedText(report)}.`)
  return sentences
}

function hint(context: ReportContext, inclusion: 'expected' | 'defaults'): string {
  return context.include.includes(inclusion) ? '' : `; --include ${inclusion} lists them`
}

function excludedText(report: ScanReport): string {
  const byReason = new Map<string, number>()
  for (const { reason } of report.excluded) byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
  const reasons = [...byReason].map(([reason, number]) => `${number} ${visible(reason)}`)
  return `${report.excluded.length} excluded by choice: ${reasons.join(', ')}`
}

function asOfSentence({ asOf }: ScanReport): string {
  const sources = asOf.sources.map(({ name, revision, dirty }) => {
    const at = revision === '' ? '' : `@${revisionText(revision)}`
    return `${visible(name)}${at}${dirty ? ' with uncommitted changes' : ''}`
  })
  const { name, version } = asOf.cluster
  const cluster = `${visible(name)} (${version === '' ? 'version not known' : `Kubernetes ${visible(version)}`})`
  return `As of ${visible(asOf.time)}: Git ${list(sources) || '(no source)'}; cluster ${cluster}.`
}
