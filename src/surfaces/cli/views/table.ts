import type { ExpectedDifference, ReportedDrift, ScanReport } from '../../../model/scan-report.ts'
import { ageText } from './age-text.ts'
import { type Change, sidesOf } from './change-text.ts'
import { closing } from './closing.ts'
import { columns } from './columns.ts'
import { nextStep } from './next-step.ts'
import { objectText, pathText } from './object-text.ts'
import type { ReportContext } from './report-context.ts'
import { withoutSecrets } from './secrecy.ts'
import { byUrgency } from './urgency.ts'
import { visible } from '../../../model/visible-text.ts'
import { writerText } from './writer-text.ts'

/** Width that lines keep to, except for paths, which are never cut: people copy them. */
const WIDTH = 120
const INDENT = 10

/** Two lines per finding, then what else there is to say. Without findings it still says what could not be seen. */
export function tableView(report: ScanReport, context: ReportContext): string {
  const shown = withoutSecrets(report)
  const blocks = [findingsBlock(shown, context), ...includedBlocks(shown, context), ...closingBlocks(shown, context)]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** Where and how bad, since when, by whom; below it what: the field with both sides. */
function findingsBlock(report: ScanReport, { colours }: ReportContext): string {
  if (report.findings.length === 0) return ''
  const findings = byUrgency(report.findings)
  const rows = findings.map((finding) => [
    colours.severity(finding.severity, finding.severity.toUpperCase()),
    colours.strong(objectText(finding.object)),
    ageText(finding.onset.notAfter, report.asOf.time),
    writerText(finding),
  ])
  const [head = '', ...lines] = columns([['SEVERITY', 'OBJECT', 'AGE', 'BY'].map(colours.faint), ...rows]).split('\n')
  const below = colours.faint('FIELD  GIT SAYS -> CLUSTER RUNS')
  const entries = findings.map((finding, at) => `${lines[at] ?? ''}\n${changeLines(finding)}`)
  return [`${head}\n${' '.repeat(INDENT)}${below}`, ...entries].join('\n')
}

/** Field and change on one line where that fits; otherwise the change has a line of its own. */
function changeLines(change: Change): string {
  const start = ' '.repeat(INDENT)
  const path = pathText(change.path)
  const whole = sidesText(change, Number.POSITIVE_INFINITY)
  if (INDENT + path.length + 2 + whole.length <= WIDTH) return `${start}${path}  ${whole}`
  return `${start}${path}\n${start}${whole.length <= WIDTH - INDENT ? whole : shortSides(change)}`
}

/** The side that needs less leaves its room to the other. */
function shortSides(change: Change): string {
  const room = WIDTH - INDENT - ' -> '.length
  const { git, cluster } = sidesOf(change, Math.floor(room / 2))
  return sidesText(change, room - Math.min(git.length, cluster.length))
}

function sidesText(change: Change, limit: number): string {
  if (change.kind === 'missing') return 'Git holds it, the cluster does not'
  const { git, cluster } = sidesOf(change, limit)
  return `${git} -> ${cluster}`
}

/** Pending changes and explained fields, where they were asked for. */
export function includedBlocks(report: ScanReport, context: ReportContext): readonly string[] {
  const pending = context.include.includes('pending') ? report.pending : []
  return [
    titled('Pending: Git moved, the cluster has not followed yet', pending, changeCells),
    titled('Explained, and therefore no drift', report.expected, (entry: ExpectedDifference) => [
      ...changeCells(entry),
      visible(entry.rule),
    ]),
  ]
}

/** Longest value where a whole entry stands on one line. */
const CELL = 40

function changeCells(entry: Change & Pick<ReportedDrift, 'object'>): readonly string[] {
  const { git, cluster } = sidesOf(entry, CELL)
  return [objectText(entry.object), pathText(entry.path), `${git} -> ${cluster}`]
}

function titled<T>(title: string, entries: readonly T[], cells: (entry: T) => readonly string[]): string {
  return entries.length === 0 ? '' : `${title}:\n${indent(columns(entries.map(cells)))}`
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

/** Verdict, what could not be checked, what a single look cannot see, what was explained, as of when, what to do next. */
export function closingBlocks(report: ScanReport, context: ReportContext): readonly string[] {
  const { verdict, notChecked, limits, explained, asOf } = closing(report, context)
  return [
    context.colours.strong(verdict),
    lines('Not checked:', notChecked),
    lines('What a single look cannot see:', limits),
    [...explained, asOf].join('\n'),
    nextStep(report),
  ]
}

function lines(title: string, texts: readonly string[]): string {
  return texts.length === 0 ? '' : [title, ...texts.map(paragraph)].join('\n')
}

/** Words are never cut; lines after the first stand further in. */
export function paragraph(text: string): string {
  const lines: string[] = []
  let line = ' '
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = '   '
    }
    line += ` ${word}`
  }
  return [...lines, line].join('\n')
}
