import type { DecisionReason, ResponseStep } from '../../model/decision.ts'
import type { Finding } from '../../model/finding.ts'
import { type Instant } from '../../model/instant.ts'
import type { Aspects } from '../rules/aspects.ts'
import type { DecideContext } from './decide-context.ts'
import { isInScope, isOpen, isSameCluster } from './incident-scope.ts'
import { unconfirmedEnd } from './lapse.ts'
import { whyNotByItself } from './small-change.ts'
import { nextWorkingTime } from './working-time.ts'
import { minutesOf } from './written-time.ts'
import { dayAround } from './zone-clock.ts'

/** Why a step is not taken although its time has come. */
export interface Hold {
  readonly reason: DecisionReason
  /** When it ends by itself; null = never. */
  readonly until: Instant | null
  readonly text: string
}

export interface Situation {
  readonly finding: Finding
  readonly aspects: Aspects
  readonly context: DecideContext
  /** Git moved and the rollout has waited too long. */
  readonly stalled: boolean
  readonly now: Instant
  /** The moment that is looked at: `now`, or a later one when the next step is looked for. */
  readonly at: Instant
}

/** Steps that write to the cluster or to Git. */
const EFFECTS: ReadonlySet<ResponseStep> = new Set(['revert', 'pull-request'])
/** Steps that reach people at once. */
const CALLS: ReadonlySet<ResponseStep> = new Set(['notify', 'escalate'])

/** The first thing that holds the step back; undefined where it may be taken now. */
export function holdOn(step: ResponseStep, situation: Situation): Hold | undefined {
  for (const hold of HOLDS) {
    const found = hold(step, situation)
    if (found !== undefined) return found
  }
  return undefined
}

/** In the order in which they are told. */
const HOLDS: readonly ((step: ResponseStep, situation: Situation) => Hold | undefined)[] = [
  acknowledged,
  incident,
  contested,
  movedInGit,
  neverPages,
  tooMany,
  ended,
  notSmall,
  dailyCap,
  outsideWorkingTime,
]

function acknowledged(step: ResponseStep, { finding }: Situation): Hold | undefined {
  if (finding.handling.kind !== 'acknowledged' || step === 'ticket') return undefined
  return {
    reason: 'acknowledged',
    until: null,
    text: `acknowledged: ${words(step)} does not come while somebody is on it`,
  }
}

function incident(step: ResponseStep, { finding, aspects, context, at }: Situation): Hold | undefined {
  const open = context.incidents.filter((window) => isOpen(window, at))
  const [inScope] = open.filter((window) => isInScope(window, finding)).toSorted((a, b) => b.until - a.until)
  if (inScope !== undefined) {
    return {
      reason: 'held-incident',
      until: inScope.until,
      text: `held: incident ${inScope.name} until ${minutesOf(inScope.until)}`,
    }
  }
  if (!CALLS.has(step) || aspects.severity === 'critical') return undefined
  const [beside] = open.filter((window) => isSameCluster(window, finding)).toSorted((a, b) => b.until - a.until)
  if (beside === undefined) return undefined
  const text = `quiet: incident ${beside.name} on this cluster until ${minutesOf(beside.until)}`
  return { reason: 'held-incident', until: beside.until, text }
}

function contested(step: ResponseStep, { finding, context }: Situation): Hold | undefined {
  if (!EFFECTS.has(step) || !(context.contested || finding.drift.kind === 'contested')) return undefined
  return { reason: 'contested', until: null, text: `contested: two writers undo each other, so no ${words(step)}` }
}

function movedInGit(step: ResponseStep, { finding, stalled }: Situation): Hold | undefined {
  if (!EFFECTS.has(step)) return undefined
  if (stalled)
    return { reason: 'stalled-rollout', until: null, text: 'stalled rollout: the way out is the rollout itself' }
  if (finding.standing !== 'drift-and-pending') return undefined
  return {
    reason: 'pending-change',
    until: null,
    text: `Git moved as well: a ${words(step)} would roll out what waits there`,
  }
}

function neverPages(step: ResponseStep, { aspects: { severity } }: Situation): Hold | undefined {
  const silent = severity === 'info' ? !EFFECTS.has(step) : severity === 'low' && CALLS.has(step)
  if (!silent) return undefined
  return { reason: 'never-pages', until: null, text: `severity ${severity} disturbs nobody` }
}

function tooMany(step: ResponseStep, { context: { cause, breaker } }: Situation): Hold | undefined {
  if (step !== 'revert' || cause.objects < 2) return undefined
  if (cause.objects > breaker.objects) {
    return { reason: 'too-many', until: null, text: `${cause.objects} objects changed at once: nothing is reverted` }
  }
  if (cause.shareOfSource <= breaker.share) return undefined
  const percent = Math.round(cause.shareOfSource * 100)
  return { reason: 'too-many', until: null, text: `${percent} % of the source changed at once: nothing is reverted` }
}

function ended(step: ResponseStep, { finding, aspects, context, at }: Situation): Hold | undefined {
  const end = EFFECTS.has(step) ? unconfirmedEnd(finding, aspects, context, at) : undefined
  return end && { reason: 'asks-owner', until: null, text: `${end.what} ended: ${words(step)} needs the owner's yes` }
}

function notSmall(step: ResponseStep, { finding, aspects, context }: Situation): Hold | undefined {
  const why = step === 'revert' ? whyNotByItself(finding, aspects, context) : undefined
  if (why === undefined) return undefined
  return { reason: 'asks-owner', until: null, text: `revert needs the owner's yes: ${why}` }
}

function dailyCap(step: ResponseStep, { aspects, context, now, at }: Situation): Hold | undefined {
  const cap = aspects.response.dailyCaps?.[step] ?? context.dailyCaps[step]
  if (cap === undefined || (context.takenToday[step] ?? 0) < cap) return undefined
  const until = dayAround(context.timeZone, now).to
  if (at >= until) return undefined
  return { reason: 'daily-cap', until, text: `${words(step)} waits: ${cap} a day, until ${minutesOf(until)}` }
}

/** What is critical, and what is there because nobody reacted, does not wait for the morning. */
function outsideWorkingTime(step: ResponseStep, { aspects, context: { calendar }, at }: Situation): Hold | undefined {
  if (calendar === undefined || step === 'escalate' || aspects.severity === 'critical') return undefined
  const until = nextWorkingTime(calendar, at) ?? null
  if (until === at) return undefined
  const text = until === null ? 'and none comes' : `which begin ${minutesOf(until)}`
  return { reason: 'waiting', until, text: `${words(step)} waits for the hours of ${calendar.name}, ${text}` }
}

export function words(step: ResponseStep): string {
  return step === 'pull-request'
    ? 'pull request'
    : step === 'notify'
      ? 'message'
      : step === 'escalate'
        ? 'escalation'
        : step
}
