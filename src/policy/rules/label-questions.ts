import { SEVERITIES, type Severity } from '../../model/severity.ts'
import type { CompiledRule } from './compile-rule.ts'
import type { RuleFacts } from './rule-facts.ts'
import type { RuleSet } from './rule-set.ts'

/** Whether something holds of the labels of one object, and the rules that ask for it. */
export interface LabelQuestion {
  readonly key: string
  readonly rules: readonly string[]
}

/** Everything that these rule sets ask about labels that are not at hand; the same question of two sets is one. */
export function labelQuestions(facts: RuleFacts, sets: readonly RuleSet[]): readonly LabelQuestion[] {
  const asked = new Map<string, Set<string>>()
  for (const set of sets) {
    for (const one of set.forKind(facts.ref.group, facts.ref.kind)) {
      for (const severity of SEVERITIES) {
        if (one.matches(facts, severity) !== 'untold') continue
        const key = questionOf(one, severity)
        asked.set(key, (asked.get(key) ?? new Set()).add(one.rule.id))
      }
    }
  }
  return [...asked].map(([key, rules]) => ({ key, rules: [...rules] }))
}

/** The rule set as it answers if these questions are answered so. */
export function withAnswers(set: RuleSet, answers: ReadonlyMap<string, boolean>): RuleSet {
  if (answers.size === 0) return set
  const answered = (one: CompiledRule): CompiledRule => ({
    ...one,
    matches: (facts, severity) => {
      const answer = one.matches(facts, severity)
      return answer === 'untold' ? (answers.get(questionOf(one, severity)) ?? false) : answer
    },
  })
  return { ...set, forKind: (group, kind) => set.forKind(group, kind).map(answered) }
}

/** The severity is part of the question only where the condition looks at it. */
function questionOf({ rule: { match } }: CompiledRule, severity: Severity): string {
  const condition = match.condition ?? null
  const looksAtIt = condition?.includes('severity') === true
  return JSON.stringify([match.labels ?? null, condition, looksAtIt ? severity : null])
}
