import type { RuleHits } from '../../../../ledger/ports.ts'
import { printInstant } from '../../../../model/instant.ts'
import { visible } from '../../../../model/visible-text.ts'
import { presentRuleHits } from '../../../api/contract/counts.ts'
import type { RulesFormat } from '../../arguments/ledger/rules.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count } from '../count-text.ts'
import { plainText } from '../markdown-text.ts'
import { renderAnswer } from '../render-answer.ts'
import { codeTable } from './code-table.ts'

export async function rulesAnswer(rules: readonly RuleHits[], format: RulesFormat, colours: Colours): Promise<string> {
  if (format === 'markdown') return markdownOf(rules)
  return renderAnswer({ items: rules.map(presentRuleHits) }, format, () => rulesView(rules, colours))
}

/** Those that explain most come first. */
export function rulesView(rules: readonly RuleHits[], colours: Colours): string {
  if (rules.length === 0) return NONE
  return `${columns([HEAD.map(colours.faint), ...rowsOf(rules)])}\n\n${closing(rules)}\n`
}

function markdownOf(rules: readonly RuleHits[]): string {
  return rules.length === 0 ? NONE : `${codeTable(HEAD, rowsOf(rules))}\n\n${plainText(closing(rules))}\n`
}

const NONE = 'No rule explains anything now.\n'
const HEAD = ['RULE', 'FIELDS', 'OBJECTS', 'SINCE']

function rowsOf(rules: readonly RuleHits[]): readonly (readonly string[])[] {
  return rules
    .toSorted((a, b) => b.fields - a.fields)
    .map(({ rule, fields, objects, since }) => [visible(rule), String(fields), String(objects), printInstant(since)])
}

function closing(rules: readonly RuleHits[]): string {
  const all = rules.reduce((sum, { fields }) => sum + fields, 0)
  return `${count(all, 'field')} explained by ${count(rules.length, 'rule')}.`
}
