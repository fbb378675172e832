import type { AuditEvent } from '../../model/audit-event.ts'
import type { SourceManifest, SourceRevision } from '../../model/desired-object.ts'
import type { Instant } from '../../model/instant.ts'
import type { JsonObject } from '../../model/json.ts'
import type { NotChecked } from '../../model/not-checked.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { Discovery } from '../cluster-reader.ts'

/** What stands first in an archive. */
export interface ArchiveHeader {
  /** Of the format. */
  readonly version: number
  /** Tells archives apart; the same for every copy. */
  readonly id: string
  readonly cluster: string
  /** When recording began. */
  readonly from: Instant
  /** `stretched`: what happened is as recorded, when it happened was spread over a longer time, in the same order. */
  readonly times: 'recorded' | 'stretched'
}

/** One thing that was seen, in the order in which it was seen. Secret leaves are keyed digests; the key is in no archive. */
export type ArchiveEntry =
  | { readonly type: 'version'; readonly at: Instant; readonly version: string }
  | { readonly type: 'discovery'; readonly at: Instant; readonly kinds: Discovery['kinds'] }
  | {
      readonly type: 'schema'
      readonly at: Instant
      readonly group: string
      readonly version: string
      /** As `pruneDocument` leaves it. */
      readonly document: JsonObject
    }
  /** From here on the objects that are known of the kind are all that somebody wanted to see; its plural in `resource`. */
  | { readonly type: 'listed'; readonly at: Instant; readonly group: string; readonly resource: string }
  | ArchivedObject
  | { readonly type: 'audit'; readonly at: Instant; readonly event: AuditEvent }
  | ArchivedSource
  /** Nothing was seen any more until then. An archive without it is cut off. */
  | { readonly type: 'end'; readonly at: Instant }

/** `present`: known from a list or a single read, when it came to be is not known. */
export interface ArchivedObject {
  readonly type: 'object'
  readonly at: Instant
  readonly change: 'present' | 'added' | 'modified' | 'deleted'
  readonly group: string
  readonly resource: string
  /** Its last state where it is deleted. */
  readonly object: JsonObject
}

/** A source says something new, or another thing is known of it. */
export interface ArchivedSource {
  readonly type: 'source'
  readonly at: Instant
  readonly state: SourceState
  readonly revision: SourceRevision
  readonly namespace: string
  /** Field manager through which it reaches the cluster, where somebody named it. */
  readonly deployer?: string
  readonly manifests: readonly SourceManifest[]
  readonly gaps: readonly NotChecked[]
}

/** An archive as it was read. */
export interface Archive {
  readonly header: ArchiveHeader
  readonly entries: readonly ArchiveEntry[]
  /** Last moment of which it tells. */
  readonly until: Instant
  /** Undefined where it is whole; else the number of the first line that could not be read, 1-based. */
  readonly damagedAt: number | undefined
}
