import type { MutatorRule, OwnerCondition } from '../../src/policy/mutator-rule.ts'
import { MUTATOR_RULES } from '../../src/policy/mutators/catalogue.ts'

import { SEVERITY_RULES } from '../../src/policy/severity/catalogue.ts'
import type { SeverityRule } from '../../src/policy/severity/severity-rule.ts'
import { guardText } from './guard-text.ts'
import { MADE_BY, table } from './made-by.ts'

/** Both catalogues as people read them: what is expected, and how bad the rest is. */
export function expectedChangesPage(): string {
  const presets = [...new Set(MUTATOR_RULES.map((rule) => rule.preset))]
  const rules = presets.flatMap((preset) => [
    `### ${preset}`,
    mutatorTable(MUTATOR_RULES.filter((rule) => rule.preset === preset)),
  ])
  return `${[MADE_BY, '# Expected changes', INTRODUCTION, '## Rules', ...rules, '## Severities', SEVERITIES, severityTable()].join('\n\n')}\n`
}

const INTRODUCTION = `Clusters change what Git says all the time, and most of it is meant to be: autoscalers scale, webhooks inject, certificates
are filled in. A rule of this catalogue says who does that, where, and within which bound. What a rule explains is no drift; it
is counted, and \`--include expected\` lists it under the rule's id. Outside the bound the same writer at the same place is drift. Where
what the bound depends on could not be read, the field is not checked: neither drift nor in sync.

Rules cover added and modified fields; a removal, or another order, is explained only where a rule says so. The grade of the
grounding says what a rule rests on: **S** = its source was read, **I** = a public report with a concrete change, **K** = known
practice.

What the API server fills in by itself needs no rule: \`--include defaults\` lists it.`

function mutatorTable(rules: readonly MutatorRule[]): string {
  return table(
    ['rule', 'what', 'where', 'written by', 'within', 'grounding'],
    rules.map((rule) => [
      `\`${rule.id}\`${rule.enabledByDefault ? '' : ' (off)'}`,
      `${rule.title}. ${rule.why}`,
      whereText(rule),
      ownerText(rule.owner),
      boundText(rule),
      `${rule.grounding.grade}: ${rule.grounding.source}`,
    ]),
  )
}

function whereText({ match }: MutatorRule): string {
  const kinds = match.kinds.map(code).join(', ')
  const groups = match.groups.map((group) => code(group === '' ? 'core' : group)).join(', ')
  const others = (match.driftKinds ?? []).filter((kind) => kind !== 'added' && kind !== 'modified')
  const also = others.length === 0 ? '' : ` (also ${others.join(', ')})`
  return `${kinds} of ${groups}: ${match.paths.map(code).join(', ')}${also}`
}

function ownerText(owner: OwnerCondition): string {
  switch (owner) {
    case 'none':
      return 'nobody by record'
    case 'none-or-deployer':
      return 'nobody by record, or within the deployer’s request'
    case 'requester':
      return 'whoever asks'
    default: {
      const through =
        owner.subresources === undefined
          ? ''
          : ` by way of ${owner.subresources.map((one) => (one === '' ? 'the object itself' : code(one))).join(', ')}`
      return `${owner.managers.map(code).join(', ')}${through}${owner.orNone === true ? ', or nobody by record' : ''}`
    }
  }
}

function boundText({ guard, onlyIfSilent }: MutatorRule): string {
  const parts = [onlyIfSilent === true ? 'Git is silent' : '', guard === undefined ? '' : guardText(guard)]
  return parts.filter((part) => part !== '').join('; ')
}

const SEVERITIES = `A finding is as bad as the class of its field, and of a container or another node with something inside as bad as the worst in it.
Where a class has a direction, only a loosening has the full level; a tightening, and what cannot be told, is one level lower.
The first rule that names a place decides. \`--fail-on\` says from which level on the exit code is 1.`

function severityTable(): string {
  return table(
    ['rule', 'level', 'what', 'direction', 'grounding'],
    SEVERITY_RULES.map((rule) => [code(rule.id), rule.level, rule.title, directionText(rule), rule.grounding]),
  )
}

function directionText({ direction, missing, order }: SeverityRule): string {
  if (missing === true) return 'whole objects that are gone'
  if (order === true) return 'order alone'
  return direction === undefined ? 'any change' : `loosening (${direction})`
}

function code(text: string): string {
  return `\`${text}\``
}
