import type { CheckedObservation, Observation } from '../model/observation.ts'
import type { Verdict } from '../model/scan-report.ts'
import { canonicalJson, type Json } from '../model/json.ts'
import type { ObjectRecord, ObjectState } from './ports.ts'

/** What an object is after an observation. What only rules explain is in sync. */
export function objectStateAfter({ ref, object: last }: ObjectRecord, observation: Observation): ObjectState {
  const { sources, at } = observation
  const owner = last?.owner ?? null
  const before = { ref, asOf: at, version: null, revisions: {}, owner, schemaHash: '', explained: 0, ...last, sources }
  // What was last known stays beside the verdict: what could not be looked at has not changed by that.
  if (observation.state === 'unknown') return { ...before, verdict: 'unknown', reason: observation.reason }
  if (observation.state === 'unclaimed')
    return { ...before, sources: [], explained: 0, verdict: 'unknown', reason: observation.because }
  return {
    ref,
    verdict: verdictOf(observation),
    reason: observation.undecided[0]?.reason ?? null,
    asOf: observation.asOf ?? at,
    version: observation.version?.id ?? null,
    revisions: observation.revisions,
    sources,
    owner,
    schemaHash: observation.schemaHash,
    explained: observation.differences.filter(({ standing }) => standing === 'explained').length,
  }
}

function verdictOf({ differences, undecided }: CheckedObservation): Verdict {
  const standings = new Set(differences.map(({ standing }) => standing))
  if (standings.has('drift') || standings.has('drift-and-pending')) return 'drifted'
  if (undecided.length > 0) return 'unknown'
  return standings.has('pending') ? 'pending' : 'in-sync'
}

/**
 * Whether a state says something new. That it was confirmed, by a later version or at a later revision, is not written by
 * itself: a cluster at rest writes nothing.
 */
export function isOtherState(before: ObjectState | null, after: ObjectState): boolean {
  return before === null || essence(before) !== essence(after)
}

function essence({ verdict, reason, version, sources, owner, schemaHash, explained }: ObjectState): string {
  const said: Json = { verdict, reason, uid: version?.uid ?? null, sources, owner, schemaHash, explained }
  return canonicalJson(said)
}
