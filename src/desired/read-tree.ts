import { readChart } from './chart.ts'
import { readKustomization } from './kustomization.ts'
import { isKustomizationFile } from './kustomization-files.ts'
import type { DocumentManifests } from './manifest-of.ts'
import { readPlainFolder } from './plain-folder.ts'
import type { ReadContext } from './read-context.ts'
import { sourceGap } from './source-gap.ts'
import type { SourceTree } from './source-tree.ts'
import { folderOf } from './tree-path.ts'

/** How a source was read, found from its files. */
export type SourceKind = 'manifests' | 'kustomization' | 'chart'

/** Everything that one tree says, at the place where the source is. */
export interface TreeRead extends DocumentManifests {
  readonly kind: SourceKind
  /** Parts of the tree that the result depends on. */
  readonly roots: readonly string[]
}

/** Reads what stands in a folder, by what its files say it is: kustomization, chart, or plain manifests. */
export async function readTree(tree: SourceTree, folder: string, context: ReadContext): Promise<TreeRead> {
  const entries = await tree.list(folder)
  const own = new Set(entries.filter(({ path }) => folderOf(path) === folder).map(({ path }) => path))
  if ([...own].some(isKustomizationFile)) {
    return { kind: 'kustomization', ...(await readKustomization(tree, folder, context)) }
  }
  if (own.has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`)) {
    const roots = [folder, ...(context.helm.valuesInRepository ?? [])]
    return { kind: 'chart', ...(await readChart(tree, folder, entries, context)), roots }
  }
  return { kind: 'manifests', ...(await readPlainFolder(tree, entries, context)), roots: [folder] }
}

/** Nothing at all is more often a wrong path than an intention, and must not read as "remove everything". */
export function withEmptiness(read: DocumentManifests, source: string): DocumentManifests {
  if (read.manifests.length > 0 || read.gaps.length > 0)
    return { manifests: read.manifests, gaps: read.gaps, skipped: read.skipped }
  const skipped = read.skipped.length
  const seen = skipped === 0 ? 'It holds no documents' : `Its ${skipped} documents are no manifests`
  const message = `The source ${source} holds no objects. ${seen}. Check its path. It was not compared.`
  return { ...read, gaps: [sourceGap(source, 'DRF2010', 'source-empty', message)] }
}
