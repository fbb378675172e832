import type { Finding } from '../../model/finding.ts'
import { SEVERITIES, type Severity } from '../../model/severity.ts'
import { SEVERITY_RULES } from '../severity/catalogue.ts'
import { CHART_DEFINITION } from '../severity/chart-definition.ts'
import type { SeverityRule } from '../severity/severity-rule.ts'
import { oneMilder } from '../severity/severity-of.ts'
import { ruleFacts } from './rule-facts.ts'
import type { RuleSet } from './rule-set.ts'
import { modified } from './severity-modifiers.ts'

const CATALOGUE: ReadonlyMap<string, Pick<SeverityRule, 'level' | 'direction'>> = new Map(
  [...SEVERITY_RULES, CHART_DEFINITION].map((rule) => [rule.id, rule]),
)

/**
 * The severities that the catalogue may have given a finding before rules and modifiers. The record holds what came of it:
 * where the catalogue decided, its rule and the place leave one or two; where a rule of the configuration did, all are left.
 *
 * @param set the rules by whose environments the recorded severity is supposed to have been modified
 */
export function judgedSeverities(
  { drift, sources }: Pick<Finding, 'drift' | 'sources'>,
  set: RuleSet,
): readonly Severity[] {
  const rule = CATALOGUE.get(drift.severityRule)
  if (rule === undefined) return SEVERITIES
  const milder = oneMilder(rule.level)
  const possible = rule.direction === undefined || milder === rule.level ? [rule.level] : [rule.level, milder]
  const modifiers = set.modifiers(ruleFacts(drift, { labels: undefined, sources, severity: rule.level }), {})
  const fitting = possible.filter((severity) => modified(severity, modifiers) === drift.severity)
  // Where none fits, the environments were others when it was recorded.
  return fitting.length === 0 ? possible : fitting
}
