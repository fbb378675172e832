import { constants, type Dirent } from 'node:fs'
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { ReadLimits, SourceTree, TreeEntry, TreeFiles, WorkingTrees } from '../../desired/source-tree.ts'
import { DriftageError } from '../../errors/driftage-error.ts'

/** Far more than any folder of manifests; a walk into a whole disk ends here. */
const MAX_ENTRIES = 200_000

/** Files that are open at the same time. */
const AT_ONCE = 16

/** Folders on this machine. The named path itself may be a link, since a person named it; nothing below it is followed. */
export const workingTrees: WorkingTrees = {
  async open(path, root) {
    const real = await realPath(path)
    const isFile = (await stat(real)).isFile()
    const top = root === undefined ? (isFile ? dirname(real) : real) : await realPath(root)
    const folder = relative(top, real).split(sep).join('/')
    if (folder === '..' || folder.startsWith('../')) {
      throw new DriftageError('DRF2009', `${path} lies outside ${top}. Nothing was read.`, { place: path })
    }
    return { tree: new FolderTree(top), folder }
  },

  async readFile(path, maxBytes) {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(missing)
    if (handle === undefined) return undefined
    try {
      const facts = await handle.stat()
      if (!facts.isFile()) return undefined
      if (facts.size > maxBytes) {
        const text = `The file ${path} is larger than ${maxBytes} bytes. It was not read.`
        throw new DriftageError('DRF2003', text, { place: path })
      }
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  },
}

async function realPath(path: string): Promise<string> {
  const real = await realpath(path).catch(missing)
  if (real !== undefined) return real
  throw new DriftageError('DRF2000', `There is no file or folder ${path}. Check the path. Nothing was read.`, {
    place: path,
  })
}

class FolderTree implements SourceTree {
  readonly #root: string
  readonly #safeFolders = new Map<string, Promise<boolean>>()

  /** @param root absolute, links resolved */
  constructor(root: string) {
    this.#root = root
  }

  async list(folder: string): Promise<readonly TreeEntry[]> {
    if (!(await this.#isSafe(folder === '' ? '' : dirname(folder)))) return []
    const facts = await lstat(join(this.#root, folder)).catch(missing)
    if (facts === undefined) return []
    if (!facts.isDirectory()) return [{ path: folder, kind: kindOf(facts) }]
    const entries: TreeEntry[] = []
    await this.#walk(folder, entries)
    return entries.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  async #walk(folder: string, entries: TreeEntry[]): Promise<void> {
    for (const entry of await readdir(join(this.#root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        // Git's own folder is no part of a working tree.
        if (entry.name !== '.git') await this.#walk(path, entries)
      } else if (entry.name !== '.git') entries.push({ path, kind: kindOf(entry) })
      if (entries.length > MAX_ENTRIES) {
        const text = `The folder holds more than ${MAX_ENTRIES} files. Name a smaller one. Nothing was read.`
        throw new DriftageError('DRF2003', text, { place: folder === '' ? this.#root : folder })
      }
    }
  }

  async read(paths: readonly string[], limits: ReadLimits): Promise<TreeFiles> {
    const files = new Map<string, Uint8Array>()
    const tooLarge: string[] = []
    let left = limits.maxTotalBytes
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      const some = paths.slice(start, start + AT_ONCE)
      const contents = await Promise.all(some.map((path) => this.#readOne(path, limits)))
      for (const [index, path] of some.entries()) {
        const bytes = contents[index]
        if (bytes === 'too-large') tooLarge.push(path)
        if (bytes === undefined || bytes === 'too-large') continue
        left -= bytes.length
        if (left < 0) throw tooMuch(limits)
        files.set(path, bytes)
      }
    }
    return { files, tooLarge }
  }

  async #readOne(path: string, { maxFileBytes }: ReadLimits): Promise<Uint8Array | 'too-large' | undefined> {
    return (await this.#isSafe(dirname(path))) ? readRegular(join(this.#root, path), maxFileBytes) : undefined
  }

  /** False where the folder is reached through a link, or is outside the root: it is then as if it were not there. */
  #isSafe(folder: string): Promise<boolean> {
    let known = this.#safeFolders.get(folder)
    if (known === undefined) {
      const path = join(this.#root, folder)
      known = realpath(path).then(
        (real) =>
          real === path && (real === this.#root || real.startsWith(this.#root === sep ? sep : this.#root + sep)),
        () => false,
      )
      this.#safeFolders.set(folder, known)
    }
    return known
  }
}

function tooMuch(limits: ReadLimits): DriftageError {
  const text = `The files of the source are larger than ${limits.maxTotalBytes} bytes together. Name a smaller folder. Nothing was read.`
  return new DriftageError('DRF2003', text)
}

/** A link is not opened, and a pipe is not waited for. */
async function readRegular(path: string, maxBytes: number): Promise<Uint8Array | 'too-large' | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(missing)
  if (handle === undefined) return undefined
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) return undefined
    return facts.size > maxBytes ? 'too-large' : await handle.readFile()
  } finally {
    await handle.close()
  }
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isSymbolicLink'>): TreeEntry['kind'] {
  return entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'symlink' : 'other'
}

/** Gone, a link where none may be, or not ours to read: all of them are "not there" for a source. */
function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== undefined && MISSING.has(error.code)) return undefined
  throw error
}

const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO', 'ENAMETOOLONG'])
