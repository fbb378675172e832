import type { SourceManifest, SourceRevision } from '../model/desired-object.ts'
import { readChart } from './chart.ts'
import { sourceHistory, type SourceHistory } from './history.ts'
import { readKustomization } from './kustomization.ts'
import { isKustomizationFile } from './kustomization-files.ts'
import { readManifestFile } from './manifest-file.ts'
import type { DocumentManifests, SkippedDocument } from './manifest-of.ts'
import { readPlainFolder } from './plain-folder.ts'
import type { ReadContext } from './read-context.ts'
import type { Renderer } from './renderer.ts'
import { gapOfError, type SourceGap, sourceGap } from './source-gap.ts'
import type { GitSource, PathSource, RenderTarget, SourceSpec } from './source-spec.ts'
import {
  DEFAULT_READ_LIMITS,
  type OpenSource,
  type ReadLimits,
  type Repositories,
  type SourceTree,
  type WorkingTrees,
} from './source-tree.ts'
import { folderOf } from './tree-path.ts'

export interface SourcePorts {
  readonly workingTrees: WorkingTrees
  readonly repositories: Repositories
  readonly renderer: Renderer
}

/** How a source was read, found from its files. */
export type SourceKind = 'manifests' | 'kustomization' | 'chart'

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

async function openPath(spec: PathSource, { workingTrees, repositories }: SourcePorts): Promise<OpenSource> {
  const copy = await repositories.describe(spec.path)
  const { tree, folder } = await workingTrees.open(spec.path, copy?.root)
  return { tree, folder, revision: copy?.revision ?? '', dirty: copy?.dirty ?? false, past: copy?.past }
}

function openGit({ repository, revision, folder }: GitSource, { repositories }: SourcePorts): Promise<OpenSource> {
  return repositories.open(repository, revision, folder)
}

interface TreeRead extends DocumentManifests {
  readonly kind: SourceKind
  /** Parts of the tree that the result depends on. */
  readonly roots: readonly string[]
}

/** Reads what stands in a folder, by what its files say it is: kustomization, chart, or plain manifests. */
async function readTree(tree: SourceTree, folder: string, context: ReadContext): Promise<TreeRead> {
  const entries = await tree.list(folder)
  const own = new Set(entries.filter(({ path }) => folderOf(path) === folder).map(({ path }) => path))
  if ([...own].some(isKustomizationFile)) {
    return { kind: 'kustomization', ...(await readKustomization(tree, folder, context)) }
  }
  if (own.has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`)) {
    return { kind: 'chart', ...(await readChart(tree, folder, entries, context)), roots: [folder] }
  }
  return { kind: 'manifests', ...(await readPlainFolder(tree, entries, context)), roots: [folder] }
}

/** Nothing at all is more often a wrong path than an intention, and must not read as "remove everything". */
function withEmptiness(read: DocumentManifests, source: string): DocumentManifests {
  if (read.manifests.length > 0 || read.gaps.length > 0)
    return { manifests: read.manifests, gaps: read.gaps, skipped: read.skipped }
  const skipped = read.skipped.length
  const seen = skipped === 0 ? 'It holds no documents' : `Its ${skipped} documents are no manifests`
  const message = `The source ${source} holds no objects. ${seen}. Check its path. It was not compared.`
  return { ...read, gaps: [sourceGap(source, 'DRF2010', 'source-empty', message)] }
}

function historyOf(open: OpenSource, roots: readonly string[], context: ReadContext): SourceHistory | undefined {
  if (open.past === undefined) return undefined
  return sourceHistory(open.past, open.dirty ? '' : open.revision, roots, async (tree) => {
    const read = await readTree(tree, open.folder, context)
    // A partly read revision could be taken for one in which the unread objects did not exist.
    return read.gaps.length > 0 ? undefined : read.manifests
  })
}
