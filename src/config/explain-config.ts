import type { Instant } from '../model/instant.ts'
import type { CompileCondition } from '../policy/rules/condition.ts'
import type { Aspects } from '../policy/rules/aspects.ts'
import { explainRules, type RuleSay } from '../policy/rules/explain-rules.ts'
import type { RuleFacts } from '../policy/rules/rule-facts.ts'
import { rulesFor } from '../policy/rules/rules-for.ts'
import { ruleSet } from '../policy/rules/rule-set.ts'
import type { Config } from './config.ts'
import { decidePolicy } from './decide-policy.ts'
import type { SourceSettings } from './parse-source-config.ts'

/** What a configuration makes of one place, and why. */
export interface ConfigExplanation {
  readonly aspects: Aspects
  /** Every rule that has a say, in the order in which they are asked. */
  readonly rules: readonly RuleSay[]
  /** Steps that are turned on for all sources of the object. */
  readonly enabled: readonly string[]
}

/** Answers "which rules would apply here, and why", for a difference with these facts. */
export function explainConfig(
  config: Config,
  ofSources: readonly SourceSettings[],
  facts: RuleFacts,
  compileCondition: CompileCondition,
  now: Instant,
): ConfigExplanation {
  const rules = { central: config.rules, ofSources: ofSources.flatMap((source) => source.rules) }
  const { set } = ruleSet(rules, config.environments, compileCondition)
  return {
    aspects: rulesFor(facts, set, now),
    rules: explainRules(facts, set, now),
    enabled: decidePolicy(config, facts.sources).enabled,
  }
}
