import type { Decision, ResponseStep } from '../../model/decision.ts'
import type { Instant } from '../../model/instant.ts'
import type { Response } from '../../model/response-rule.ts'
import { type Hold, holdOn, type Situation, words } from './hold.ts'
import { isInScope, isOpen } from './incident-scope.ts'
import { minutesOf } from './written-time.ts'

type Choice = Omit<Decision, 'rules'>

interface Planned {
  readonly step: ResponseStep
  readonly at: Instant
}

/** Walks the ladder: the first step whose time has come and that nothing holds back is due. */
export function climb(situation: Situation): Choice {
  const planned = plan(situation)
  const due = planned.filter(({ at }) => at <= situation.now)
  const holds = due.map(({ step }) => holdOn(step, situation))
  const free = due[holds.indexOf(undefined)]
  if (free !== undefined) {
    return stepIsDue(
      free,
      planned.filter(({ step }) => step !== free.step),
      situation,
    )
  }
  return nothingIsDue(holds[0], nextOf(planned, situation), planned.length > 0, situation)
}

/** Steps that are on, have a time and were not taken, in the order of their times. */
function plan({ finding, aspects, context, stalled }: Situation): readonly Planned[] {
  // A change of Git has waited as expected until its limit; before it nobody is told.
  const earliest = stalled ? finding.standingSince + context.stalledAfterMs : finding.onset.notAfter
  return STEPS.flatMap(({ step, after }) => {
    const age = aspects.response[after]
    if (age === undefined || !context.enabled.includes(step) || context.done.includes(step)) return []
    return [{ step, at: Math.max(finding.onset.notAfter + age, earliest) }]
  }).toSorted((a, b) => a.at - b.at)
}

/** Of steps with the same time the first comes first: a revert may make the ticket needless. */
const STEPS = [
  { step: 'notify', after: 'notifyAfterMs' },
  { step: 'revert', after: 'revertAfterMs' },
  { step: 'pull-request', after: 'pullRequestAfterMs' },
  { step: 'ticket', after: 'ticketAfterMs' },
  { step: 'escalate', after: 'escalateAfterMs' },
] as const satisfies readonly { step: ResponseStep; after: keyof Response }[]

function stepIsDue({ step, at }: Planned, others: readonly Planned[], situation: Situation): Choice {
  const text = `${words(step)} due since ${minutesOf(at)}`
  const next = nextOf(others, situation)
  if (situation.stalled) return { reason: 'stalled-rollout', due: step, next, text: `stalled rollout: ${text}` }
  return { reason: `${step}-due`, due: step, next, text }
}

/**
 * The first step that will be due by itself. One whose time has passed as well waits for the one that is due: were it
 * promised for the time of each look, each look would be another decision.
 */
function nextOf(planned: readonly Planned[], situation: Situation): Decision['next'] {
  const coming = planned.flatMap((one) => {
    const at = freeAt(one, situation)
    const isPast = at === situation.now && one.at < situation.now
    return at === undefined || isPast ? [] : [{ step: one.step, at }]
  })
  return coming.toSorted((a, b) => a.at - b.at)[0] ?? null
}

/** Holds follow each other, such as an incident until the night and then the hours of the calendar; few do. */
const MOST_HOLDS = 20

/** When nothing holds the step back any more; undefined where nobody can tell, so that no time is promised. */
function freeAt(planned: Planned, situation: Situation): Instant | undefined {
  let at = Math.max(planned.at, situation.now)
  for (let holds = 0; holds < MOST_HOLDS; holds++) {
    const hold = holdOn(planned.step, { ...situation, at })
    if (hold === undefined) return at
    if (hold.until === null || hold.until <= at) return undefined
    at = hold.until
  }
  return undefined
}

function nothingIsDue(hold: Hold | undefined, next: Decision['next'], hasSteps: boolean, situation: Situation): Choice {
  if (hold !== undefined) return { reason: hold.reason, due: null, next, text: hold.text }
  const standing = standingReason(situation)
  if (standing !== undefined) return { ...standing, due: null, next }
  if (next !== null) {
    return { reason: 'waiting', due: null, next, text: `${words(next.step as ResponseStep)} at ${minutesOf(next.at)}` }
  }
  return withoutNext(hasSteps, situation)
}

/** What holds of the finding whatever steps there are. */
function standingReason({ finding, context, stalled, now }: Situation): Pick<Choice, 'reason' | 'text'> | undefined {
  if (finding.handling.kind === 'acknowledged')
    return { reason: 'acknowledged', text: 'acknowledged: somebody is on it' }
  const window = context.incidents.find((one) => isOpen(one, now) && isInScope(one, finding))
  if (window !== undefined) {
    return { reason: 'held-incident', text: `held: incident ${window.name} until ${minutesOf(window.until)}` }
  }
  if (context.contested || finding.drift.kind === 'contested') {
    return { reason: 'contested', text: 'contested: two writers want different values' }
  }
  return stalled
    ? { reason: 'stalled-rollout', text: 'stalled rollout: Git moved and the cluster did not follow' }
    : undefined
}

function withoutNext(hasSteps: boolean, { aspects: { severity }, context }: Situation): Choice {
  const nothing = { due: null, next: null }
  if (severity === 'low' || severity === 'info') {
    return { reason: 'never-pages', ...nothing, text: `severity ${severity}: for lists and reports only` }
  }
  if (!hasSteps && context.done.length > 0) {
    return { reason: 'waiting', ...nothing, text: 'every step that is turned on has been taken' }
  }
  if (!hasSteps) return { reason: 'nothing-enabled', ...nothing, text: 'no step is turned on for the source' }
  return { reason: 'waiting', ...nothing, text: 'the steps that remain are held back' }
}
