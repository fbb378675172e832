import { visible } from '../../../model/visible-text.ts'
import type { ConfigAnswer, ShownRule, ShownRules } from '../config-answer.ts'
import { durationText } from './age-text.ts'
import type { Colours } from './colours.ts'
import { columns } from './columns.ts'
import { count } from './count-text.ts'
import { errorText } from './error-text.ts'
import { jsonPages } from './json-text.ts'
import { reportData } from './report-data.ts'

export function configView(answer: ConfigAnswer, colours: Colours): string {
  switch (answer.kind) {
    case 'wrong':
      return `${answer.errors.map(errorText).join('\n')}\n\n${count(answer.errors.length, 'error')}.\n`
    case 'right': {
      const { files, clusters, sources, rules } = answer
      const holds = [count(clusters, 'cluster'), count(sources, 'source'), count(rules, 'rule')].join(', ')
      return `The configuration is right: ${holds}, in ${count(files.length, 'file')}.\n`
    }
    case 'schema':
      return `${jsonPages(reportData(answer.schema))}\n`
    case 'explained':
      return explanationView(answer.explanation, colours)
  }
}

function explanationView(found: ShownRules, colours: Colours): string {
  const rows = found.rules.map((rule) => [visible(rule.id), rule.from, sayText(rule)])
  const rules =
    rows.length === 0 ? 'No rule has a say here.' : columns([['RULE', 'FROM', 'SAYS'].map(colours.faint), ...rows])
  return `${columns(resultRows(found).map(([name, text]) => [colours.faint(name), text]))}\n\n${rules}\n\n${LIMITS}\n`
}

const LIMITS =
  'Rules that sources say in their own repositories are not read here. A condition is unknown without the values that it is about.'

function resultRows(found: ShownRules): readonly (readonly [string, string])[] {
  const { expected, severity, modifiers, graceMs, owner, response, enabled } = found
  const steps = Object.entries(response).map(
    ([step, after]) => `${step} after ${durationText(after / 1000)}${enabled.includes(step) ? '' : ' (not turned on)'}`,
  )
  return [
    ['Drift', expected === true ? 'no, a rule expects it' : expected === false ? 'yes, a rule says so' : 'yes'],
    ['Severity', modifiers.length === 0 ? severity : `${severity} (${modifiers.join(', ')})`],
    ['Grace', durationText(graceMs / 1000)],
    ['Owner', owner === null ? 'no rule names one' : visible(owner)],
    ['Steps', steps.length === 0 ? 'none' : steps.join(', ')],
  ]
}

function sayText({ standing, decides, overruled }: ShownRule): string {
  if (standing === 'ended') return 'nothing any more: its date is over'
  if (standing === 'unknown') return 'unknown: its condition could not be evaluated'
  const late = overruled.map(({ aspect, by }) => `${aspect} (too late: ${visible(by)} came first)`)
  return [...decides, ...late].join(', ')
}
