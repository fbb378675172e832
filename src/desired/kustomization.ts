import { kustomizationFiles } from './kustomization-files.ts'
import type { DocumentManifests } from './manifest-of.ts'
import { lfsGap, nothingBut } from './manifest-file.ts'
import { refusal } from './plain-folder.ts'
import type { ReadContext } from './read-context.ts'
import { manifestsOfRender, renderGap } from './rendered.ts'
import { type SourceGap, sourceGap } from './source-gap.ts'
import type { SourceTree } from './source-tree.ts'

/** `kustomize build` of a folder, and which parts of the tree its result depends on. */
export async function readKustomization(
  tree: SourceTree,
  folder: string,
  context: ReadContext,
): Promise<DocumentManifests & { readonly roots: readonly string[] }> {
  const input = await kustomizationFiles(tree, folder, context.limits)
  const result = await context.renderer.render({
    kind: 'kustomize',
    files: input.files,
    dir: folder === '' ? '.' : folder,
  })
  if (result.ok) {
    const read = manifestsOfRender(result.documents, context.source, (file) => file || folder || '.')
    return { ...read, roots: input.roots }
  }
  const gap = renderGap(result.error, context.source, folder === '' ? '.' : folder)
  // What was left out on purpose is the likely cause, so it is named beside the renderer's words.
  const refused = [
    ...input.entries.flatMap((entry) => refusal(entry, context.source)),
    ...input.outside.map(({ file, reference }) => outsideGap(context.source, file, reference)),
    ...input.pointers.map((path) => lfsGap(context.source, path)),
    ...input.tooLarge.map((path) =>
      sourceGap(context.source, 'DRF2003', 'too-large', 'The file is too large to be read.', path),
    ),
  ]
  return { ...nothingBut(gap, ...refused), roots: input.roots }
}

function outsideGap(source: string, file: string, reference: string): SourceGap {
  const message = `The reference ${JSON.stringify(reference)} leaves the folder or repository that the source may read. Name a source that contains both. The source was not compared.`
  return sourceGap(source, 'DRF2009', 'outside', message, file)
}
