import { decodeUtf8 } from './manifest-file.ts'
import type { ReadLimits, SourceTree } from './source-tree.ts'
import { inFolder } from './tree-path.ts'

/** Files of a repository that say something about a source and are no manifests. */
export interface SourceFiles {
  /** `.driftage.yaml` of the source's own folder, else of the root. */
  readonly driftageYaml?: SourceFile
  /** The first of the places in which forges look for it. */
  readonly codeowners?: SourceFile
}

export interface SourceFile {
  readonly text: string
  /** Path inside the repository. */
  readonly place: string
}

const CODEOWNERS = ['CODEOWNERS', '.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'docs/CODEOWNERS']

/** More than any forge accepts (GitHub: 3 MB). What is larger, or no UTF-8, counts as not there. */
const LIMITS: ReadLimits = { maxFileBytes: 3 * 1024 * 1024, maxTotalBytes: 32 * 1024 * 1024 }

/** @param folder where in the tree the source is */
export async function readSourceFiles(tree: SourceTree, folder: string): Promise<SourceFiles> {
  const settings = [...new Set([inFolder(folder, '.driftage.yaml'), '.driftage.yaml'])]
  const { files } = await tree.read([...settings, ...CODEOWNERS], LIMITS)
  const driftageYaml = firstOf(settings, files)
  const codeowners = firstOf(CODEOWNERS, files)
  return {
    ...(driftageYaml === undefined ? {} : { driftageYaml }),
    ...(codeowners === undefined ? {} : { codeowners }),
  }
}

function firstOf(places: readonly string[], files: ReadonlyMap<string, Uint8Array>): SourceFile | undefined {
  for (const place of places) {
    const bytes = files.get(place)
    const text = bytes === undefined ? undefined : decodeUtf8(bytes)
    if (text !== undefined) return { text, place }
  }
  return undefined
}
