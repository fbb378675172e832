import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { RuledFinding } from '../../model/rules-replay.ts'
import type { DecideHistory, DecidePolicy } from '../decide/decide-context.ts'
import type { RuleSet } from './rule-set.ts'

/** What is taken from the record of a finding: no marks of values, since they only tell what is another value. */
export interface RecordedFinding {
  readonly finding: Finding
  /** What decisions look at beside the finding. */
  readonly history: DecideHistory
}

/** Rules with everything else of a configuration that says what should happen about a finding. */
export interface RuledBy {
  readonly rules: RuleSet
  readonly decidePolicy: (sources: readonly string[]) => DecidePolicy
  /** Owner of everything in a source, by configuration. */
  readonly ownerOfSource: (source: string) => string | undefined
}

/** True where the difference is there: drift, on its way, or explained. What has ended is under no rule any more. */
export function isUnderRules({ state, explainedBy }: Pick<Finding, 'state' | 'explainedBy'>): boolean {
  return state !== 'resolved' || explainedBy !== null
}

/** What the record says that the rules in force made of it. */
export function asRecorded(finding: Finding): Partial<RuledFinding> {
  const { explainedBy, drift, state, owner, decision } = finding
  return {
    expected: explainedBy,
    severity: drift.severity,
    state,
    owner,
    ...(decision === null ? {} : { decision }),
  }
}

/** Rules that decide something of it, by the record. */
export function rulesRecorded({ explainedBy, decision }: Finding): readonly string[] {
  return [...new Set([...Object.values(decision?.rules ?? {}), ...(explainedBy === null ? [] : [explainedBy])])]
}

/**
 * The time at which the recorded decision held. Where nobody has looked since its next step came due, that is just before: what
 * changes because time went on is not the work of rules.
 */
export function heldAt({ decision, lastConfirmed }: Finding, now: Instant): Instant {
  const due = decision?.next?.at
  return due === undefined || due > now ? now : Math.min(now, Math.max(lastConfirmed, due - 1))
}
