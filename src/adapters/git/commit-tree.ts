import type { ReadLimits, SourceTree, TreeEntry, TreeFiles } from '../../desired/source-tree.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { GitRepository } from './git-repository.ts'

/** The files of one commit, read from Git's object store: nothing is checked out, no filter runs, no link is followed. */
export class CommitTree implements SourceTree {
  readonly #repository: GitRepository
  readonly #commit: string
  /** Blob by path, of everything that was listed. */
  readonly #blobs = new Map<string, string>()

  constructor(repository: GitRepository, commit: string) {
    this.#repository = repository
    this.#commit = commit
  }

  async list(folder: string): Promise<readonly TreeEntry[]> {
    const only = folder === '' ? [] : ['--', folder]
    const { stdout } = await this.#repository.run(['ls-tree', '-r', '-z', '--full-tree', this.#commit, ...only])
    const entries: TreeEntry[] = []
    for (const line of stdout.toString('utf8').split('\0')) {
      const match = /^([0-7]{6}) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line)
      if (match === null) continue
      const [, mode, id, path] = match as unknown as [string, string, string, string]
      // Nothing reads such paths on purpose, and a name could be made to leave the folder when it is written somewhere.
      if (path.split('/').some((step) => step === '..' || step === '.' || step === '' || step.toLowerCase() === '.git'))
        continue
      const kind = KINDS.get(mode) ?? 'other'
      if (kind === 'file') this.#blobs.set(path, id)
      entries.push({ path, kind })
    }
    return entries.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  async read(paths: readonly string[], limits: ReadLimits): Promise<TreeFiles> {
    await this.#listMissing(paths)
    const wanted = paths.filter((path) => this.#blobs.has(path))
    const ids = [...new Set(wanted.map((path) => this.#blobs.get(path) as string))]
    const sizes = await this.#sizes(ids)
    const fitting = ids.filter((id) => (sizes.get(id) ?? Infinity) <= limits.maxFileBytes)
    const total = fitting.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0)
    if (total > limits.maxTotalBytes) throw tooMuch(limits)
    const contents = await this.#contents(fitting, total)
    const files = new Map<string, Uint8Array>()
    const tooLarge: string[] = []
    for (const path of wanted) {
      const id = this.#blobs.get(path) as string
      const bytes = contents.get(id)
      if (bytes !== undefined) files.set(path, bytes)
      else if (sizes.has(id)) tooLarge.push(path)
    }
    return { files, tooLarge }
  }

  async #listMissing(paths: readonly string[]): Promise<void> {
    for (const path of paths) if (!this.#blobs.has(path)) await this.list(path)
  }

  async #sizes(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (ids.length === 0) return new Map()
    await this.#prefetch(ids)
    const input = `${ids.join('\n')}\n`
    const { stdout } = await this.#repository.run(
      ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)', '--buffer'],
      { input },
    )
    const sizes = new Map<string, number>()
    for (const line of stdout.toString('latin1').split('\n')) {
      const [id, type, size] = line.split(' ')
      if (id !== undefined && type === 'blob') sizes.set(id, Number(size))
    }
    return sizes
  }

  /** One at a time would be one connection per file. */
  async #prefetch(ids: readonly string[]): Promise<void> {
    const { fetchBlobs } = this.#repository.options
    if (fetchBlobs === undefined) return
    const wanted = new Set(ids)
    const args = [
      'rev-list',
      '--objects',
      '--missing=print',
      '--no-object-names',
      '--end-of-options',
      `${this.#commit}^{tree}`,
    ]
    const { stdout } = await this.#repository.run(args)
    const missing = stdout
      .toString('latin1')
      .split('\n')
      .filter((line) => line.startsWith('?'))
      .map((line) => line.slice(1))
      .filter((id) => wanted.has(id))
    if (missing.length > 0) await fetchBlobs([...new Set(missing)])
  }

  async #contents(ids: readonly string[], total: number): Promise<ReadonlyMap<string, Uint8Array>> {
    const contents = new Map<string, Uint8Array>()
    if (ids.length === 0) return contents
    const input = `${ids.join('\n')}\n`
    const { stdout } = await this.#repository.run(['cat-file', '--batch', '--buffer'], {
      input,
      maxBytes: total + ids.length * 200,
    })
    for (let at = 0; at < stdout.length; ) {
      const end = stdout.indexOf(0x0a, at)
      const [id, type, size] = stdout.toString('latin1', at, end).split(' ')
      const from = end + 1
      const to = from + Number(size ?? 0)
      if (id !== undefined && type === 'blob') contents.set(id, stdout.subarray(from, to))
      at = type === 'blob' ? to + 1 : from
    }
    return contents
  }
}

const KINDS: ReadonlyMap<string, TreeEntry['kind']> = new Map([
  ['100644', 'file'],
  ['100755', 'file'],
  ['100664', 'file'],
  ['120000', 'symlink'],
  ['160000', 'submodule'],
])

function tooMuch({ maxTotalBytes }: ReadLimits): DriftageError {
  const text = `The files of the source are larger than ${maxTotalBytes} bytes together. Name a smaller folder. Nothing was read.`
  return new DriftageError('DRF2003', text)
}
