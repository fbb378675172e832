import type { SourceFiles } from '../../desired/source-files.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { Instant } from '../../model/instant.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'

/** What the watch of sources tells the loop, in order, one source after the other. */
export type SourceEvent = DesiredChanged | SourceStateChanged | SourceRemoved

/** A new desired state counts from now on. Also where only the revision advanced; then `changed` is empty. */
export interface DesiredChanged {
  readonly kind: 'desired-changed'
  readonly source: string
  readonly cluster: string
  readonly at: Instant
  /** Commit; empty where the source is no commit. */
  readonly revision: string
  /** Undefined for the first state since the start of the service. */
  readonly previousRevision: string | undefined
  /** Objects whose manifest changed, sorted; of the first state all of them. Only these need be assessed anew. */
  readonly changed: readonly ChangedManifest[]
  readonly manifests: readonly SourceManifest[]
  /** The same as {@link SourceWatch.desired} gives from now on. */
  readonly loaded: LoadedSource
  /** Raw, at the revision in use; what they mean is for others to say. */
  readonly files: SourceFiles
}

/** An object inside one source. Kind and scope are as written: what they mean the cluster says. */
export interface ChangedManifest {
  readonly group: string
  readonly kind: string
  /** As written; empty where the manifest names none. */
  readonly namespace: string
  readonly name: string
  readonly change: 'added' | 'removed' | 'modified'
}

/** What is known of a source changed, if only the time of the last fetch. */
export interface SourceStateChanged {
  readonly kind: 'source-state'
  readonly state: SourceState
  /** What deserves an entry in the record and a notice; null where only times moved. Said once per occasion. */
  readonly news: SourceNews | null
}

export type SourceNews = 'failing' | 'recovered' | 'held' | 'released' | 'confirmed' | 'deployed'

/** The source left the configuration: its findings end as `source-removed`. */
export interface SourceRemoved {
  readonly kind: 'source-removed'
  readonly source: string
  readonly cluster: string
  readonly at: Instant
}
