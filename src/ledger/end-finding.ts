import type { Finding, Resolution } from '../model/finding.ts'
import { fightStep, withRevert } from './fight.ts'
import type { Look } from './look.ts'
import { areRelated } from './onset.ts'
import { overwrittenStep } from './overwritten.ts'
import { resolutionOf } from './resolution.ts'
import { allOf, entryAbout, NOTHING, type Step } from './step.ts'
import { resolvedStep, settledStep } from './timers.ts'
import { isOwnAuthor, undoerOf } from './undoer.ts'

/** Why a finding rests while its object is gone: it goes on if the new object has the same difference. */
export const OBJECT_MISSING = 'object-missing'

/**
 * Why nothing can be said of a finding although its object was looked at: it rests under the missing object, or something
 * at, above or below its path could not be decided. Undefined where its absence means agreement.
 */
export function restReason({ drift }: Finding, { observation, isMissing }: Look): string | undefined {
  if (isMissing && drift.path !== '') {
    return observation.differences.some((one) => one.drift.path === '') ? OBJECT_MISSING : undefined
  }
  const isThere = drift.path === ''
  return observation.undecided.find(({ path }) => path === '' || (!isThere && areRelated(path, drift.path)))?.reason
}

/** Freezes a finding; why and since when. Nothing else of it changes, and that its object is gone outweighs the rest. */
export function frozenStep(finding: Finding, reason: string, look: Pick<Look, 'at' | 'now' | 'settings'>): Step {
  const known = finding.frozen
  if (known !== null && (known.reason === reason || known.reason === OBJECT_MISSING)) return NOTHING
  const frozen: Finding = { ...finding, frozen: { reason, since: known?.since ?? look.at } }
  return { findings: [frozen], activity: [entryAbout(frozen, 'finding-frozen', { reason }, look)] }
}

/** A finding whose difference is gone, both sides having been read. */
export function endFinding(finding: Finding, look: Look): Step {
  if (goneWithItsObject(finding, look)) return endedWithObject(finding, look)
  const resolution = resolutionOf(finding, look)
  if (finding.state === 'resolved') return explainedGone(finding, resolution, look)
  if (finding.agreedSince !== null) return stillAgreed(finding, look)
  return agreed(finding, resolution, look)
}

function goneWithItsObject({ drift, frozen }: Finding, look: Look): boolean {
  return drift.path !== '' && (look.isMissing || look.isAnotherObject || frozen?.reason === OBJECT_MISSING)
}

function endedWithObject(finding: Finding, look: Look): Step {
  const at = finding.frozen?.reason === OBJECT_MISSING ? finding.frozen.since : look.at
  if (finding.state === 'resolved') return { findings: [notExplained(finding)], activity: [] }
  if (finding.agreedSince !== null) {
    return resolvedStep(finding, finding.agreedSince, finding.agreedThrough ?? 'object-gone', look)
  }
  const fix = overwrittenStep(finding, 'object-gone', undoerOf(look), look)
  return allOf([fix, resolvedStep(finding, at, 'object-gone', look)])
}

/** Agreement is seen for the first time: whatever undid a live change is told at once, the period ends if it lasts. */
function agreed(finding: Finding, resolution: Resolution, look: Look): Step {
  const waiting: Finding = {
    ...finding,
    // Not before the difference was last seen to be there.
    agreedSince: Math.min(look.at, Math.max(look.asOf, finding.lastConfirmed)),
    agreedThrough: resolution,
    lastConfirmed: look.at,
    frozen: null,
  }
  if (resolution === 'schema-change') return resolvedStep(finding, look.at, resolution, look)
  const entry = entryAbout(waiting, 'finding-agreed', { through: resolution }, look)
  const undone = undoneSteps(finding, waiting, resolution, look)
  return allOf([{ findings: [undone.finding], activity: [entry] }, ...undone.steps])
}

function undoneSteps(
  before: Finding,
  after: Finding,
  resolution: Resolution,
  look: Look,
): { readonly finding: Finding; readonly steps: readonly Step[] } {
  const undoer = undoerOf(look)
  const fix = overwrittenStep(before, resolution, undoer, look)
  if (resolution !== 'reverted' || isOwnAuthor(before, undoer)) return { finding: after, steps: [fix] }
  const counted: Finding = { ...after, reverts: withRevert(before.reverts, look.at) }
  return { finding: counted, steps: [fix, fightStep(counted, undoer, look)] }
}

/** The agreement goes on. A clock that was ahead must not make it wait for that time to come again (F-14). */
function stillAgreed(finding: Finding, look: Look): Step {
  const { frozen, agreedSince } = finding
  const since = Math.min(agreedSince ?? look.at, look.at)
  const thawed: Finding = { ...finding, frozen: null, agreedSince: since }
  const settled = settledStep(thawed, look)
  if (settled.findings.length > 0) return settled
  if (frozen === null && since === agreedSince) return NOTHING
  const activity = frozen === null ? [] : [entryAbout(thawed, 'finding-unfrozen', { reason: frozen.reason }, look)]
  return { findings: [thawed], activity }
}

/** What rules explained is gone. There is no period to end; that an autoscaler's value was undone still counts. */
function explainedGone(finding: Finding, resolution: Resolution, look: Look): Step {
  const { finding: after, steps } = undoneSteps(finding, notExplained(finding), resolution, look)
  const entry = entryAbout(after, 'explanation-ended', { rule: finding.explainedBy, through: resolution }, look)
  return allOf([{ findings: [after], activity: [entry] }, ...steps])
}

function notExplained(finding: Finding): Finding {
  return { ...finding, explainedBy: null, frozen: null }
}
