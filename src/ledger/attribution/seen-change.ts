import type { Deployer } from '../../model/deployer.ts'
import type { DriftKind } from '../../model/difference.ts'
import type { Instant } from '../../model/instant.ts'
import type { FieldOwner } from '../../model/field-owner.ts'
import type { OwnershipDelta, VersionId, VersionOrigin } from '../../model/object-version.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { Attribution } from '../../model/scan-report.ts'

/** One change at one path of one object, as far as the cluster itself shows it: what is to be attributed. */
export interface SeenChange {
  /** The version that first had the value; for an object that is gone see {@link originOfAbsence}. */
  readonly origin: VersionOrigin
  /** Of this path in this version. Undefined or empty = managedFields say nothing, as for every removal. */
  readonly delta?: OwnershipDelta | undefined
  /** Entries of managedFields that moved anywhere in this version. */
  readonly writers?: readonly FieldOwner[]
  /** As in URLs: group and plural. */
  readonly kind: { readonly group: string; readonly resource: string }
  /** Written path; empty for the object itself. */
  readonly path: string
  readonly driftKind: DriftKind
  readonly deployer: Deployer | undefined
  /** How far the API server's clock may be from ours, in milliseconds. */
  readonly skewMs: number
  /** When the change was known not to have happened yet: the last agreement, or the version before. Null = never. */
  readonly notBefore?: Instant | null
  /** What one look at the object tells, which is the answer where nothing tells more. */
  readonly oneLook?: Attribution
  /** Stands for the whole object of this version (see `contentMark`), where admission reviews are taken in. */
  readonly contentMark?: string | undefined
}

/**
 * The origin of "not there": the last version that was seen, gone at a time.
 *
 * @param by `watch` where the stream itself told of the deletion
 */
export function originOfAbsence(
  ref: ObjectRef,
  last: VersionId,
  seenAt: Instant,
  by: 'watch' | 'relist',
): VersionOrigin {
  return { ref, id: last, previous: last, by, seenAt, coalesced: 0 }
}

/** True where one write lies between this version and the one before it, so that its writer made every difference. */
export function isOneWrite({ by, previous, id, coalesced }: VersionOrigin): boolean {
  return by === 'watch' && coalesced === 0 && previous?.resourceVersion !== id.resourceVersion
}
