import type { ActivityEntry } from '../model/activity.ts'
import type { ActorClass, FieldOwner } from '../model/field-owner.ts'
import type { Finding } from '../model/finding.ts'
import { DAY, HOUR, MINUTE } from '../model/instant.ts'

/** What the ledger is told beside the record and the observation. Durations are milliseconds. */
export interface LedgerSettings extends LedgerTimes {
  /** How long a difference must last before its finding opens, by the rules in force. */
  readonly graceOf: (finding: Finding) => number
  /** What kind of writer an entry of managedFields stands for. */
  readonly classOf: (writer: FieldOwner) => ActorClass
  /** Sources whose first pass this is: what is found in them is their baseline. */
  readonly baselineSources: ReadonlySet<string>
  /** Who and through what, for entries about what was observed. */
  readonly by: ActivityOrigin
}

export type ActivityOrigin = Pick<ActivityEntry, 'actor' | 'surface'>

export interface LedgerTimes {
  /** A finding that comes back within this time after its end is a regression. */
  readonly regressionWithinMs: number
  /** Agreement shorter than this does not end a period. */
  readonly flipBelowMs: number
  /** How long a change of Git may be on its way before it counts as a stalled rollout. */
  readonly stalledAfterMs: number
  /**
   * How far the API server's clock may be off from ours. A time in managedFields proves a difference no earlier than this
   * much after it, and proves nothing where it lies before an agreement that was seen (F-13).
   */
  readonly clockSkewMs: number
  /** A fight is over when nothing was undone for this long. */
  readonly fightQuietMs: { readonly fast: number; readonly slow: number }
}

export const DEFAULT_TIMES: LedgerTimes = {
  regressionWithinMs: 30 * DAY,
  flipBelowMs: 10 * MINUTE,
  stalledAfterMs: DAY,
  clockSkewMs: MINUTE,
  fightQuietMs: { fast: HOUR, slow: DAY },
}
