import type { RuleHits } from '../../../../ledger/ports.ts'
import { printInstant } from '../../../../model/instant.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count } from '../count-text.ts'

/** Those that explain most come first. */
export function rulesView(rules: readonly RuleHits[], colours: Colours): string {
  if (rules.length === 0) return 'No rule explains anything now.\n'
  const rows = rules
    .toSorted((a, b) => b.fields - a.fields)
    .map(({ rule, fields, objects, since }) => [visible(rule), String(fields), String(objects), printInstant(since)])
  const all = rules.reduce((sum, { fields }) => sum + fields, 0)
  const table = columns([['RULE', 'FIELDS', 'OBJECTS', 'SINCE'].map(colours.faint), ...rows])
  return `${table}\n\n${count(all, 'field')} explained by ${count(rules.length, 'rule')}.\n`
}
