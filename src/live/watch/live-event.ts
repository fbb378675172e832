import type { CodedError } from '../../model/coded-error.ts'
import type { Instant } from '../../model/instant.ts'
import type { JsonObject } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { VersionId, VersionOrigin } from '../../model/object-version.ts'
import type { FailureReason } from '../cluster-reader.ts'

/** What one watch covers: a kind in the whole cluster (namespace empty), or in one namespace where rights end there. */
export interface WatchScope {
  readonly kind: KindInfo
  readonly namespace: string
}

/**
 * What a cluster tells, in the order in which each scope's stream told it. Nothing is promised between scopes.
 *
 * Between the start of a scope and its `synced` every wanted object comes as `version`, `gone` or `unread`.
 */
export type LiveEvent =
  | VersionEvent
  | GoneEvent
  | UnreadEvent
  | SyncedEvent
  | StateEvent
  | GapEvent
  | RestoredEvent
  | RetiredEvent

/**
 * The state of a wanted object. A relist tells of every wanted object, also of one whose version is known already
 * (`origin.previous` is `origin.id` then): a changed CRD changes bodies without a new version.
 */
export interface VersionEvent {
  readonly type: 'version'
  readonly scope: WatchScope
  readonly object: JsonObject
  readonly origin: VersionOrigin
}

/** A wanted object is not there, on evidence. */
export interface GoneEvent {
  readonly type: 'gone'
  readonly scope: WatchScope
  readonly ref: ObjectRef
  /** The last version that was seen; undefined where none ever was. */
  readonly lastVersion: VersionId | undefined
  readonly at: Instant
  /** `list`: a whole consistent list did not hold it, and it had never been seen before. */
  readonly confirmedBy: 'watch' | 'get' | 'list'
}

/** A wanted object had to be read by name and could not be: it is unknown until another event tells of it. It is read again. */
export interface UnreadEvent {
  readonly type: 'unread'
  readonly scope: WatchScope
  readonly ref: ObjectRef
  readonly at: Instant
  readonly reason: FailureReason
  readonly error: CodedError
}

/** Everything wanted of this scope has been told of: after the first list, and again after each relist. */
export interface SyncedEvent {
  readonly type: 'synced'
  readonly scope: WatchScope
  readonly at: Instant
}

export type WatchState = 'starting' | 'live' | 'stale' | 'unknown'

/** `crd-missing`: the server does not serve the kind; `silent`: the stream went dead; `damaged`: it was no watch stream. */
export type WatchTrouble = FailureReason | 'crd-missing' | 'silent' | 'damaged' | 'expired' | 'closed'

/**
 * How much the scope's objects can be trusted now. `stale`: they were whole once, and hold as of `since`. `unknown`: never
 * read, or not readable any more; nothing may be concluded from objects that are not there. That holds for objects that
 * were told to be `gone` moments before as well: a CRD that is removed takes its objects along first (F-10).
 */
export interface StateEvent {
  readonly type: 'state'
  readonly scope: WatchScope
  readonly state: WatchState
  /** Undefined while `starting` or `live`. */
  readonly reason: WatchTrouble | undefined
  readonly error: CodedError | undefined
  /** Live: since when it is. Otherwise the last moment up to which everything is known, or the first attempt. */
  readonly since: Instant
}

/** Versions may have come and gone unseen between `since` and `at`; what is there now follows as a relist. */
export interface GapEvent {
  readonly type: 'gap'
  readonly scope: WatchScope
  readonly since: Instant
  readonly at: Instant
  readonly reason: WatchTrouble
}

/** The cluster's history went back, as after a restore of etcd: its state now is told as a relist, which ends later. */
export interface RestoredEvent {
  readonly type: 'restored'
  readonly scope: WatchScope
  readonly at: Instant
  /** Collection versions before and after; the second is the smaller. */
  readonly before: string
  readonly after: string
}

/** The scope is not watched any more: not wanted, or watched by namespace from here on. */
export interface RetiredEvent {
  readonly type: 'retired'
  readonly scope: WatchScope
}
