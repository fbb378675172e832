import { createHash } from 'node:crypto'
import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import type { Config } from '../../config/config.ts'
import { decidePolicy } from '../../config/decide-policy.ts'
import type { PolicyInForce } from '../../loop/serve/service-policy.ts'
import { canonicalJson, type Json } from '../../model/json.ts'
import { ownerOf } from '../../policy/owner/owner-of.ts'
import { ruleSet } from '../../policy/rules/rule-set.ts'
import type { SourceSettingsBook } from './source-settings.ts'
import { configuredSource } from './watched-sources.ts'

/** Rules, ladder and owners of a configuration, with what sources say about their own objects. */
export function policyInForce(config: Config, book: SourceSettingsBook): PolicyInForce {
  const ofSources = book.rules
  const { set } = ruleSet({ central: config.rules, ofSources }, config.environments, compileCondition)
  const said = { rules: config.rules, ofSources, environments: config.environments } as unknown as Json
  return {
    rules: set,
    decidePolicy: (sources) =>
      decidePolicy(
        config,
        sources.flatMap((name) => configuredSource(config, name)?.name ?? name),
      ),
    ownerOf: (finding, aspects, labels) => {
      const { name, file } = finding.drift.source
      const evidence = {
        assignee: finding.assignee,
        codeowners: book.codeownersOf(name),
        filePath: file,
        labels,
        ownerLabels: config.owners.labels,
        aspects,
        sourceOwner: book.ownerOf(name),
      }
      return ownerOf(evidence)?.owner ?? null
    },
    mark: createHash('sha256').update(canonicalJson(said)).digest('base64').slice(0, 16),
  }
}
