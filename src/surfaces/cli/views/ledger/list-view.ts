import type { Instant } from '../../../../model/instant.ts'
import { type Json, objectOf } from '../../../../model/json.ts'
import type { ClusterState } from '../../../../model/source-state.ts'
import { presentCluster } from '../../../api/contract/freshness.ts'
import { presentFinding } from '../../../api/contract/finding.ts'
import type { ShownFinding } from '../../../shown-ledger.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count } from '../count-text.ts'
import { jsonLine, jsonPages } from '../json-text.ts'
import { codeCell, plainText } from '../markdown-text.ts'
import { reportData } from '../report-data.ts'
import type { ListFormat } from '../../arguments/ledger/list.ts'
import { findingRow, ROW_HEAD } from './finding-row.ts'
import { freshnessSentence } from './freshness-text.ts'
import { findingBlock } from './finding-block.ts'

/** What `list` found, and how fresh that is. */
export interface Listed {
  readonly findings: readonly ShownFinding[]
  /** True where there are more than were asked for. */
  readonly more: boolean
  readonly clusters: readonly ClusterState[]
  readonly now: Instant
}

export async function listView(listed: Listed, format: ListFormat, colours: Colours): Promise<string> {
  switch (format) {
    case 'table':
      return tableOf(listed, colours)
    case 'wide':
      return wideOf(listed, colours)
    case 'markdown':
      return markdownOf(listed)
    case 'json':
      return `${jsonPages(listData(listed))}\n`
    case 'yaml':
      return (await import('../yaml-text.ts')).yamlText(listData(listed))
    case 'jsonl':
      return listed.findings.map((one) => findingLine(one, listed.now)).join('')
  }
}

/** A finding as the API gives it, on a line. */
export function findingLine(known: ShownFinding, now: Instant): string {
  return `${jsonLine(reportData(presentFinding(known, now)))}\n`
}

function tableOf(listed: Listed, colours: Colours): string {
  const { findings, now } = listed
  const rows = [ROW_HEAD.map(colours.faint), ...findings.map((one) => findingRow(one, now, colours))]
  const table = findings.length === 0 ? '' : `${columns(rows)}\n\n`
  return `${freshnessSentence(listed.clusters, now)}\n\n${table}${closing(listed)}\n`
}

function wideOf(listed: Listed, colours: Colours): string {
  const blocks = listed.findings.map((one) => findingBlock(one, listed.now, colours))
  return `${[freshnessSentence(listed.clusters, listed.now), ...blocks, closing(listed)].join('\n\n')}\n`
}

/** Nothing found is no promise that nothing is there. */
function closing({ findings, more }: Listed): string {
  if (findings.length === 0) return 'No finding matches.'
  return more
    ? `${count(findings.length, 'finding')} and more; --limit shows more.`
    : `${count(findings.length, 'finding')}.`
}

function markdownOf(listed: Listed): string {
  const { findings, now } = listed
  const cells = findings.map((one) => findingRow(one, now, PLAIN).map((cell) => (cell === '' ? '' : codeCell(cell))))
  const rows = [ROW_HEAD, ROW_HEAD.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`)
  const table = findings.length === 0 ? [] : [rows.join('\n')]
  return `${[plainText(freshnessSentence(listed.clusters, now)), ...table, closing(listed)].join('\n\n')}\n`
}

const PLAIN: Colours = {
  severity: (_, text) => text,
  status: (_, text) => text,
  strong: (text) => text,
  faint: (text) => text,
}

function listData({ findings, more, clusters, now }: Listed): Json {
  return objectOf([
    ['clusters', clusters.map((one) => reportData(presentCluster(one, now)))],
    ['items', findings.map((one) => reportData(presentFinding(one, now)))],
    ['more', more],
  ])
}
