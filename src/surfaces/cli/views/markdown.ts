import type { ReportedDrift, ScanReport } from '../../../model/scan-report.ts'
import { ageText } from './age-text.ts'
import { type Change, sidesOf } from './change-text.ts'
import { closing } from './closing.ts'
import { count } from './count-text.ts'
import { codeBlock, codeCell, htmlCode, plainText } from './markdown-text.ts'
import { objectText, pathText, referenceText } from './object-text.ts'
import type { ReportContext } from './report-context.ts'
import { withoutSecrets } from './secrecy.ts'
import { byUrgency } from './urgency.ts'
import { visible, wellFormed } from '../../../model/visible-text.ts'
import { placeText } from './wide.ts'
import { writerText } from './writer-text.ts'

const CELL_LIMIT = 60
const DIFF_LIMIT = 1000
/** GitHub refuses comments over 65,536 characters; what would not fit is counted, never dropped silently. */
const BUDGET = 60_000

/** A comment for a pull request: summary table, folded diffs, and a hidden marker by which it is found and updated. */
export function markdownView(report: ScanReport, context: ReportContext): string {
  const shown = withoutSecrets(report)
  const { verdict, notChecked, limits, explained, asOf } = closing(shown, context)
  const start = [marker(shown), `### driftage: ${shown.verdict}`, plainText(verdict)]
  const end = [
    bullets('Not checked', notChecked),
    bullets('What a single look cannot see', limits),
    [...explained, asOf].map(plainText).join('<br>\n'),
  ]
  const middle = fitting([...tableBlocks(shown, context), ...diffBlocks(shown)], BUDGET - sizeOf([...start, ...end]))
  return `${[...start, ...middle, ...end].filter((block) => block !== '').join('\n\n')}\n`
}

/** Names what was compared, not the result: the same comparison finds its comment again. */
function marker({ asOf }: ScanReport): string {
  const sources = asOf.sources.map((source) => source.name)
  return `<!-- driftage:scan:v1 cluster=${inComment(asOf.cluster.name)} sources=${sources.map(inComment).join(',')} -->`
}

function inComment(text: string): string {
  return encodeURIComponent(wellFormed(text)).replaceAll('--', '%2D%2D')
}

function tableBlocks(report: ScanReport, context: ReportContext): readonly string[] {
  const pending = context.include.includes('pending') ? report.pending : []
  return [
    table(
      ['Severity', 'Object', 'Field', 'Git says', 'Cluster runs', 'Age', 'By'],
      byUrgency(report.findings),
      (finding) => [
        finding.severity,
        ...changeCells(finding),
        ageText(finding.onset.notAfter, report.asOf.time),
        codeCell(writerText(finding)),
      ],
    ),
    table(['Pending', 'Field', 'Git says', 'Cluster runs'], pending, changeCells),
    table(['Explained', 'Field', 'Git says', 'Cluster runs', 'Rule'], report.expected, (entry) => [
      ...changeCells(entry),
      codeCell(visible(entry.rule)),
    ]),
  ].flat()
}

function changeCells(entry: Change & Pick<ReportedDrift, 'object'>): readonly string[] {
  const { git, cluster } = sidesOf(entry, CELL_LIMIT)
  return [objectText(entry.object), pathText(entry.path), git, cluster].map(codeCell)
}

/** Most rows that a reader will go through; the rest is counted. */
const ROWS = 100

function table<T>(head: readonly string[], entries: readonly T[], cells: (entry: T) => readonly string[]): string[] {
  if (entries.length === 0) return []
  const rows = entries.slice(0, ROWS).map((entry) => row(cells(entry)))
  const rest = entries.length - rows.length
  const more = rest === 0 ? [] : [`_${rest} more rows are not shown here; \`-o json\` holds all._`]
  return [[row(head), row(head.map(() => '---')), ...rows].join('\n'), ...more]
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function diffBlocks(report: ScanReport): readonly string[] {
  return [...byReference(byUrgency(report.findings))].map(([reference, findings]) => {
    const summary = `${htmlCode(reference)} (${findings.length})`
    const lines = findings.flatMap(diffLines).join('\n')
    return `<details><summary>${summary}</summary>\n\n${codeBlock(lines, 'diff')}\n\n</details>`
  })
}

function byReference(findings: readonly ReportedDrift[]): Map<string, ReportedDrift[]> {
  const groups = new Map<string, ReportedDrift[]>()
  for (const finding of findings) {
    const reference = referenceText(finding.object)
    groups.set(reference, [...(groups.get(reference) ?? []), finding])
  }
  return groups
}

function diffLines(finding: ReportedDrift): readonly string[] {
  const { git, cluster } = sidesOf(finding, DIFF_LIMIT)
  return [`@@ ${pathText(finding.path)} @@ ${placeText(finding)}`, `- ${git}`, `+ ${cluster}`]
}

function fitting(blocks: readonly string[], room: number): readonly string[] {
  const kept: string[] = []
  let left = room
  for (const block of blocks) {
    left -= block.length + 2
    if (left < 0) break
    kept.push(block)
  }
  const dropped = blocks.length - kept.length
  return dropped === 0
    ? kept
    : [...kept, `_${count(dropped, 'more block')} would not fit here; \`-o json\` holds all._`]
}

function sizeOf(blocks: readonly string[]): number {
  return blocks.join('\n\n').length
}

function bullets(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return ''
  const shown = texts.slice(0, ROWS).map((text) => `- ${plainText(text)}`)
  const rest = texts.length - shown.length
  return [`**${title}**`, '', ...shown, ...(rest === 0 ? [] : [`- and ${rest} more`])].join('\n')
}
