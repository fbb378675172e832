import type { ReadingRecord } from '../../desired/reading-record.ts'
import type { SourceKind } from '../../desired/read-tree.ts'
import type { SourceFiles } from '../../desired/source-files.ts'
import type { SourceGap } from '../../desired/source-gap.ts'
import type { OpenSource } from '../../desired/source-tree.ts'
import type { CommitGraph } from '../../desired/watched-repositories.ts'
import type { SourceManifest } from '../../model/desired-object.ts'

/** A source as it lies open at one revision. */
export interface OpenedSource extends OpenSource {
  /** Undefined for paths: what lies there counts, whatever its commits. */
  readonly graph?: CommitGraph
}

/** All that a source said at one revision, and by what it is told whether it would say the same again. */
export interface SourceReading {
  readonly open: OpenedSource
  readonly kind: SourceKind
  readonly manifests: readonly SourceManifest[]
  readonly gaps: readonly SourceGap[]
  readonly files: SourceFiles
  readonly read: WhatWasRead
}

export interface WhatWasRead {
  /** Parts of the tree that the result depends on, and what stood there; the latter only where there are commits. */
  readonly roots: readonly string[]
  readonly identities: readonly string[]
  /** The rest: the tree of a path, values files of this machine. */
  readonly record: ReadingRecord
  /** Stands for the target cluster; undefined where the result does not depend on it. */
  readonly target: string | undefined
}

/** The commit of a reading; empty where what was read is not exactly one. */
export function revisionOf({ open }: Pick<SourceReading, 'open'>): string {
  return open.dirty ? '' : open.revision
}

/** How many objects a reading holds; hooks are none. */
export function objectsIn(manifests: readonly SourceManifest[]): number {
  return manifests.reduce((count, { role }) => (role === 'hook' ? count : count + 1), 0)
}
