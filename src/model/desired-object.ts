import type { JsonObject } from './json.ts'
import type { KindInfo } from './kind-info.ts'

/** Where in Git an object stands. Lines are 1-based; files have them, templates do not. */
export interface ManifestPlace {
  readonly file: string
  readonly line?: number
  /** Of the value at a path of keys and indices; undefined where the text has none there. */
  lineOf?(path: readonly (string | number)[]): number | undefined
}

/** A manifest as a source gives it, before anything about the cluster is known. */
export interface SourceManifest {
  readonly source: string
  readonly place: ManifestPlace
  readonly manifest: JsonObject
  readonly role: 'object' | 'hook' | 'crd-of-chart'
  /** Written paths whose value the renderer cannot know (`lookup`, `.Release.Revision`, random functions): unknown(render). */
  readonly unrenderable?: readonly string[]
  /** Values are encrypted (SOPS): only presence and metadata can be compared. */
  readonly encrypted?: true
}

/** A manifest with its kind resolved and its namespace filled by scope. */
export interface DesiredObject extends SourceManifest {
  readonly kindInfo: KindInfo
  readonly namespace: string
  readonly name: string
}

/** One source at one revision. `revision` is a commit, or empty where there is none; `dirty` = uncommitted changes in it. */
export interface SourceRevision {
  readonly name: string
  readonly revision: string
  readonly dirty: boolean
}
