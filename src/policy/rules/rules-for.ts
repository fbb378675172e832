import type { RuleAspect } from '../../model/decision.ts'
import { DAY, type Instant } from '../../model/instant.ts'
import type { Rule } from '../../model/response-rule.ts'
import type { Severity } from '../../model/severity.ts'
import type { Aspects } from './aspects.ts'
import type { CompiledRule } from './compile-rule.ts'
import type { RuleFacts } from './rule-facts.ts'
import type { RuleSet } from './rule-set.ts'
import { type Circumstances, modified } from './severity-modifiers.ts'

/**
 * Asks the rules about one difference. The severity comes first: the first rule that sets one says it outright, else it is
 * the catalogue's with its modifiers. Everything else is then asked with that severity, so that a change that was ranked
 * critical also gets the times of critical ones.
 */
export function rulesFor(facts: RuleFacts, set: RuleSet, now: Instant, around: Circumstances = {}): Aspects {
  const rules = set.forKind(facts.ref.group, facts.ref.kind)
  const undecided = new Set<string>()
  const ranking = rules.find(
    (one) => one.rule.severity !== undefined && counts(one, now) && holds(one, facts, facts.severity, undecided),
  )
  const modifiers = ranking === undefined ? set.modifiers(facts, around) : []
  const severity = ranking?.rule.severity ?? modified(facts.severity, modifiers)
  const found = firstOfEach(rules, facts, severity, now, undecided)
  return {
    expected: found.by.expected?.rule.expected,
    expectedUntil: found.by.expected?.rule.expected === true ? found.by.expected.until : undefined,
    severity,
    modifiers,
    graceMs: found.by.grace?.rule.graceMs ?? DAY,
    owner: found.by.owner?.rule.owner,
    response: found.by.response?.rule.response ?? {},
    rules: namesOf({ ...found.by, ...(ranking === undefined ? {} : { severity: ranking }) }),
    lapsed: found.by.expected === undefined ? found.lapsed : undefined,
    undecided: [...undecided].sort(),
  }
}

/** A rule ends by itself at its date. */
function counts(one: CompiledRule, now: Instant): boolean {
  return one.until === undefined || now < one.until
}

function holds(one: CompiledRule, facts: RuleFacts, severity: Severity, undecided: Set<string>): boolean {
  const answer = one.matches(facts, severity)
  if (answer === 'unknown') undecided.add(one.rule.id)
  return answer === true
}

type Setters = { [aspect in RuleAspect]?: CompiledRule }

interface Found {
  readonly by: Setters
  readonly lapsed: Aspects['lapsed']
}

function firstOfEach(
  rules: readonly CompiledRule[],
  facts: RuleFacts,
  severity: Severity,
  now: Instant,
  undecided: Set<string>,
): Found {
  const by: Setters = {}
  let lapsed: Aspects['lapsed']
  for (const one of rules) {
    const live = counts(one, now)
    const open = OTHER_ASPECTS.filter((aspect) => by[aspect] === undefined && sets(one.rule, aspect))
    if (open.length === 0 || (!live && one.rule.expected !== true)) continue
    if (!holds(one, facts, severity, undecided)) continue
    if (live) for (const aspect of open) by[aspect] = one
    else if (by.expected === undefined) lapsed ??= { rule: one.rule.id, at: one.until as Instant }
  }
  return { by, lapsed }
}

const OTHER_ASPECTS: readonly RuleAspect[] = ['expected', 'grace', 'owner', 'response']

/** Whether the rule says anything about the aspect. */
export function sets(rule: Rule, aspect: RuleAspect): boolean {
  return (aspect === 'grace' ? rule.graceMs : rule[aspect]) !== undefined
}

function namesOf(by: Setters): Aspects['rules'] {
  return Object.fromEntries(Object.entries(by).map(([aspect, one]) => [aspect, one.rule.id]))
}
