import type { SourceManifest, SourceRevision } from '../model/desired-object.ts'
import { sourceHistory, type SourceHistory } from './history.ts'
import { readManifestFile } from './manifest-file.ts'
import type { SkippedDocument } from './manifest-of.ts'
import { openPath } from './open-path.ts'
import type { ReadContext } from './read-context.ts'
import { readTree, type SourceKind, withEmptiness } from './read-tree.ts'
import type { Renderer } from './renderer.ts'
import { gapOfError, type SourceGap } from './source-gap.ts'
import type { GitSource, RenderTarget, SourceSpec } from './source-spec.ts'
import {
  DEFAULT_READ_LIMITS,
  type OpenSource,
  type ReadLimits,
  type Repositories,
  type WorkingTrees,
} from './source-tree.ts'

export interface SourcePorts {
  readonly workingTrees: WorkingTrees
  readonly repositories: Repositories
  readonly renderer: Renderer
}

/** All that a source says at one revision, and what of it could not be read. */
export interface SourceResult {
  readonly revision: SourceRevision
  /** Undefined where the source could not be opened. */
  readonly kind: SourceKind | undefined
  readonly manifests: readonly SourceManifest[]
  readonly gaps: readonly SourceGap[]
  /** Documents that are no manifests; nothing is wrong with them. */
  readonly skipped: readonly SkippedDocument[]
  readonly history: SourceHistory | undefined
}

/**
 * Reads one source whole. Never throws for what is in a source, a repository or an answer of Git: that is a gap, and the
 * manifests beside it are given all the same.
 */
export async function readSource(
  spec: SourceSpec,
  target: RenderTarget | Promise<RenderTarget>,
  ports: SourcePorts,
  limits: ReadLimits = DEFAULT_READ_LIMITS,
): Promise<SourceResult> {
  const unopened = { name: spec.name, revision: '', dirty: false }
  if (spec.kind === 'stdin') {
    const read = readManifestFile(spec.name, '-', spec.bytes)
    return { revision: unopened, kind: 'manifests', ...withEmptiness(read, spec.name), history: undefined }
  }
  const context: ReadContext = { source: spec.name, helm: spec.helm ?? {}, target, limits, ...ports }
  try {
    const open = spec.kind === 'path' ? await openPath(spec, ports) : await openGit(spec, ports)
    const revision = { name: spec.name, revision: open.revision, dirty: open.dirty }
    const read = await readTree(open.tree, open.folder, context)
    return {
      revision,
      ...withEmptiness(read, spec.name),
      kind: read.kind,
      history: historyOf(open, read.roots, context),
    }
  } catch (error) {
    const gaps = [gapOfError(spec.name, error)]
    return { revision: unopened, kind: undefined, manifests: [], gaps, skipped: [], history: undefined }
  }
}

function openGit({ repository, revision, folder }: GitSource, { repositories }: SourcePorts): Promise<OpenSource> {
  return repositories.open(repository, revision, folder)
}

function historyOf(open: OpenSource, roots: readonly string[], context: ReadContext): SourceHistory | undefined {
  if (open.past === undefined) return undefined
  return sourceHistory(open.past, open.dirty ? '' : open.revision, roots, async (tree) => {
    const read = await readTree(tree, open.folder, context)
    // A partly read revision could be taken for one in which the unread objects did not exist.
    return read.gaps.length > 0 ? undefined : read.manifests
  })
}
