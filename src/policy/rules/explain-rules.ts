import type { RuleAspect } from '../../model/decision.ts'
import type { Instant } from '../../model/instant.ts'
import type { Rule } from '../../model/response-rule.ts'
import { rulesFor, sets } from './rules-for.ts'
import type { RuleFacts } from './rule-facts.ts'
import type { RuleSet } from './rule-set.ts'

/** What one rule has to say about a place, and whether an earlier one said it first. */
export interface RuleSay {
  readonly rule: Rule
  /** `matches`: it counts here. `ended`: its date is over. `unknown`: its condition could not be evaluated. */
  readonly standing: 'matches' | 'ended' | 'unknown'
  /** Aspects that it decides here. */
  readonly decides: readonly RuleAspect[]
  /** Aspects that it sets too late, with the rule that came first. */
  readonly overruled: readonly { readonly aspect: RuleAspect; readonly by: string }[]
}

const ASPECTS: readonly RuleAspect[] = ['expected', 'severity', 'grace', 'owner', 'response']

/** Every rule that has a say about a difference with these facts, in the order in which they are asked. */
export function explainRules(facts: RuleFacts, set: RuleSet, now: Instant): readonly RuleSay[] {
  const rules = set.forKind(facts.ref.group, facts.ref.kind)
  const { severity } = rulesFor(facts, set, now)
  const first = new Map<RuleAspect, string>()
  return rules.flatMap((one): readonly RuleSay[] => {
    const { rule } = one
    // As in judging: a rule that ranks looks at the catalogue's severity, for everything else at the one that came of it.
    const answers = ASPECTS.filter((aspect) => sets(rule, aspect)).map((aspect) => ({
      aspect,
      answer: one.matches(facts, aspect === 'severity' ? facts.severity : severity),
    }))
    const said = answers.filter(({ answer }) => answer !== false)
    if (said.length === 0) return []
    const nothing = { rule, decides: [], overruled: [] }
    if (one.until !== undefined && now >= one.until) return [{ ...nothing, standing: 'ended' }]
    if (said.every(({ answer }) => answer === 'unknown')) return [{ ...nothing, standing: 'unknown' }]
    const counted = said.filter(({ answer }) => answer === true).map(({ aspect }) => aspect)
    const overruled = counted.flatMap((aspect) => {
      const by = first.get(aspect)
      return by === undefined ? [] : [{ aspect, by }]
    })
    const decides = counted.filter((aspect) => !first.has(aspect))
    for (const aspect of decides) first.set(aspect, rule.id)
    return [{ rule, standing: 'matches', decides, overruled }]
  })
}
