import { parsePath } from '../model/field-path-parse.ts'
import { startsWith } from '../model/field-path.ts'
import type { Finding, Onset } from '../model/finding.ts'
import { parseInstant, type Instant } from '../model/instant.ts'
import type { ObservedDifference } from '../model/observation.ts'
import { isLasting, lastLookWasWhole, type Look } from './look.ts'

/**
 * When a difference that is new began: after the last agreement that was seen, and no later than our first sight
 * of it or what managedFields prove.
 *
 * @param past the finding's last record, where it has one
 */
export function onsetOf(observed: ObservedDifference, past: Finding | undefined, look: Look): Onset {
  const agreement = lastAgreement(observed.drift.path, past, look)
  const notAfter = provenSince(observed, agreement, look)
  return { notBefore: agreement === null ? null : Math.min(agreement, notAfter), notAfter }
}

/** A clock that was ahead made an onset lie in the future; the difference is seen now, so it began by now (F-14). */
export function provenBy(onset: Onset, at: Instant): Onset {
  const notAfter = Math.min(onset.notAfter, at)
  return { notBefore: onset.notBefore === null ? null : Math.min(onset.notBefore, notAfter), notAfter }
}

/**
 * The time in the entry of the manager that owns the leaf now, where that is earlier than our first sight. Everything that
 * manager wrote it wrote by then; how far its clock is off is added. A claim from the future proves nothing, nor does one
 * from before an agreement that we saw. What a webhook changed is booked to whoever made the request, the deployer's entry
 * says nothing about others, and a pending change began in Git.
 */
function provenSince({ drift, standing }: ObservedDifference, agreement: Instant | null, look: Look): Instant {
  const { attribution, actorClass } = drift
  const isOwner = attribution.evidence === 'managedFields' && attribution.reason === 'present-owner'
  const isAnothers = actorClass !== 'deployer' && actorClass !== 'admission' && attribution.subresource !== 'scale'
  const claim = isOwner && isAnothers && standing !== 'pending' ? parseInstant(attribution.notAfter) : undefined
  if (claim === undefined) return look.at
  const proven = claim + look.settings.clockSkewMs
  const contradicted = agreement !== null && proven <= agreement
  return proven < look.at && !contradicted ? proven : look.at
}

/**
 * The newest time at which both sides are known to have been equal at a path: the end of the finding's last period, or the
 * last look at the object where everything could be decided and nothing at, above or below the path differed.
 */
function lastAgreement(path: string, past: Finding | undefined, { record }: Look): Instant | null {
  const times: Instant[] = []
  if (past !== undefined && !isLasting(past) && endedInAgreement(past)) times.push(past.period.to ?? past.period.from)
  const differs = (finding: Finding): boolean => isLasting(finding) && finding.agreedSince === null
  if (!record.findings.some((finding) => differs(finding) && areRelated(finding.drift.path, path))) {
    if (record.object !== null && lastLookWasWhole(record)) times.push(record.object.asOf)
    else if (record.agreed !== null) times.push(record.agreed.at)
  }
  return times.length === 0 ? null : Math.max(...times)
}

/** Others end because the object is gone, or is nobody's, or a rule speaks: not because both sides were seen to be equal. */
function endedInAgreement({ period }: Finding): boolean {
  return period.resolution === 'reverted' || period.resolution === 'backported'
}

/** True where one of two written paths is, or lies below, the other. Texts that are no paths are only related when equal. */
export function areRelated(a: string, b: string): boolean {
  if (a === b) return true
  const [pathA, pathB] = [parsePath(a), parsePath(b)]
  if (pathA === undefined || pathB === undefined) return false
  return startsWith(pathA, pathB) || startsWith(pathB, pathA)
}
