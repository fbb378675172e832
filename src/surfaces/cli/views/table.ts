import type { ExpectedDifference, ReportedDrift, ScanReport } from '../../../model/scan-report.ts'
import { ageText } from './age-text.ts'
import { type Change, sidesOf } from './change-text.ts'
import { closing } from './closing.ts'
import { columns } from './columns.ts'
import { objectText, pathText } from './object-text.ts'
import type { ReportContext } from './report-context.ts'
import { withoutSecrets } from './secrecy.ts'
import { byUrgency } from './urgency.ts'
import { visible } from './visible-text.ts'
import { writerText } from './writer-text.ts'

/** Longest value in a line; the path is never cut. */
const VALUE_LIMIT = 40

/** One line per finding, then what else there is to say. Without findings it still says what could not be seen. */
export function tableView(report: ScanReport, context: ReportContext): string {
  const shown = withoutSecrets(report)
  const blocks = [
    findingsBlock(shown, context),
    ...includedBlocks(shown, context, VALUE_LIMIT),
    ...closingBlocks(shown, context),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function findingsBlock(report: ScanReport, context: ReportContext): string {
  if (report.findings.length === 0) return ''
  const head = ['SEVERITY', 'CLUSTER', 'OBJECT', 'FIELD', 'GIT SAYS -> CLUSTER RUNS', 'AGE', 'BY']
  const rows = byUrgency(report.findings).map((finding) => [
    context.colours.severity(finding.severity, finding.severity.toUpperCase()),
    ...changeCells(finding, VALUE_LIMIT),
    ageText(finding.onset.notAfter, report.asOf.time),
    writerText(finding),
  ])
  return columns([head.map(context.colours.faint), ...rows])
}

/** Cluster, object, field, both sides. */
function changeCells(entry: Change & Pick<ReportedDrift, 'object'>, limit: number): readonly string[] {
  const { git, cluster } = sidesOf(entry, limit)
  return [visible(entry.object.cluster), objectText(entry.object), pathText(entry.path), `${git} -> ${cluster}`]
}

/** Pending changes and explained fields, where they were asked for. */
export function includedBlocks(report: ScanReport, context: ReportContext, limit: number): readonly string[] {
  const pending = context.include.includes('pending') ? report.pending : []
  return [
    titled('Pending: Git moved, the cluster has not followed yet', pending, (entry) => changeCells(entry, limit)),
    titled('Explained, and therefore no drift', report.expected, (entry: ExpectedDifference) => [
      ...changeCells(entry, limit),
      visible(entry.rule),
    ]),
  ]
}

function titled<T>(title: string, entries: readonly T[], cells: (entry: T) => readonly string[]): string {
  return entries.length === 0 ? '' : `${title}:\n${indent(columns(entries.map(cells)))}`
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

/** Verdict, what could not be checked, what a single look cannot see, what was explained, as of when. */
export function closingBlocks(report: ScanReport, context: ReportContext): readonly string[] {
  const { verdict, notChecked, limits, explained, asOf } = closing(report, context)
  return [
    context.colours.strong(verdict),
    lines('Not checked:', notChecked),
    lines('What a single look cannot see:', limits),
    [...explained, asOf].join('\n'),
  ]
}

function lines(title: string, texts: readonly string[]): string {
  return texts.length === 0 ? '' : [title, ...texts.map((text) => `  ${text}`)].join('\n')
}
