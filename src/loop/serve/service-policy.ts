import type { Decision } from '../../model/decision.ts'
import type { Fight } from '../../model/overwritten-fix.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { CheckedObservation, ObservedDifference } from '../../model/observation.ts'
import { decide } from '../../policy/decide/decide.ts'
import type { DecidePolicy } from '../../policy/decide/decide-context.ts'
import type { Aspects } from '../../policy/rules/aspects.ts'
import { ruleFacts } from '../../policy/rules/rule-facts.ts'
import type { RuleSet } from '../../policy/rules/rule-set.ts'
import { rulesFor } from '../../policy/rules/rules-for.ts'
import type { CauseIndex } from './cause-index.ts'

/** Rules and ladder in force; replaced as a whole when the configuration is read anew. */
export interface PolicyInForce {
  readonly rules: RuleSet
  /** What configuration says about deciding for an object of these sources. */
  readonly decidePolicy: (sources: readonly string[]) => DecidePolicy
  /** Whose a finding is, by everything that says so; null = nobody does. */
  readonly ownerOf: (finding: Finding, aspects: Aspects, labels: Readonly<Record<string, string>>) => string | null
  /** Changes with anything in it, so that objects are assessed anew. */
  readonly mark: string
}

/** An observation after the rules, and what they say of each difference in it. */
export interface RuledObservation {
  readonly observation: CheckedObservation
  /** By finding id. */
  readonly aspects: ReadonlyMap<string, Aspects>
}

/** Applies the rules in force to observations, and decides about findings. Pure but for what it is asked to remember. */
export class ServicePolicy {
  #inForce: PolicyInForce
  readonly #causes: CauseIndex
  readonly #aspects = new Map<string, Aspects>()

  constructor(inForce: PolicyInForce, causes: CauseIndex) {
    this.#inForce = inForce
    this.#causes = causes
  }

  get mark(): string {
    return this.#inForce.mark
  }

  replace(inForce: PolicyInForce): void {
    this.#inForce = inForce
  }

  /**
   * What rules say of an observation: an expected difference is explained by the rule, the opposite word of a rule wins over
   * the catalogue, and severities are those after rules and modifiers.
   */
  ruled(observation: CheckedObservation, labels: Readonly<Record<string, string>>, now: Instant): RuledObservation {
    const aspects = new Map<string, Aspects>()
    const differences = observation.differences.map((one) => {
      const facts = ruleFacts(one.drift, { labels, sources: observation.sources, severity: one.drift.severity })
      const said = rulesFor(facts, this.#inForce.rules, now)
      aspects.set(one.drift.id, said)
      this.#aspects.set(one.drift.id, said)
      return asRuled(one, said)
    })
    return { observation: { ...observation, differences }, aspects }
  }

  /** What the rules said is kept for timers that come when nothing is observed, as long as the finding lasts. */
  forgetResolved(finding: Finding): void {
    if (finding.state === 'resolved') this.#aspects.delete(finding.id)
  }

  /** @param labels of the object; undefined where only time has passed, and nobody else becomes the owner */
  ownerOf(finding: Finding, aspects: Aspects, labels: Readonly<Record<string, string>> | undefined): string | null {
    return labels === undefined ? finding.owner : this.#inForce.ownerOf(finding, aspects, labels)
  }

  /** Undefined until the finding was observed once in this life of the service: its rules are not known before. */
  aspectsOf(findingId: string): Aspects | undefined {
    return this.#aspects.get(findingId)
  }

  decide(finding: Finding, aspects: Aspects, fights: readonly Fight[], now: Instant): Decision {
    const contested =
      finding.drift.kind === 'contested' ||
      fights.some((fight) => fight.endedAt === null && fight.path === finding.drift.path)
    const cause = this.#causes.reach(finding)
    const history = { done: [], takenToday: {}, cause, contested, confirmedAt: null }
    return decide(finding, aspects, { ...this.#inForce.decidePolicy(finding.sources), ...history }, now)
  }
}

function asRuled(difference: ObservedDifference, { expected, severity, rules }: Aspects): ObservedDifference {
  const drift = { ...difference.drift, severity, severityRule: rules.severity ?? difference.drift.severityRule }
  if (expected === true && difference.standing !== 'pending') {
    return { ...difference, drift, standing: 'explained', explainedBy: rules.expected ?? '' }
  }
  if (expected === false && difference.standing === 'explained') {
    const { explainedBy: _, ...rest } = difference
    return { ...rest, drift, standing: 'drift' }
  }
  return { ...difference, drift }
}
