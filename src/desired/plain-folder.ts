import type { DocumentManifests } from './manifest-of.ts'
import { nothingBut, readManifestFile } from './manifest-file.ts'
import type { ReadContext } from './read-context.ts'
import { type SourceGap, sourceGap } from './source-gap.ts'
import type { SourceTree, TreeEntry } from './source-tree.ts'

const MANIFEST_FILE = /\.(?:ya?ml|json)$/

/** What `kubectl apply -R -f` takes from a folder: every `.yaml`, `.yml` and `.json` in and below it; or one file. */
export async function readPlainFolder(
  tree: SourceTree,
  entries: readonly TreeEntry[],
  context: ReadContext,
): Promise<DocumentManifests> {
  // A file that was named itself is read whatever it is called.
  const wanted = entries.length === 1 ? entries : entries.filter(({ path }) => MANIFEST_FILE.test(path))
  const files = wanted.filter(({ kind }) => kind === 'file').map(({ path }) => path)
  const contents = await tree.read(files, context.limits)
  const read = files.map((path) => {
    const bytes = contents.files.get(path)
    return bytes === undefined
      ? nothingBut(unread(path, contents.tooLarge, context))
      : readManifestFile(context.source, path, bytes)
  })
  return {
    manifests: read.flatMap((one) => one.manifests),
    gaps: [
      ...entries.flatMap((entry) => refusal(entry, context.source, entries.length === 1)),
      ...read.flatMap((one) => one.gaps),
    ],
    skipped: read.flatMap((one) => one.skipped),
  }
}

function unread(path: string, tooLarge: readonly string[], { source, limits }: ReadContext): SourceGap {
  if (!tooLarge.includes(path)) {
    const message = 'The file went away while it was being read. Scan again. It was not compared.'
    return sourceGap(source, 'DRF2000', 'file-gone', message, path)
  }
  const message = `The file is larger than ${limits.maxFileBytes} bytes. Split it. It was not compared.`
  return sourceGap(source, 'DRF2003', 'too-large', message, path)
}

/**
 * Links count only where they would have been read as a manifest (kubectl does not follow links to folders either), or
 * where the source is nothing but a link.
 */
export function refusal({ path, kind }: TreeEntry, source: string, isAll = false): readonly SourceGap[] {
  if (kind === 'submodule') {
    const message = 'This is a submodule, which is not fetched. Name its repository as a source. It was not compared.'
    return [sourceGap(source, 'DRF2007', 'submodule', message, path)]
  }
  if (kind !== 'symlink' || !(isAll || MANIFEST_FILE.test(path))) return []
  const message = 'This is a symbolic link, and links are never followed. Replace it by the file. It was not compared.'
  return [sourceGap(source, 'DRF2006', 'symlink', message, path)]
}
