import type { FieldOwner } from './field-owner.ts'
import type { Instant } from './instant.ts'
import type { ObjectRef } from './object-ref.ts'

/** Names one version of one object for ever: what a watch delivered, and what an audit event may claim to have written. */
export interface VersionId {
  readonly uid: string
  readonly resourceVersion: string
}

/**
 * Where a version came from. `watch`: delivered right after `previous` by one unbroken watch, so whatever differs was
 * written by one writer. `relist`: found by reading anew, with any number of versions in between.
 */
export interface VersionOrigin {
  readonly ref: ObjectRef
  readonly id: VersionId
  /** The version that was seen before it; undefined for the first sight of the object. */
  readonly previous: VersionId | undefined
  readonly by: 'watch' | 'relist'
  readonly seenAt: Instant
  /**
   * When the object was created, to the second and on the API server's clock. Absent where `previous` is a version of the same
   * object, and where the object does not say.
   */
  readonly createdAt?: Instant
  /**
   * When it was asked for: what an answer shows was so at some time between that and `seenAt`. Absent where a stream told of
   * the version by itself.
   */
  readonly askedAt?: Instant
  /** Versions between the previous one and this that were left out under overload. Default 0. */
  readonly coalesced: number
}

/**
 * What an entry of managedFields gained between two consecutive versions at one path: the trace of the writer. Several
 * where several entries moved; empty for removals, which leave none.
 */
export interface OwnershipDelta {
  readonly gained: readonly FieldOwner[]
  /** Entries that held the path before and no longer do. */
  readonly lost: readonly FieldOwner[]
  /**
   * Entries that hold the path, where no entry of the whole object moved: whoever set the value is among them, and wrote
   * twice within the second to which entries are stamped.
   */
  readonly held?: readonly FieldOwner[]
}
