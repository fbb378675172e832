import type { Finding, Resolution } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { JsonObject } from '../model/json.ts'
import type { Observation, ObservedDifference, UnclaimedObservation } from '../model/observation.ts'
import { agreedAfter } from './agreed-base.ts'
import { beginFinding } from './begin-finding.ts'
import { continueFinding } from './continue-finding.ts'
import { endFinding, frozenStep, restReason } from './end-finding.ts'
import { quietStep } from './fight.ts'
import { forebearOf, handedOnStep, inheritFinding } from './inherit.ts'
import { isLasting, lookOf, type Look } from './look.ts'
import { isOtherState, objectStateAfter } from './object-state.ts'
import type { AgreedBase, LedgerChange, ObjectRecord } from './ports.ts'
import type { LedgerSettings } from './settings.ts'
import { allOf, isNothing, type Step } from './step.ts'
import { resolvedStep } from './timers.ts'

/**
 * What one observation of an object makes of its record. Undefined = nothing is to be written: a cluster at rest writes
 * nothing, and the same observation twice writes once.
 *
 * @param desired what Git says of the object, with sensitive leaves replaced by their marks. Without it no base is agreed,
 *   and who moved when a difference ends is told from revisions alone.
 */
export function recordObservation(
  record: ObjectRecord,
  observation: Observation,
  settings: LedgerSettings,
  now: Instant,
  desired?: JsonObject,
): LedgerChange | undefined {
  const quiet = record.fights.map((fight) => quietStep(fight, { now, settings }))
  const goingOn = record.fights.filter((_, index) => quiet[index]?.fights === undefined)
  const known: ObjectRecord = { ...record, fights: goingOn }
  switch (observation.state) {
    case 'unknown':
      return changeOf(record, observation, [
        ...quiet,
        ...freeze(known, observation.reason, observation.at, settings, now),
      ])
    case 'unclaimed':
      return changeOf(record, observation, [...quiet, ...endAll(known, observation, settings, now)])
    case 'checked': {
      const look = lookOf(known, observation, settings, now, desired)
      const agreed = desired === undefined ? undefined : agreedAfter(record.agreed, observation, desired)
      return changeOf(record, observation, [...quiet, ...compare(look)], agreed)
    }
  }
}

/** Every difference that is there, and every finding whose difference is not. */
function compare(look: Look): readonly Step[] {
  const byId = new Map(look.record.findings.map((finding) => [finding.id, finding]))
  const seen = new Set(look.observation.differences.map(({ drift }) => drift.id))
  const absent = look.record.findings.filter((finding) => isLasting(finding) && !seen.has(finding.id))
  const reasons = new Map(absent.map((finding) => [finding, restReason(finding, look)]))
  const resting = absent.filter((finding) => reasons.get(finding) !== undefined)
  const ending = absent.filter((finding) => reasons.get(finding) === undefined)
  const heirs = heirsOf(look, byId, ending)
  return [
    ...resting.map((finding) => frozenStep(finding, reasons.get(finding) ?? '', look)),
    ...ending.map((finding) => {
      const heir = [...heirs].find(([, forebear]) => forebear === finding)?.[0]
      return heir === undefined ? endFinding(finding, look) : handedOnStep(finding, heir, look)
    }),
    ...look.observation.differences.map((observed) => {
      const finding = byId.get(observed.drift.id)
      if (finding !== undefined && isLasting(finding)) return continueFinding(finding, observed, look)
      const forebear = heirs.get(observed)
      if (forebear !== undefined) return inheritFinding(observed, finding, forebear, look)
      return beginFinding(observed, finding, look)
    }),
  ]
}

/** Differences that are new here, with the finding that each goes on for. Agreement seen before hands nothing on. */
function heirsOf(
  look: Look,
  byId: ReadonlyMap<string, Finding>,
  ending: readonly Finding[],
): ReadonlyMap<ObservedDifference, Finding> {
  // What went with an old object does not go on in the new one.
  const candidates = look.isMissing || look.isAnotherObject ? [] : ending.filter((one) => one.agreedSince === null)
  const heirs = new Map<ObservedDifference, Finding>()
  for (const observed of look.observation.differences) {
    const known = byId.get(observed.drift.id)
    if (known !== undefined && isLasting(known)) continue
    const forebear = forebearOf(observed, candidates)
    if (forebear !== undefined) heirs.set(observed, forebear)
  }
  return heirs
}

/** Nothing can be seen: nothing opens, ages on, or ends. */
function freeze(
  { findings }: ObjectRecord,
  reason: string,
  at: Instant,
  settings: LedgerSettings,
  now: Instant,
): readonly Step[] {
  const look = { at: Math.min(at, now), now, settings }
  return findings.filter(isLasting).map((finding) => frozenStep(finding, reason, look))
}

/** No source holds the object any more: whatever differed is nobody's any longer, whether or not it can be seen. */
function endAll(
  { findings }: ObjectRecord,
  { because, at }: UnclaimedObservation,
  settings: LedgerSettings,
  now: Instant,
): readonly Step[] {
  const resolution: Resolution = because === 'source-removed' ? 'source-removed' : 'git-changed'
  return findings.filter(isLasting).map((finding): Step => {
    if (finding.state === 'resolved')
      return { findings: [{ ...finding, explainedBy: null, frozen: null }], activity: [] }
    return resolvedStep(finding, finding.agreedSince ?? Math.min(at, now), finding.agreedThrough ?? resolution, {
      now,
      settings,
    })
  })
}

function changeOf(
  record: ObjectRecord,
  observation: Observation,
  steps: readonly Step[],
  agreed?: AgreedBase,
): LedgerChange | undefined {
  const all = allOf(steps)
  const object = objectStateAfter(record, observation)
  if (isNothing(all) && agreed === undefined && !isOtherState(record.object, object)) return undefined
  return { ref: record.ref, object, ...(agreed === undefined ? {} : { agreed }), ...all }
}
