import type { Finding, FindingState } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { RuledFinding } from '../../model/rules-replay.ts'
import { decide } from '../decide/decide.ts'
import type { Aspects } from './aspects.ts'
import { withAnswers } from './label-questions.ts'
import type { RecordedFinding, RuledBy } from './recorded-finding.ts'
import type { Beneath, World } from './replay-worlds.ts'
import { ruleFacts } from './rule-facts.ts'
import { rulesFor } from './rules-for.ts'

/** What a rule set makes of a finding in one world, and the rules that decide something of it. */
export interface RuleOutcome {
  readonly ruled: RuledFinding
  readonly deciding: readonly string[]
}

/**
 * Asks rules and decides, as the next look at the object would if it found what is recorded. Worlds in which rules say the same
 * are decided once: there may be hundreds, and they mostly do.
 */
export function outcomesOf(
  { finding, history }: RecordedFinding,
  by: RuledBy,
  now: Instant,
): (world: World) => RuleOutcome {
  const said = new Map<string, Aspects>()
  const outcomes = new Map<string, RuleOutcome>()
  const { drift, sources } = finding
  return (world) => {
    const { judged, answers, beneath, isOwnerNamed } = world
    const aspects = remembered(said, `${judged} ${[...answers.values()].join()}`, () => {
      const facts = ruleFacts(drift, { labels: undefined, sources, severity: judged })
      return rulesFor(facts, withAnswers(by.rules, answers), now)
    })
    return remembered(outcomes, JSON.stringify([aspects, beneath, isOwnerNamed]), () =>
      outcomeOf({ finding, history }, by, aspects, world, now),
    )
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}

function outcomeOf(
  { finding, history }: RecordedFinding,
  by: RuledBy,
  aspects: Aspects,
  { beneath, isOwnerNamed }: World,
  now: Instant,
): RuleOutcome {
  const { drift, sources } = finding
  const { severity, rules } = aspects
  const policy = by.decidePolicy(sources)
  const { standing, explainedBy } = standingUnder(aspects, beneath)
  const standingSince = sinceUnder(finding, standing)
  const stalled = standing === 'pending' && now >= standingSince + policy.stalledAfterMs
  const state = stateUnder(finding, { standing, standingSince, graceMs: aspects.graceMs, stalled, now })
  const owner = isOwnerNamed ? finding.owner : (aspects.owner ?? by.ownerOfSource(drift.source.name) ?? null)
  const ruled: Finding = {
    ...finding,
    standing,
    explainedBy,
    standingSince,
    state,
    owner,
    drift: { ...drift, severity },
  }
  const decision = decide(ruled, aspects, { ...policy, ...history }, now)
  return {
    ruled: { expected: explainedBy, severity, state, owner, decision },
    deciding: [...new Set([...Object.values(rules), ...(explainedBy === null ? [] : [explainedBy])])],
  }
}

/** A change on its way from Git is no drift that a rule could expect; the opposite word of a rule wins over the catalogue. */
function standingUnder({ expected, rules }: Aspects, beneath: Beneath): Beneath {
  if (expected === true && beneath.standing !== 'pending') {
    return { standing: 'explained', explainedBy: rules.expected ?? '' }
  }
  return expected === false && beneath.standing === 'explained' ? { standing: 'drift', explainedBy: null } : beneath
}

/** What rules explain no more has been drift for as long as the difference is there. */
function sinceUnder({ standing, standingSince, onset }: Finding, under: Finding['standing']): Instant {
  return standing === 'explained' && under !== 'explained' ? onset.notAfter : standingSince
}

interface Standing {
  readonly standing: Finding['standing']
  readonly standingSince: Instant
  readonly graceMs: number
  readonly stalled: boolean
  readonly now: Instant
}

/** What is open stays open whatever the grace; what settles opens when its time has come, unless nothing can be observed. */
function stateUnder(finding: Finding, { standing, standingSince, graceMs, stalled, now }: Standing): FindingState {
  if (standing === 'explained') return 'resolved'
  if (finding.state === 'open') return 'open'
  if (finding.frozen !== null || finding.agreedSince !== null) return 'settling'
  if (standing === 'pending') return stalled ? 'open' : 'settling'
  return now >= standingSince + graceMs ? 'open' : 'settling'
}
