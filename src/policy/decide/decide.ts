import type { Decision } from '../../model/decision.ts'
import type { Finding } from '../../model/finding.ts'
import { type Instant, MINUTE } from '../../model/instant.ts'
import type { Aspects } from '../rules/aspects.ts'
import type { DecideContext } from './decide-context.ts'
import type { Situation } from './hold.ts'
import { climb } from './ladder.ts'
import { isAccepted } from './lapse.ts'
import { minutesOf } from './written-time.ts'

type Choice = Omit<Decision, 'rules'>

/**
 * What should happen about a finding now, what comes next, and why; also for doing nothing. A value without any effect:
 * whoever acts checks incident windows and the object once more. Never throws.
 */
export function decide(finding: Finding, aspects: Aspects, context: DecideContext, now: Instant): Decision {
  const stalled = finding.standing === 'pending' && now >= finding.standingSince + context.stalledAfterMs
  const situation: Situation = { finding, aspects, context, stalled, now, at: now }
  return { ...(atRest(situation) ?? climb(situation)), rules: aspects.rules }
}

/** When the decision has to be made anew although nothing was observed; null = never. */
export function nextDue(decision: Decision): Instant | null {
  return decision.next?.at ?? null
}

/** How long agreement must last before a period ends (R-18). */
const FLIP_MS = 10 * MINUTE

/** Reasons for which the ladder does not begin, the strongest first. */
function atRest({ finding, aspects, context, stalled, now }: Situation): Choice | undefined {
  const { handling, frozen, standingSince } = finding
  // What a rule explains is over as a finding, and still there; what is gone is explained by nothing.
  const explained = finding.standing === 'explained' && finding.explainedBy !== null
  if (finding.state === 'resolved' && !explained) return rest('resolved', 'the difference is gone')
  if (frozen !== null)
    return rest('unknown-frozen', `cannot be observed since ${minutesOf(frozen.since)}: ${frozen.reason}`)
  if (isExpected(finding, aspects, explained)) {
    return expected(finding, aspects)
  }
  if (finding.standing === 'pending' && !stalled) {
    const at = standingSince + context.stalledAfterMs
    return rest('pending-change', `on its way from Git; stalled from ${minutesOf(at)}`, at)
  }
  if (handling.kind === 'accepted' && isAccepted(finding, aspects, now)) {
    return rest('accepted', `kept on purpose until ${minutesOf(handling.until)}`, handling.until)
  }
  if (finding.agreedSince !== null) {
    const at = finding.agreedSince + FLIP_MS
    return rest('waiting', `agrees again since ${minutesOf(finding.agreedSince)}; gone for good at ${minutesOf(at)}`)
  }
  if (finding.baseline && !context.baselineSpeaks)
    return rest('baseline', 'was there when the source was first looked at')
  if (finding.state === 'settling' && !stalled) {
    const at = standingSince + aspects.graceMs
    return rest('within-grace', `opens ${minutesOf(at)} unless it is gone by then`, at)
  }
  return undefined
}

/** A change on its way from Git is no drift that a rule could expect. */
function isExpected({ standing }: Finding, { expected }: Aspects, explained: boolean): boolean {
  return explained ? expected !== false : expected === true && standing !== 'pending'
}

function expected({ explainedBy }: Finding, { rules, expectedUntil }: Aspects): Choice {
  const by = rules.expected ?? explainedBy
  const until = expectedUntil === undefined ? '' : ` until ${minutesOf(expectedUntil)}`
  return rest('expected', `expected${by === null ? '' : ` by ${by}`}${until}`, expectedUntil)
}

/** Nothing is due. At `at` the question is whether the finding speaks. */
function rest(reason: Decision['reason'], text: string, at?: Instant): Choice {
  return { reason, due: null, next: at === undefined ? null : { step: 'open', at }, text }
}
