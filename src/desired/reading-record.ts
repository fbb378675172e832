import { createHash } from 'node:crypto'
import type { ReadLimits, SourceTree, TreeEntry, TreeFiles, WorkingTrees } from './source-tree.ts'

/**
 * What a reading saw of places that have no commits: working trees, values files of this machine. Taken while reading, so
 * that a file that changes in the middle is seen as changed the next time.
 */
export class ReadingRecord {
  readonly #lists = new Map<string, string>()
  readonly #files = new Map<string, string>()
  readonly #machineFiles = new Map<string, string>()

  /** The same tree, observed. */
  ofTree(tree: SourceTree): SourceTree {
    return {
      list: async (folder) => {
        const entries = await tree.list(folder)
        this.#lists.set(folder, digestOfList(entries))
        return entries
      },
      read: async (paths, limits) => {
        const contents = await tree.read(paths, limits)
        for (const path of paths) this.#files.set(path, digestIn(contents, path))
        return contents
      },
    }
  }

  ofWorkingTrees(workingTrees: WorkingTrees): WorkingTrees {
    return {
      open: (path, root) => workingTrees.open(path, root),
      readFile: async (path, maxBytes) => {
        const bytes = await workingTrees.readFile(path, maxBytes)
        this.#machineFiles.set(path, digestOf(bytes))
        return bytes
      },
    }
  }

  /** Stands for the files of this machine as they were. */
  get machineMark(): string {
    return JSON.stringify([...this.#machineFiles].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** True where the tree would be read as it was then. */
  async holdsFor(tree: SourceTree, limits: ReadLimits): Promise<boolean> {
    for (const [folder, digest] of this.#lists) {
      if (digestOfList(await tree.list(folder)) !== digest) return false
    }
    const paths = [...this.#files.keys()]
    const contents = await tree.read(paths, limits)
    return paths.every((path) => digestIn(contents, path) === this.#files.get(path))
  }

  /** True where the files of this machine are as they were then. */
  async holdsForMachine(workingTrees: WorkingTrees, limits: ReadLimits): Promise<boolean> {
    for (const [path, digest] of this.#machineFiles) {
      if (digestOf(await workingTrees.readFile(path, limits.maxFileBytes)) !== digest) return false
    }
    return true
  }
}

function digestOfList(entries: readonly TreeEntry[]): string {
  return digestOf(Buffer.from(entries.map(({ path, kind }) => `${kind} ${path}\0`).join('')))
}

function digestIn({ files, tooLarge }: TreeFiles, path: string): string {
  return tooLarge.includes(path) ? 'too-large' : digestOf(files.get(path))
}

function digestOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? 'absent' : createHash('sha256').update(bytes).digest('base64')
}
