import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The embedded database never asks the system to put its files on the disk: what it wrote survives the death of the
 * process, but not a power cut. After each CHECKPOINT this is done from outside, for the files that changed since.
 */
export class FolderSync {
  readonly #folder: string
  /** Modification times up to here are on the disk, in ms. */
  #until = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async run(): Promise<void> {
    let newest = this.#until
    for (const file of await readdir(this.#folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      newest = Math.max(newest, await this.#sync(join(file.parentPath, file.name)))
    }
    this.#until = newest
  }

  /** @returns when the file was changed last; 0 where it is gone */
  async #sync(path: string): Promise<number> {
    const changed = await stat(path).then(({ mtimeMs }) => mtimeMs, gone)
    // Equal times are done again: a file may change twice within the clock's resolution.
    if (changed < this.#until) return changed
    const file = await open(path, 'r+').catch(gone)
    if (file === 0) return 0
    try {
      await file.sync()
    } finally {
      await file.close()
    }
    return changed
  }
}

/** Files of the database come and go while it works; one that is gone needs nothing. */
function gone(error: NodeJS.ErrnoException): 0 {
  if (error.code === 'ENOENT') return 0
  throw error
}
