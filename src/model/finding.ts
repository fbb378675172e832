import type { Instant } from './instant.ts'
import type { Standing } from './observation.ts'
import type { VersionId } from './object-version.ts'
import type { Decision } from './decision.ts'
import type { ReportedDrift } from './scan-report.ts'
import type { Severity } from './severity.ts'

/**
 * Observed by the machine only: `settling` (in grace), `open`, `resolved`. A pending change settles until its limit and is
 * open after it, as a stalled rollout. What a rule explains is `resolved` as well; it lasts as long as `explainedBy` is set.
 */
export type FindingState = 'settling' | 'open' | 'resolved'

/** Why a finding ended. */
export type Resolution =
  | 'reverted'
  | 'backported'
  | 'git-changed'
  | 'object-gone'
  | 'explained'
  | 'source-removed'
  | 'schema-change'

/**
 * When a difference began: `notBefore` is the last agreement that was seen (null = never seen), `notAfter` the earliest
 * proof of it. Age is counted from `notAfter` and shown as "at least".
 */
export interface Onset {
  readonly notBefore: Instant | null
  readonly notAfter: Instant
}

/** One stretch in which the difference was drift, from its first sight to its end. Periods of a finding never overlap. */
export interface OpenPeriod {
  readonly from: Instant
  /** Null while it lasts. */
  readonly to: Instant | null
  readonly resolution: Resolution | null
  /** Agreements shorter than ten minutes that did not end it. */
  readonly flips: number
}

/** What people decided; independent of the state. */
export type Handling =
  | { readonly kind: 'none' }
  | { readonly kind: 'acknowledged'; readonly by: string; readonly at: Instant }
  | {
      readonly kind: 'accepted'
      readonly by: string
      readonly at: Instant
      readonly reason: string
      readonly until: Instant
      /** What was accepted: another value, another class of actor or a higher severity speaks again. */
      readonly pinned: { readonly valueMark: string | null; readonly actorClass: string; readonly severity: Severity }
    }

/** The durable record of one difference over time (R-3: identity is reference and path). */
export interface Finding {
  readonly id: string
  /** As observed last; for a resolved finding, as it was before the end. */
  readonly drift: ReportedDrift
  readonly standing: Standing
  readonly state: FindingState
  readonly handling: Handling
  /** Of the present difference, whatever its standing: explaining a field by a rule and back does not reset it. */
  readonly onset: Onset
  /** Of the present open period; of the last one where it is resolved. Of no length where it was explained from the start. */
  readonly period: OpenPeriod
  /** How many periods before this one. */
  readonly regressions: number
  /** Agreement seen at this time and not yet ten minutes old: the period ends then unless the difference returns. */
  readonly agreedSince: Instant | null
  /** As what the period ends if that agreement lasts; null where none is seen. */
  readonly agreedThrough: Resolution | null
  /** Since when it has its kind of standing, drift or pending: grace, or the limit of a rollout, runs from here. */
  readonly standingSince: Instant
  /** When the present live value was first seen, or is proven to have been there; never after `lastConfirmed`. */
  readonly valueSince: Instant
  /** When a live value was undone here, oldest first: the last 32 within 24 hours. What fights are told by. */
  readonly reverts: readonly Instant[]
  /** The rule that explains it; null unless standing is `explained`, and null again once the difference is gone. */
  readonly explainedBy: string | null
  readonly causeId: string
  readonly owner: string | null
  readonly assignee: string | null
  /** Names of the sources that hold the object. */
  readonly sources: readonly string[]
  readonly lastConfirmed: Instant
  /** Set while nothing can be observed: the reason, and since when. */
  readonly frozen: { readonly reason: string; readonly since: Instant } | null
  readonly valueMark: string | null
  readonly desiredMark: string | null
  /** The version that first had the present value, for joining audit events that come later; null where it was never seen. */
  readonly writtenBy: { readonly version: VersionId; readonly previous: VersionId | null } | null
  /** First pass over its source: recorded and ageing, but nobody is told. */
  readonly baseline: boolean
  readonly decision: Decision | null
}

/** Age in milliseconds, at least this: from the earliest proof of the present difference. Never negative (F-14). */
export function ageOf(finding: Pick<Finding, 'onset'>, now: Instant): number {
  return Math.max(0, now - finding.onset.notAfter)
}
