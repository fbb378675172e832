import type { Rule } from '../../model/response-rule.ts'
import { type CompiledRule, compileRule, type RuleProblem } from './compile-rule.ts'
import type { CompileCondition } from './condition.ts'
import { type Environments, type ModifierTest, modifierTest } from './severity-modifiers.ts'
import { SHIPPED_RULES } from './shipped-rules.ts'

/** All rules in the order in which they are asked: central, then those of sources, then shipped ones. */
export interface RuleSet {
  readonly rules: readonly CompiledRule[]
  /** Those that may have a say about a kind; computed once for each kind. */
  readonly forKind: (group: string, kind: string) => readonly CompiledRule[]
  readonly modifiers: ModifierTest
}

/** A rule that cannot be used; the others are. */
export interface RefusedRule {
  readonly rule: Rule
  readonly problems: readonly RuleProblem[]
}

/**
 * Compiles rules. A rule that cannot be used is left out and told: it then explains nothing, so that what it would have
 * hidden is seen. Configuration refuses such rules before they get here.
 */
export function ruleSet(
  rules: { readonly central: readonly Rule[]; readonly ofSources: readonly Rule[] },
  environments: Environments,
  compileCondition: CompileCondition,
): { readonly set: RuleSet; readonly refused: readonly RefusedRule[] } {
  const compiled: CompiledRule[] = []
  const refused: RefusedRule[] = []
  for (const rule of [...rules.central, ...rules.ofSources, ...SHIPPED_RULES]) {
    const result = compileRule(rule, compileCondition)
    if ('compiled' in result) compiled.push(result.compiled)
    else refused.push({ rule, problems: result.problems })
  }
  return { set: { rules: compiled, forKind: byKind(compiled), modifiers: modifierTest(environments) }, refused }
}

function byKind(rules: readonly CompiledRule[]): RuleSet['forKind'] {
  const found = new Map<string, readonly CompiledRule[]>()
  return (group, kind) => {
    const name = `${group}/${kind}`
    let some = found.get(name)
    if (some === undefined) {
      some = rules.filter((one) => one.allowsKind(group, kind))
      found.set(name, some)
    }
    return some
  }
}
