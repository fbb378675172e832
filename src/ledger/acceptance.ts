import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { ObservedDifference } from '../model/observation.ts'
import { atLeast } from '../model/severity.ts'
import { sameMark } from '../model/value-mark.ts'
import type { LedgerChange } from './ports.ts'
import type { LedgerSettings } from './settings.ts'
import { allOf, entryAbout, NOTHING, refOf, type Step } from './step.ts'

/**
 * Why an accepted drift speaks again although its date has not come: it is no longer what was accepted. Undefined while it
 * is. That the writer can no longer be told, or can be told by now, makes nobody another; marks of different keys cannot
 * be compared, and are never "another value".
 */
export function speaksAgain(
  { handling }: Pick<Finding, 'handling'>,
  { drift, valueMark }: Pick<ObservedDifference, 'drift' | 'valueMark'>,
): 'new-value' | 'other-actor' | 'higher-severity' | undefined {
  if (handling.kind !== 'accepted') return undefined
  const { pinned } = handling
  if (sameMark(valueMark, pinned.valueMark) === false) return 'new-value'
  const classes = [pinned.actorClass, drift.actorClass]
  if (!classes.includes('unknown') && classes[0] !== classes[1]) return 'other-actor'
  return atLeast(pinned.severity, drift.severity) ? undefined : 'higher-severity'
}

/** Ends an acceptance whose date has come. Undefined = nothing is to be written. */
export function acceptanceEnded(finding: Finding, now: Instant, settings: LedgerSettings): LedgerChange | undefined {
  const step = acceptanceStep(finding, undefined, { now, settings })
  return step.findings.length === 0 ? undefined : { ref: refOf(finding), ...allOf([step]) }
}

/** Takes an acceptance back that has come to its date, or that does not cover what is observed. */
export function acceptanceStep(
  finding: Finding,
  observed: ObservedDifference | undefined,
  timed: { readonly now: Instant; readonly settings: LedgerSettings },
): Step {
  if (finding.handling.kind !== 'accepted') return NOTHING
  const because =
    finding.handling.until <= timed.now ? 'date' : observed === undefined ? undefined : speaksAgain(finding, observed)
  if (because === undefined) return NOTHING
  const spoken: Finding = { ...finding, handling: { kind: 'none' } }
  return { findings: [spoken], activity: [entryAbout(spoken, 'acceptance-ended', { because }, timed)] }
}
