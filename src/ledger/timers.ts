import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import { endedAt } from './period.ts'
import type { LedgerChange } from './ports.ts'
import type { LedgerSettings } from './settings.ts'
import { allOf, entryAbout, NOTHING, refOf, type Step } from './step.ts'

type Timed = { readonly settings: LedgerSettings; readonly now: Instant }

/**
 * When a settling finding opens if nothing happens: after its grace, or, for a pending change, at the limit of a rollout.
 * Null where time alone opens nothing: it is open or resolved, its object cannot be observed, or agreement was seen.
 */
export function opensAt(finding: Finding, settings: LedgerSettings): Instant | null {
  if (finding.state !== 'settling' || finding.frozen !== null || finding.agreedSince !== null) return null
  const lasts = finding.standing === 'pending' ? settings.stalledAfterMs : settings.graceOf(finding)
  return finding.standingSince + lasts
}

/** Opens a finding whose grace is over. Undefined = nothing is to be written. */
export function openDue(finding: Finding, now: Instant, settings: LedgerSettings): LedgerChange | undefined {
  return changeOf(finding, openedStep(finding, { now, settings }))
}

export function openedStep(finding: Finding, { now, settings }: Timed): Step {
  const at = opensAt(finding, settings)
  if (at === null || at > now) return NOTHING
  const kind = finding.standing === 'pending' ? 'rollout-stalled' : 'finding-opened'
  const open: Finding = { ...finding, state: 'open' }
  const detail = { severity: finding.drift.severity, onset: finding.onset.notAfter, baseline: finding.baseline }
  return { findings: [open], activity: [entryAbout(open, kind, detail, { now, settings })] }
}

/** When an agreement that was seen ends the period; null where none was, or where it cannot be confirmed. */
export function settlesAt(finding: Finding, settings: LedgerSettings): Instant | null {
  return finding.agreedSince === null || finding.frozen !== null ? null : finding.agreedSince + settings.flipBelowMs
}

/** Ends a period whose difference has been gone for long enough; it ended when agreement was first seen. */
export function settleDue(finding: Finding, now: Instant, settings: LedgerSettings): LedgerChange | undefined {
  return changeOf(finding, settledStep(finding, { now, settings }))
}

export function settledStep(finding: Finding, { now, settings }: Timed): Step {
  const at = settlesAt(finding, settings)
  if (at === null || at > now) return NOTHING
  return resolvedStep(finding, finding.agreedSince ?? now, finding.agreedThrough ?? 'reverted', { now, settings })
}

/** Ends the period of a finding at a time, with the entry that says how. */
export function resolvedStep(
  finding: Finding,
  at: Instant,
  resolution: NonNullable<Finding['agreedThrough']>,
  { now, settings }: Timed,
): Step {
  const ended = endedAt(finding, at, resolution)
  const { from, to, flips } = ended.period
  const detail = { resolution, from, to, flips }
  return { findings: [ended], activity: [entryAbout(ended, 'finding-resolved', detail, { now, settings })] }
}

function changeOf(finding: Finding, step: Step): LedgerChange | undefined {
  return step.findings.length === 0 ? undefined : { ref: refOf(finding), ...allOf([step]) }
}
