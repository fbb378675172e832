import type { Instant } from './instant.ts'
import type { ObjectRef } from './object-ref.ts'
import type { OwnershipDelta, VersionOrigin } from './object-version.ts'
import type { ReportedDrift } from './scan-report.ts'

/** How a difference stands at one time: only `drift` and `drift-and-pending` are findings that open. */
export type Standing = 'drift' | 'pending' | 'drift-and-pending' | 'explained'

/**
 * One assessment of one object at one time, as the ledger takes it. It counts only where both sides were read: `unknown`
 * freezes every record of the object, and never ends or begins one (I1, I2).
 */
export type Observation = CheckedObservation | UnknownObservation | UnclaimedObservation

interface ObservedAt {
  readonly ref: ObjectRef
  readonly at: Instant
  /** Names of the sources that hold the object. */
  readonly sources: readonly string[]
}

export interface CheckedObservation extends ObservedAt {
  readonly state: 'checked'
  /** From when on what was read may have been so, where it was asked for; never after `at`, by when it was. Default `at`. */
  readonly asOf?: Instant
  /** Undefined for an object that is missing. */
  readonly version: VersionOrigin | undefined
  /** For a missing object that was seen before: its last version, as of the time at which it was gone. */
  readonly absence?: VersionOrigin
  /** By source name: the commit that was compared with; empty where the source is no commit. */
  readonly revisions: Readonly<Record<string, string>>
  /** Stands for the whole object of this version, for joining it with admission reviews; absent where nothing differs. */
  readonly contentMark?: string
  /** Changes with the type of the kind or the server's version: what differs because of that alone is `schema-change`. */
  readonly schemaHash: string
  /** Everything that differs and is not the server's own doing, whole and sorted by path. */
  readonly differences: readonly ObservedDifference[]
  /** Written paths that could not be decided, with the reason; records at or below them freeze. Empty path = the object. */
  readonly undecided: readonly { readonly path: string; readonly reason: string }[]
  /** Who wrote this version, as far as the version itself tells: used to say who undid a drift that is gone. */
  readonly writers: readonly OwnershipDelta['gained'][number][]
}

export interface UnknownObservation extends ObservedAt {
  readonly state: 'unknown'
  /** Machine-readable: `unreachable`, `forbidden`, `terminating`, `render`, `desired-stale`, `crd-missing` … */
  readonly reason: string
}

/** No source holds the object any more: its records end as `source-removed` (the source is gone) or `git-changed`. */
export interface UnclaimedObservation extends ObservedAt {
  readonly state: 'unclaimed'
  readonly because: 'source-removed' | 'removed-in-git'
}

/** One difference of a checked observation; `drift.id` is the finding's identity. */
export interface ObservedDifference {
  readonly standing: Standing
  /** As `scan` reports it: masked, attributed as far as one look tells, with severity and base. */
  readonly drift: ReportedDrift
  /** The rule that explains it; present exactly where `standing` is `explained`. */
  readonly explainedBy?: string
  /**
   * Stands for the live value, so that "another value" can be told without keeping it: canonical JSON of the value, or a
   * keyed digest for sensitive ones (S-2). Absent live values have none.
   */
  readonly valueMark?: string
  /** Stands for the desired value in the same way: it tells whether Git moved or the cluster did when they agree again. */
  readonly desiredMark?: string
  /** What managedFields gained here in this version; undefined unless the version was delivered right after the previous. */
  readonly delta?: OwnershipDelta
}
