import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { JsonObject } from '../model/json.ts'
import type { CheckedObservation } from '../model/observation.ts'
import type { ObjectRecord } from './ports.ts'
import type { LedgerSettings } from './settings.ts'

/** One observation in the light of what is recorded of the object: what every step of recording it needs. */
export interface Look {
  readonly record: ObjectRecord
  readonly observation: CheckedObservation
  /** What Git says of the object, sensitive leaves replaced by their marks; undefined where it is not at hand. */
  readonly desired: JsonObject | undefined
  readonly settings: LedgerSettings
  /** Time of the look by our clock, never after `now`: the clock may have been set back since (F-14). */
  readonly at: Instant
  /** Since when an agreement that it shows may have been over again: when it was asked for, never after `at`. */
  readonly asOf: Instant
  readonly now: Instant
  readonly isMissing: boolean
  /** The object at this reference is another one than at the look before: it was re-created. */
  readonly isAnotherObject: boolean
  readonly gitMoved: boolean
  readonly liveMoved: boolean
  readonly schemaChanged: boolean
}

export function lookOf(
  record: ObjectRecord,
  observation: CheckedObservation,
  settings: LedgerSettings,
  now: Instant,
  desired: JsonObject | undefined,
): Look {
  const last = record.object
  const { version } = observation
  return {
    record,
    observation,
    desired,
    settings,
    at: Math.min(observation.at, now),
    asOf: Math.min(observation.asOf ?? observation.at, now),
    now,
    isMissing: version === undefined,
    isAnotherObject: version !== undefined && last !== null && last.version?.uid !== version.id.uid,
    gitMoved: last === null || observation.sources.some((name) => last.revisions[name] !== observation.revisions[name]),
    liveMoved: last?.version?.resourceVersion !== version?.id.resourceVersion || last?.version?.uid !== version?.id.uid,
    schemaChanged: last !== null && last.schemaHash !== '' && last.schemaHash !== observation.schemaHash,
  }
}

/** True while the difference is there, as far as is known: as drift, as a pending change, or explained by a rule. */
export function isLasting(finding: Finding): boolean {
  return finding.state !== 'resolved' || finding.explainedBy !== null
}

/** True where everything of the object could be decided at the last look. */
export function lastLookWasWhole({ object }: ObjectRecord): boolean {
  return object !== null && object.verdict !== 'unknown' && object.reason === null && object.sources.length > 0
}
