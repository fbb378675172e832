import { createHash } from 'node:crypto'
import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import type { Config } from '../../config/config.ts'
import { decidePolicy } from '../../config/decide-policy.ts'
import type { PolicyInForce } from '../../loop/serve/service-policy.ts'
import { canonicalJson, type Json } from '../../model/json.ts'
import type { Rule } from '../../model/response-rule.ts'
import { ruleSet } from '../../policy/rules/rule-set.ts'
import { configuredSource } from './watched-sources.ts'

/** Rules and ladder of a configuration, with the rules that sources bring for their own objects. */
export function policyInForce(config: Config, ofSources: readonly Rule[]): PolicyInForce {
  const { set } = ruleSet({ central: config.rules, ofSources }, config.environments, compileCondition)
  const said = { rules: config.rules, ofSources, environments: config.environments } as unknown as Json
  return {
    rules: set,
    decidePolicy: (sources) =>
      decidePolicy(
        config,
        sources.flatMap((name) => configuredSource(config, name)?.name ?? name),
      ),
    mark: createHash('sha256').update(canonicalJson(said)).digest('base64').slice(0, 16),
  }
}
