import { isList, isObject, type Json } from '../model/json.ts'
import { decodeUtf8, isLfsPointer } from './manifest-file.ts'
import type { ReadLimits, SourceTree, TreeEntry } from './source-tree.ts'
import { folderOf, resolveInTree } from './tree-path.ts'
import { readYaml } from './yaml/read-yaml.ts'

const KUSTOMIZATION_FILE = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/

export function isKustomizationFile(path: string): boolean {
  return KUSTOMIZATION_FILE.test(path)
}

/** All that a kustomization may read. */
export interface KustomizationFiles {
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Files and folders of the tree that were looked into: the start and everything outside of it that is referred to. */
  readonly roots: readonly string[]
  readonly entries: readonly TreeEntry[]
  /** References that leave the tree; they matter only if the kustomization is not rendered without them. */
  readonly outside: readonly { readonly file: string; readonly reference: string }[]
  readonly tooLarge: readonly string[]
  /** Pointers into Git LFS, left out: their content is elsewhere, and they are none. */
  readonly pointers: readonly string[]
}

/**
 * Collects the folder and whatever its kustomizations refer to outside of it (`../base`, `../../patch.yaml`), and what
 * those refer to. Any text that climbs out of its folder counts as a reference: kustomize has a dozen fields for paths, and a
 * file too many does no harm.
 */
export async function kustomizationFiles(
  tree: SourceTree,
  folder: string,
  limits: ReadLimits,
): Promise<KustomizationFiles> {
  const files = new Map<string, Uint8Array>()
  const entries = new Map<string, TreeEntry>()
  const outside: { file: string; reference: string }[] = []
  const tooLarge: string[] = []
  const pointers: string[] = []
  const roots: string[] = []
  const queue = [folder]
  let left = limits.maxTotalBytes
  for (let root = queue.shift(); root !== undefined; root = queue.shift()) {
    const start = root
    if (roots.some((known) => known === '' || start === known || start.startsWith(`${known}/`))) continue
    roots.push(start)
    const found = (await tree.list(start)).filter(({ path }) => !entries.has(path))
    for (const entry of found) entries.set(entry.path, entry)
    const wanted = found.filter(({ kind }) => kind === 'file').map(({ path }) => path)
    const read = await tree.read(wanted, { ...limits, maxTotalBytes: left })
    tooLarge.push(...read.tooLarge)
    for (const [path, bytes] of read.files) {
      left -= bytes.length
      if (isLfsPointer(bytes)) {
        pointers.push(path)
        continue
      }
      files.set(path, bytes)
      if (!isKustomizationFile(path)) continue
      for (const reference of climbingReferences(bytes)) {
        const target = resolveInTree(folderOf(path), reference)
        if (target === undefined) outside.push({ file: path, reference })
        else queue.push(target)
      }
    }
  }
  return { files, roots, entries: [...entries.values()], outside, tooLarge, pointers }
}

/** `../x`, also behind the key of a generator (`name=../x`) and in the middle of a path (`a/../../x`). */
function climbingReferences(bytes: Uint8Array): readonly string[] {
  const text = decodeUtf8(bytes)
  if (text === undefined || !text.includes('..')) return []
  const found: string[] = []
  for (const { value } of readYaml(text, 'kyaml').documents) collectTexts(value, found)
  return found
    .filter((one) => !one.includes('\n') && !one.includes('://'))
    .map((one) => one.slice(one.lastIndexOf('=') + 1))
    .filter((one) => /(?:^|\/)\.\.(?:\/|$)/.test(one))
}

function collectTexts(value: Json, found: string[]): void {
  if (typeof value === 'string') found.push(value)
  else if (isList(value)) for (const item of value) collectTexts(item, found)
  else if (isObject(value)) for (const item of Object.values(value)) collectTexts(item, found)
}
