import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { Rule } from '../../model/response-rule.ts'
import type { Severity } from '../../model/severity.ts'
import { decide } from '../decide/decide.ts'
import { exampleContext, exampleDrift, exampleFinding } from '../decide/finding-example.ts'
import { MUTATOR_RULES } from '../mutators/catalogue.ts'
import { activeRules, indexRules } from '../rule-index.ts'
import type { CompileCondition } from './condition.ts'
import type { RecordedFinding, RuledBy } from './recorded-finding.ts'
import { ruleFacts } from './rule-facts.ts'
import { ruleSet } from './rule-set.ts'
import { rulesFor } from './rules-for.ts'
import { DEFAULT_ENVIRONMENTS, type Environments } from './severity-modifiers.ts'

export const CATALOGUE = indexRules(activeRules(MUTATOR_RULES))

/** `label KEY` asks for a label, `live` for the live value; anything else holds. Conditions themselves are the adapter's. */
const compile: CompileCondition = (expression) => ({
  test: ({ object, live, finding }) => {
    const [word = '', key = ''] = expression.split(' ')
    if (word === 'label') return object.labels === undefined ? 'untold' : Object.hasOwn(object.labels, key)
    return word === 'live' ? (finding.sensitive ? 'unknown' : live !== null) : true
  },
})

/** A configuration with these central rules; messages and tickets are turned on. For tests. */
export function ruledBy(
  central: readonly Rule[],
  around: { readonly environments?: Environments; readonly ownerOfSource?: string } = {},
): RuledBy {
  const { set } = ruleSet({ central, ofSources: [] }, around.environments ?? DEFAULT_ENVIRONMENTS, compile)
  return { rules: set, decidePolicy: () => exampleContext(), ownerOfSource: () => around.ownerOfSource }
}

export function rule(id: string, changes: Partial<Rule>): Rule {
  return { id, match: {}, from: 'central', ...changes }
}

/** What the world is like when a finding is recorded: more than the record will hold. */
export interface Truth {
  readonly judged: Severity
  readonly labels: Readonly<Record<string, string>>
  /** Who owns it by CODEOWNERS or a label. */
  readonly namedOwner: string | null
}

/** An image that somebody changed by hand, in a place that nothing makes worse or milder. */
export const SEEN: Finding = exampleFinding({ drift: exampleDrift({ severityRule: 'DRF-META-009' }) })

/** The finding as a service with these rules records it: rules are asked with everything that is known then. */
export function recordedUnder(
  by: RuledBy,
  at: Instant,
  seen: Finding = SEEN,
  truth: Partial<Truth> = {},
): RecordedFinding {
  const { judged = 'medium', labels = {}, namedOwner = null } = truth
  const { drift, sources } = seen
  const aspects = rulesFor(ruleFacts(drift, { labels, sources, severity: judged }), by.rules, at)
  const isExplained = aspects.expected === true
  const isOld = at >= seen.standingSince + aspects.graceMs
  const ruled: Finding = {
    ...seen,
    drift: { ...drift, severity: aspects.severity, severityRule: aspects.rules.severity ?? drift.severityRule },
    standing: isExplained ? 'explained' : seen.standing,
    explainedBy: isExplained ? (aspects.rules.expected ?? null) : seen.explainedBy,
    state: isExplained ? 'resolved' : isOld ? 'open' : 'settling',
    owner: namedOwner ?? aspects.owner ?? by.ownerOfSource('shop') ?? null,
    lastConfirmed: at,
  }
  const { done, takenToday, cause, contested, confirmedAt } = exampleContext()
  const history = { done, takenToday, cause, contested, confirmedAt }
  const decision = decide(ruled, aspects, { ...by.decidePolicy(sources), ...history }, at)
  return { finding: { ...ruled, decision }, history }
}
