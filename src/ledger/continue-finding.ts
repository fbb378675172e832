import type { Finding } from '../model/finding.ts'
import type { Json } from '../model/json.ts'
import type { ObservedDifference, Standing } from '../model/observation.ts'
import { acceptanceStep } from './acceptance.ts'
import { asObserved, isNews, isSameValue } from './as-observed.ts'
import { beginFinding, unexplainFinding } from './begin-finding.ts'
import { causeOf } from './cause.ts'
import { isLasting, type Look } from './look.ts'
import { endedAt } from './period.ts'
import { provenBy } from './onset.ts'
import { resolutionOf } from './resolution.ts'
import { allOf, entryAbout, NOTHING, type Step } from './step.ts'
import { openedStep, resolvedStep, settledStep } from './timers.ts'

/** A difference that is there, and a finding that has lasted until now. */
export function continueFinding(finding: Finding, observed: ObservedDifference, look: Look): Step {
  const ended = endBefore(finding, observed, look)
  if (ended !== undefined) {
    const [past] = ended.findings
    return allOf([ended, beginFinding(observed, past ?? finding, look)])
  }
  if (observed.standing === 'explained') return explained(finding, observed, look)
  if (finding.state === 'resolved') return unexplainFinding(observed, finding, look)
  return goneOn(finding, observed, look)
}

/**
 * The end of what was before, where the difference is no longer the same one: agreement had lasted long enough in between
 * or what was a missing object is now one that nobody wants.
 */
function endBefore(finding: Finding, observed: ObservedDifference, look: Look): Step | undefined {
  // Agreement that could not be confirmed since is not known to have lasted.
  const settled = finding.frozen === null ? settledStep(finding, look) : NOTHING
  if (settled.findings.length > 0) return settled
  const turned = finding.drift.path === '' && (finding.drift.kind === 'missing') !== (observed.drift.kind === 'missing')
  if (!turned || !isLasting(finding)) return undefined
  return finding.state === 'resolved'
    ? { findings: [{ ...finding, explainedBy: null }], activity: [] }
    : resolvedStep(finding, look.at, resolutionOf(finding, look), look)
}

function goneOn(finding: Finding, observed: ObservedDifference, look: Look): Step {
  const isReturn = finding.agreedSince !== null
  const seen = asObserved(finding, observed, look, isReturn)
  const wasDrift = isDrift(finding.standing)
  const isSame = !isReturn && isSameValue(finding, observed)
  const onset = provenBy(finding.onset, look.at)
  const next: Finding = {
    ...seen,
    onset,
    state: wasDrift && !isDrift(observed.standing) ? 'settling' : finding.state,
    standingSince: sinceWhen(finding, observed, isSame, onset.notAfter, look),
    period: isReturn ? { ...finding.period, flips: finding.period.flips + 1 } : finding.period,
    agreedSince: null,
    agreedThrough: null,
    // A baseline is silent about what was found; what is changed after it is news.
    baseline: finding.baseline && isSame,
  }
  return told(finding, next, observed, look)
}

/** Grace begins anew only where the difference becomes drift by the cluster's moving. */
function sinceWhen(
  finding: Finding,
  observed: ObservedDifference,
  isSame: boolean,
  onset: number,
  look: Look,
): Finding['standingSince'] {
  if (isDrift(observed.standing) === isDrift(finding.standing)) return Math.min(finding.standingSince, look.at)
  return observed.standing === 'pending' || isSame ? onset : look.at
}

function explained(finding: Finding, observed: ObservedDifference, look: Look): Step {
  const seen = asObserved(finding, observed, look, finding.agreedSince !== null)
  const next = finding.state === 'resolved' ? seen : endedAt(seen, look.at, 'explained')
  return told(finding, { ...next, onset: provenBy(finding.onset, look.at) }, observed, look)
}

function isDrift(standing: Standing): boolean {
  return standing === 'drift' || standing === 'drift-and-pending'
}

/** The next state with everything that has to be said about it; nothing where it says nothing new. */
function told(before: Finding, seen: Finding, observed: ObservedDifference, look: Look): Step {
  const accepted = acceptanceStep(seen, observed, look)
  const spoken = accepted.findings[0] ?? seen
  const opened = openedStep(spoken, look)
  const after = opened.findings[0] ?? spoken
  if (!isNews(before, after)) return NOTHING
  return {
    findings: [after],
    // Of the drift as it is recorded: who made it may be known better than this look tells.
    causes: before.causeId === after.causeId ? [] : [causeOf({ ...observed, drift: after.drift })],
    activity: [...entries(before, after, look), ...accepted.activity, ...opened.activity],
  }
}

function entries(before: Finding, after: Finding, look: Look): Step['activity'] {
  const about = (kind: string, detail: { readonly [key: string]: Json }): Step['activity'][number] =>
    entryAbout(after, kind, detail, look)
  const changed = changesOf(before, after)
  const { to, resolution } = after.period
  return [
    ...(before.frozen === null ? [] : [about('finding-unfrozen', { reason: before.frozen.reason })]),
    ...(after.period.flips > before.period.flips
      ? [about('finding-flipped', { agreedSince: before.agreedSince, flips: after.period.flips })]
      : []),
    ...(after.explainedBy !== null && after.explainedBy !== before.explainedBy
      ? [about('finding-explained', { rule: after.explainedBy, value: after.valueMark })]
      : []),
    ...(before.period.to === null && to !== null ? [about('finding-resolved', { resolution, to })] : []),
    ...(Object.keys(changed).length > 0 && after.explainedBy === null ? [about('finding-changed', changed)] : []),
  ]
}

/** What people would ask about, as it was and as it is; of values only the marks. */
function changesOf(before: Finding, after: Finding): { readonly [key: string]: Json } {
  const told = (finding: Finding): readonly (readonly [string, Json])[] => [
    ['standing', finding.standing],
    ['severity', finding.drift.severity],
    ['kind', finding.drift.kind],
    ['actorClass', finding.drift.actorClass],
    ['value', finding.valueMark],
    ['desired', finding.desiredMark],
  ]
  const was = new Map(told(before))
  const different = told(after).filter(([name, value]) => was.get(name) !== value)
  return Object.fromEntries(different.map(([name, value]) => [name, [was.get(name) ?? null, value]]))
}
