import type { ExplainedField, ExplainReport, FieldVerdict } from '../../../model/explain-report.ts'
import type { FieldOwner } from '../../../model/field-owner.ts'
import type { ExplainedHistory } from '../explained-history.ts'
import type { Colours } from './colours.ts'
import { columns } from './columns.ts'
import { notCheckedText } from './closing.ts'
import { count } from './count-text.ts'
import { objectText, pathText, referenceText, revisionText } from './object-text.ts'
import { historyRows } from './explain-history-rows.ts'
import { freshnessSentence } from './ledger/freshness-text.ts'
import { explanationWithoutSecrets } from './secrecy.ts'
import { indent } from './table.ts'
import { sidesOf } from './change-text.ts'
import { valueText } from './value-text.ts'
import { visible } from '../../../model/visible-text.ts'

const VALUE_LIMIT = 120

/** A block per field that differs or is explained, the worst verdict first; the server's own and equal fields take a line each. */
export function explainView(report: ExplainReport, history: ExplainedHistory, colours: Colours): string {
  const shown = explanationWithoutSecrets(report)
  const blocks = [
    `${colours.strong(referenceText(shown.object))}  ${shown.verdict}${shown.note === undefined ? '' : `: ${visible(shown.note)}`}`,
    ...IN_BLOCKS.flatMap((verdict) => shown.fields.filter((field) => field.verdict === verdict)).map((field) =>
      fieldBlock(field, history, colours),
    ),
    linesBlock(shown, 'default', 'filled in by the API server'),
    linesBlock(shown, 'allocated', 'chosen by the cluster'),
    linesBlock(shown, 'in-sync', 'in sync'),
    ...pastBlocks(shown, history, colours),
    titled(
      'Rules looked at',
      (shown.rulesLookedAt ?? []).map(
        ({ rule, path, outcome }) => `${visible(rule)} at ${pathText(path)}: ${visible(outcome)}`,
      ),
    ),
    titled('Not checked', shown.notChecked.map(notCheckedText)),
    titled(
      'What a single look cannot see',
      shown.limits.map((limit) => visible(limit.message)),
    ),
    [asOfLine(shown), historyLine(history)].join('\n'),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function fieldBlock(field: ExplainedField, history: ExplainedHistory, colours: Colours): string {
  const rows: (readonly [string, string])[] = [
    ...sideRows(field),
    ['because', `${visible(field.evidence)} (${visible(field.reason)})`],
  ]
  if (field.rule !== undefined) rows.push(['rule', visible(field.rule)])
  if (field.severity !== undefined) {
    const by = field.severityRule === undefined ? '' : `, by rule ${visible(field.severityRule)}`
    rows.push(['severity', `${colours.severity(field.severity, field.severity)}${by}`])
  }
  rows.push(['owners', ownersText(field.owners)])
  if (field.base !== undefined) {
    const at = field.base.revision === undefined ? '' : ` at ${revisionText(field.base.revision)}`
    rows.push(['last agreed', `${field.base.evidence}${at}`])
  }
  const known = history.state === 'found' ? history.findings.get(field.path) : undefined
  if (known !== undefined) rows.push(...historyRows(known))
  const kind = field.kind === undefined ? '' : ` (${field.kind})`
  const table = columns(rows.map(([name, text]) => [colours.faint(name), text]))
  return `${pathText(field.path)}  ${field.verdict}${kind}\n${indent(table)}`
}

/** What is recorded of fields that have no block of their own: they agree now, or nobody wants them any more. */
function pastBlocks(report: ExplainReport, history: ExplainedHistory, colours: Colours): readonly string[] {
  if (history.state !== 'found') return []
  const inBlocks = new Set(report.fields.filter(({ verdict }) => IN_BLOCKS.includes(verdict)).map(({ path }) => path))
  return [...history.findings]
    .filter(([path]) => !inBlocks.has(path))
    .map(([path, known]) => {
      const table = columns(historyRows(known).map(([name, text]) => [colours.faint(name), text]))
      return `${pathText(path)}  differed before\n${indent(table)}`
    })
}

function historyLine(history: ExplainedHistory): string {
  if (history.state === 'found') return `History: ${freshnessSentence([history.cluster], history.now)}`
  const code = history.code === undefined ? '' : ` (${history.code})`
  return `No history${code}: ${visible(history.message)}`
}

function sideRows(field: ExplainedField): readonly (readonly [string, string])[] {
  if (field.kind === undefined) return [['value', valueText(field.live ?? field.desired, field.sensitive, VALUE_LIMIT)]]
  const { git, cluster } = sidesOf({ ...field, kind: field.kind }, VALUE_LIMIT)
  return [
    ['Git says', git],
    ['cluster runs', cluster],
  ]
}

/** That nobody owns what the server made says nothing. */
function managersText({ owners }: ExplainedField, verdict: FieldVerdict): string {
  const managers = [...new Set(owners.map(({ manager }) => visible(manager)))].join(', ')
  return managers === '' && verdict === 'in-sync' ? '(no owner)' : managers
}

const IN_BLOCKS: readonly FieldVerdict[] = ['drift', 'unknown', 'pending', 'expected']

/** Longest value where a field has one line only. */
const LINE_LIMIT = 40

/** Path, value and the managers that own it. */
function linesBlock(report: ExplainReport, verdict: FieldVerdict, words: string): string {
  const fields = report.fields.filter((field) => field.verdict === verdict)
  if (fields.length === 0) return ''
  const rows = fields.map((field) => [
    pathText(field.path),
    valueText(field.live ?? field.desired, field.sensitive, LINE_LIMIT),
    managersText(field, verdict),
  ])
  return `${count(fields.length, 'field')} ${words}:\n${indent(columns(rows))}`
}

function ownersText(owners: readonly FieldOwner[]): string {
  return owners.length === 0 ? '(no owner)' : owners.map(ownerText).join('; ')
}

function ownerText({ manager, operation, subresource, time }: FieldOwner): string {
  const through = subresource === '' ? '' : `/${subresource}`
  return visible(`${manager}${through} ${operation}${time === undefined ? '' : ` ${time}`}`)
}

function titled(title: string, texts: readonly string[]): string {
  return texts.length === 0 ? '' : [`${title}:`, ...texts.map((text) => `  ${text}`)].join('\n')
}

function asOfLine({ asOf, object }: ExplainReport): string {
  const version = object.resourceVersion === undefined ? '' : ` at resourceVersion ${visible(object.resourceVersion)}`
  return `As of ${visible(asOf.time)}: ${objectText(object)}${version} on ${visible(asOf.cluster.name)}.`
}
