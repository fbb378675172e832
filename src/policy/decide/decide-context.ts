import type { Calendar } from '../../model/calendar.ts'
import type { ResponseStep } from '../../model/decision.ts'
import type { IncidentWindow } from '../../model/incident-window.ts'
import type { Instant } from '../../model/instant.ts'

/** What configuration says about deciding, for one finding: the steps of all its sources together. */
export interface DecidePolicy {
  /** Steps that every source of the object turns on. */
  readonly enabled: readonly ResponseStep[]
  /** Most effects of each kind a day and source; absent = no limit. */
  readonly dailyCaps: { readonly [step in ResponseStep]?: number }
  /** When what can wait may happen; undefined = at all hours. */
  readonly calendar: Calendar | undefined
  /** Zone in which the day of the caps begins and ends. */
  readonly timeZone: string
  /** No reverts where more objects than this have one cause, or a larger share of a source (F-37). */
  readonly breaker: { readonly objects: number; readonly share: number }
  /** How long a change of Git may wait before it is a stalled rollout. */
  readonly stalledAfterMs: number
  /** Whether findings of a source's first pass are told about. */
  readonly baselineSpeaks: boolean
  /** Past, present and coming ones: an end that was not confirmed still matters. */
  readonly incidents: readonly IncidentWindow[]
}

/** What has happened around the finding so far. */
export interface DecideHistory {
  /** Steps already taken for this open period. */
  readonly done: readonly ResponseStep[]
  /** Effects taken for the finding's source since the day began. */
  readonly takenToday: { readonly [step in ResponseStep]?: number }
  /** Unresolved findings with the same cause, over all clusters. */
  readonly cause: CauseSize
  /** Two writers undo each other at this path now. */
  readonly contested: boolean
  /** When the owner last said yes to effects on this finding; null = never. */
  readonly confirmedAt: Instant | null
  /** When the last acceptance within this period ended; absent = there was none. */
  readonly acceptanceEndedAt?: Instant
}

export interface CauseSize {
  readonly objects: number
  readonly leaves: number
  /** Causes that the finding's own object has. */
  readonly causesOfObject: number
  /** Objects of the source that have the cause, of all its objects: 0 to 1. */
  readonly shareOfSource: number
}

export type DecideContext = DecidePolicy & DecideHistory
