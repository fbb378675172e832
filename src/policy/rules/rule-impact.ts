import type { Decision } from '../../model/decision.ts'
import { ageOf, type Finding, type FindingState } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { Severity } from '../../model/severity.ts'
import { decide } from '../decide/decide.ts'
import type { DecideContext } from '../decide/decide-context.ts'
import type { Aspects } from './aspects.ts'
import { ruleFacts } from './rule-facts.ts'
import { rulesFor } from './rules-for.ts'
import type { RuleSet } from './rule-set.ts'
import type { Circumstances } from './severity-modifiers.ts'

/** A recorded finding with what rules look at beside it. */
export interface RecordedFinding {
  readonly finding: Finding
  /** Labels of its object as they were seen last. */
  readonly labels: Readonly<Record<string, string>>
  /** As the catalogue judged it, before rules and modifiers. */
  readonly judged: Severity
  readonly circumstances: Circumstances
  readonly context: DecideContext
}

/** What a rule set makes of a finding. */
export interface RuledFinding {
  readonly expected: boolean
  readonly severity: Severity
  readonly state: FindingState
  readonly owner: string | undefined
  readonly decision: Decision
}

export interface RuleImpact {
  readonly finding: string
  readonly before: RuledFinding
  readonly after: RuledFinding
  /** What differs between the two; at least one. */
  readonly changes: readonly ('expected' | 'severity' | 'state' | 'owner' | 'decision')[]
}

/**
 * Replays two rule sets over recorded findings and tells those for which something would change, in the order given. Both
 * sides are computed, so that what changed for another reason since is not counted.
 */
export function testRules(
  recorded: readonly RecordedFinding[],
  before: RuleSet,
  after: RuleSet,
  now: Instant,
): readonly RuleImpact[] {
  return recorded.flatMap((one) => {
    const [old, young] = [ruled(one, before, before, now), ruled(one, after, before, now)]
    const changes = WATCHED.filter((part) => mark(old, part) !== mark(young, part))
    return changes.length === 0 ? [] : [{ finding: one.finding.id, before: old, after: young, changes }]
  })
}

const WATCHED = ['expected', 'severity', 'state', 'owner', 'decision'] as const

/** Of a decision what would be done counts, not which rule says so. */
function mark(one: RuledFinding, part: (typeof WATCHED)[number]): unknown {
  if (part !== 'decision') return one[part]
  const { reason, due, next } = one.decision
  return `${reason} ${due} ${next?.step} ${next?.at}`
}

function ruled(
  { finding, labels, judged, circumstances, context }: RecordedFinding,
  set: RuleSet,
  before: RuleSet,
  now: Instant,
): RuledFinding {
  const facts = ruleFacts(finding.drift, { labels, sources: finding.sources, severity: judged })
  const aspects = rulesFor(facts, set, now, circumstances)
  const standing = standingUnder(finding, aspects, before)
  const state = stateUnder(finding, standing, aspects, now)
  const explainedBy = standing === 'explained' ? (aspects.rules.expected ?? finding.explainedBy) : null
  const decision = decide({ ...finding, standing, state, explainedBy }, aspects, context, now)
  return { expected: standing === 'explained', severity: aspects.severity, state, owner: aspects.owner, decision }
}

/** What a rule of the recorded set explained is drift unless a rule still does; what the catalogue explains stays so. */
function standingUnder(finding: Finding, { expected }: Aspects, before: RuleSet): Finding['standing'] {
  if (expected === true) return 'explained'
  if (finding.standing !== 'explained') return finding.standing
  const byRule = before.rules.some(({ rule }) => rule.id === finding.explainedBy)
  return expected === false || byRule ? 'drift' : 'explained'
}

/** What the rules explain is over as a finding; what they explain no more is as old as the difference. */
function stateUnder(finding: Finding, standing: Finding['standing'], { graceMs }: Aspects, now: Instant): FindingState {
  if (standing === 'explained') return 'resolved'
  if (standing === 'pending' || (finding.state === 'resolved' && finding.standing === standing)) return finding.state
  return ageOf(finding, now) >= graceMs ? 'open' : 'settling'
}
