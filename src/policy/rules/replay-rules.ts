import type { Instant } from '../../model/instant.ts'
import type { ReplayedRule, RulesReplay } from '../../model/rules-replay.ts'
import { SEVERITIES } from '../../model/severity.ts'
import { isUnderRules, type RecordedFinding } from './recorded-finding.ts'
import { isOfCatalogue } from './replay-worlds.ts'
import { ruleFacts } from './rule-facts.ts'
import { type ComparedRules, type FindingImpact, ruleImpact } from './rule-impact.ts'

/**
 * Replays a rule set over recorded findings: for each of them what would change, and for each rule what it decides now and
 * would decide then. Pure: the same record and rules say the same at the same time.
 */
export function replayRules(recorded: readonly RecordedFinding[], rules: ComparedRules, now: Instant): RulesReplay {
  const there = recorded.filter(({ finding }) => isUnderRules(finding))
  const impacts = there.map((one) => ruleImpact(one, rules, now))
  return {
    now,
    comparedWith: rules.before === 'recorded' ? 'recorded' : 'rules',
    findings: there.length,
    recordedOtherwise: impacts.filter(({ isOtherwise }) => isOtherwise).length,
    items: impacts
      .map(({ replayed }) => replayed)
      .filter(({ changes, untold }) => changes.length > 0 || untold.length > 0),
    rules: replayedRules(there, impacts, rules, now),
  }
}

/** Rules of the configuration in their order, then what comes with driftage, then those that are gone. */
function replayedRules(
  recorded: readonly RecordedFinding[],
  impacts: readonly FindingImpact[],
  rules: ComparedRules,
  now: Instant,
): readonly ReplayedRule[] {
  const { rules: listed } = rules.after.rules
  const seen = new Set(impacts.flatMap(({ before, after }) => [...before.certain, ...after.certain, ...after.possible]))
  const others = [...seen].filter((id) => !listed.some(({ rule }) => rule.id === id)).sort()
  const reached = reachedRules(recorded, rules)
  const countOf = (of: (impact: FindingImpact) => readonly string[], id: string): number =>
    impacts.filter((impact) => of(impact).includes(id)).length
  const counted = (rule: string): Pick<ReplayedRule, 'rule' | 'before' | 'after' | 'untold'> => ({
    rule,
    before: countOf(({ before }) => before.certain, rule),
    after: countOf(({ after }) => after.certain, rule),
    untold: countOf(({ after }) => after.possible, rule),
  })
  return [
    ...listed
      .map(({ rule: { id, from }, until }): ReplayedRule => {
        const counts = counted(id)
        const hits = counts.after + counts.untold > 0
        const idle = until !== undefined && now >= until ? 'ended' : reached.has(id) ? 'overruled' : 'nothing'
        return { ...counts, from, standing: hits ? 'hits' : idle }
      })
      // Of what comes with driftage only what has a say is worth a line.
      .filter((one) => one.from !== 'shipped' || one.before + one.after + one.untold > 0),
    ...others.map((id): ReplayedRule => {
      const counts = counted(id)
      const from = isOfCatalogue(id) ? 'catalogue' : counts.untold > 0 ? 'source' : 'gone'
      return { ...counts, from, standing: counts.after + counts.untold > 0 ? 'hits' : 'nothing' }
    }),
  ]
}

/** Rules that match at least one finding, or may, whether or not an earlier one says it first. */
function reachedRules(recorded: readonly RecordedFinding[], { after }: ComparedRules): ReadonlySet<string> {
  const reached = new Set<string>()
  for (const { finding } of recorded) {
    const { drift, sources } = finding
    const facts = ruleFacts(drift, { labels: undefined, sources, severity: drift.severity })
    for (const one of after.rules.forKind(facts.ref.group, facts.ref.kind)) {
      const { id } = one.rule
      if (reached.has(id)) continue
      if (SEVERITIES.some((severity) => one.matches(facts, severity) !== false)) reached.add(id)
    }
  }
  return reached
}
