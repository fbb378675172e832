import type { TypeSchema } from '../model/type-schema.ts'
import type { KindInfo } from '../model/kind-info.ts'
import type { NotChecked } from '../model/not-checked.ts'
import type { SourceManifest, SourceRevision } from '../model/desired-object.ts'
import type { AgreedBase } from '../ledger/ports.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { ClusterReader, Reading } from '../live/cluster-reader.ts'

/** Sources as read at their head revision, with a way to their past. */
export interface LoadedSource {
  readonly revision: SourceRevision
  /** Namespace of manifests that name none. Default: that of the pass. */
  readonly namespace?: string
  readonly manifests: readonly SourceManifest[]
  readonly gaps: readonly NotChecked[]
  /** Undefined where the source has no history: standard input, folders outside of Git. */
  readonly history: SourceHistory | undefined
}

/** The past of one source. Failures read as "nothing known", never as "there was nothing". */
export interface SourceHistory {
  /** Commits that touched the source, newest first, the head left out. */
  commits(): Promise<readonly string[]>
  /** What the source said at a commit; undefined where the commit is not there or does not render. */
  manifestsAt(commit: string): Promise<readonly SourceManifest[] | undefined>
}

/** What rendering needs to know of the target cluster. */
export interface RenderTarget {
  /** `v1.36.3`. */
  readonly kubeVersion: string
  /** `apps/v1`, `apps/v1/Deployment` …, as Helm's capabilities. */
  readonly apiVersions: readonly string[]
}

/** Type of a kind; `absent` where the server serves it without a schema. */
export interface SchemaSource {
  typeOf(kind: KindInfo): Promise<Reading<TypeSchema>>
}

/** What one pass over a cluster needs of the world. */
export interface ScanPorts {
  readonly cluster: ClusterReader
  readonly schemas: SchemaSource
  /** Starts before the target is known, since only charts need it. */
  loadSources(target: Promise<RenderTarget>): Promise<readonly LoadedSource[]>
  /** What an earlier scan saw agree; absent = there is no memory. */
  agreedFor?(ref: ObjectRef): Promise<AgreedBase | undefined>
  now(): Date
  progress(stage: string, done?: number, total?: number): void
}

/** What the caller of a pass chose. */
export interface ScanOptions {
  /** Namespace of manifests that name none. */
  readonly defaultNamespace: string
  /** Field manager that deploys; undefined = found from managedFields. */
  readonly deployer: string | undefined
  /** Never ask the server for a dry-run, whatever rights the caller has. */
  readonly readOnly: boolean
  /** The live side is a dump: nobody can be asked, and admission was not read. Default: false. */
  readonly fromDump?: boolean
}
