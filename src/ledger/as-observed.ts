import type { Finding } from '../model/finding.ts'
import { canonicalJson, type Json } from '../model/json.ts'
import type { ObservedDifference } from '../model/observation.ts'
import type { Attribution, ReportedDrift } from '../model/scan-report.ts'
import { sameMark } from '../model/value-mark.ts'
import { causeOf } from './cause.ts'
import { lastLookWasWhole, type Look } from './look.ts'
import { desiredMarkAt } from './resolution.ts'

/**
 * A finding as it is seen now: everything that an observation tells anew, and nothing of its states and times.
 *
 * @param isReturn the difference had been gone in between, so that even the same value is a new change
 */
export function asObserved(finding: Finding, observed: ObservedDifference, look: Look, isReturn = false): Finding {
  const { standing, explainedBy = null, valueMark = null, desiredMark = null } = observed
  const isSameChange = !isReturn && isSameValue(finding, observed)
  const drift = isSameChange ? withBetterAttribution(observed.drift, finding.drift) : observed.drift
  return {
    ...finding,
    drift,
    standing,
    explainedBy,
    valueMark,
    desiredMark,
    valueSince: isSameChange ? Math.min(finding.valueSince, look.at) : look.at,
    writtenBy: isSameChange ? finding.writtenBy : writtenBy(observed, finding, look),
    causeId: causeOf({ ...observed, drift }).id,
    sources: look.observation.sources,
    lastConfirmed: look.at,
    frozen: null,
  }
}

/** Marks that cannot be compared are never "another value" (S-5). */
export function isSameValue(finding: Finding, observed: ObservedDifference): boolean {
  return sameMark(finding.valueMark, observed.valueMark) !== false
}

/** What was found out about a change, say from an audit event that came later, is not forgotten by looking again. */
function withBetterAttribution(seen: ReportedDrift, known: ReportedDrift): ReportedDrift {
  if (RANK[known.attribution.confidence] <= RANK[seen.attribution.confidence]) return seen
  return { ...seen, attribution: known.attribution, actorClass: known.actorClass }
}

const RANK: Readonly<Record<Attribution['confidence'], number>> = { unknown: 0, possible: 1, likely: 2, certain: 3 }

/**
 * The version that first had the present live value. Names are told by it, so it is given only where it is sure: the
 * version came right after the one before, and either managedFields moved at the path in it, or the value is known to have
 * been another at the look before and neither Git nor the schema moved; or it is the first one of an object that took the
 * place of another.
 *
 * @param before the finding as it was; undefined where there was none
 */
export function writtenBy(observed: ObservedDifference, before: Finding | undefined, look: Look): Finding['writtenBy'] {
  const { version } = look.observation
  if (version === undefined || version.by !== 'watch') return null
  if (version.coalesced > 0 || observed.standing === 'pending') return null
  // Seen to be made anew: whatever it holds came with it.
  if (version.previous === undefined) return look.isAnotherObject ? { version: version.id, previous: null } : null
  const { delta } = observed
  const hasTrace = delta !== undefined && delta.gained.length + delta.lost.length > 0
  if (!hasTrace && !movedSinceLastLook(observed, before, look)) return null
  return { version: version.id, previous: version.previous }
}

function movedSinceLastLook(observed: ObservedDifference, before: Finding | undefined, look: Look): boolean {
  const { record, liveMoved, schemaChanged } = look
  if (!liveMoved || schemaChanged || !lastLookWasWhole(record)) return false
  if (before !== undefined && before.state !== 'resolved' && before.agreedSince === null) {
    return sameMark(before.valueMark, observed.valueMark) === false
  }
  if (record.agreed === null) return false
  return sameMark(desiredMarkAt(record.agreed.manifest, observed), observed.desiredMark) === true
}

/** Whether a state of a finding says something new. That the same was seen again does not. */
export function isNews(before: Finding, after: Finding): boolean {
  return before !== after && essence(before) !== essence(after)
}

function essence(finding: Finding): string {
  const { drift, lastConfirmed: _, ...rest } = finding
  const { object, onset: __, source, base, attribution, ...said } = drift
  const { resourceVersion: ___, ...sameObject } = object
  const { revision: ____, ...place } = source
  const { revision: _____, ...value } = base
  const { notBefore: ______, notAfter: _______, ...claim } = attribution
  return canonicalJson({
    ...rest,
    drift: { ...said, object: sameObject, source: place, base: value, attribution: claim },
  } as unknown as Json)
}
