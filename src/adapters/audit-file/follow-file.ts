import { createHash } from 'node:crypto'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FollowPorts, FollowPosition } from '../../live/audit/followed-file.ts'
import { LineCutter } from '../../live/audit/line-cutter.ts'

export interface FollowOptions {
  readonly path: string
  /** Where to go on; undefined = at the beginning of the file as it is. */
  readonly from: FollowPosition | undefined
  /** Milliseconds between two looks. Default 250. */
  readonly pollMs?: number
  readonly signal: AbortSignal
}

/**
 * Follows an audit log line by line until the signal: over a rename and a new file, over emptying in place, over a file that
 * is not there yet, and from a stored position, with what was rotated away meanwhile. A line counts when its end is written.
 */
export async function followFile(options: FollowOptions, ports: FollowPorts): Promise<void> {
  const { path, from, pollMs = 250, signal } = options
  let reader = from && (await reopened(path, from))
  let isFailing = false
  while (!signal.aborted) {
    try {
      reader ??= await FileReader.open(path, 0)
      if ((await reader.readOn(ports, signal)) && (await reader.isReplaced(path))) {
        // Written between the last look and the rename.
        await reader.readOn(ports, signal)
        await reader.close()
        reader = undefined
        continue
      }
      isFailing = false
    } catch (error) {
      if (!isFailing && !signal.aborted) ports.failed('DRF3210', codeOf(error))
      isFailing = true
    }
    await sleep(pollMs, undefined, { signal }).catch(() => {})
  }
  await reader?.close()
}

/** The file of the position, whatever it is called by now; undefined where it is gone, which means to begin anew. */
async function reopened(path: string, from: FollowPosition): Promise<FileReader | undefined> {
  const folder = dirname(path)
  const names = await readdir(folder).catch(() => [])
  for (const candidate of [path, ...names.map((name) => join(folder, name))]) {
    const found = await stat(candidate, { bigint: true }).catch(() => undefined)
    if (found === undefined || !found.isFile() || found.ino.toString() !== from.inode || found.size < from.offset)
      continue
    const reader = await FileReader.open(candidate, from.offset).catch(() => undefined)
    if (reader !== undefined && (from.head === '' || (await reader.head()) === from.head)) return reader
    await reader?.close()
  }
  return undefined
}

const CHUNK_BYTES = 1 << 20
const HEAD_BYTES = 256

/** One opened file: it goes on being this one when another takes its name. */
class FileReader {
  readonly #handle: FileHandle
  readonly #inode: string
  readonly #cutter = new LineCutter()
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  #offset: number
  #head = ''

  private constructor(handle: FileHandle, inode: string, offset: number) {
    this.#handle = handle
    this.#inode = inode
    this.#offset = offset
  }

  static async open(path: string, offset: number): Promise<FileReader> {
    const handle = await open(path, 'r')
    const { ino } = await handle.stat({ bigint: true })
    return new FileReader(handle, ino.toString(), offset)
  }

  /** Reads to the end of what is there. True when all was taken. */
  async readOn(ports: FollowPorts, signal: AbortSignal): Promise<boolean> {
    await this.#beginAgainIfEmptied()
    while (!signal.aborted) {
      const { bytesRead } = await this.#handle.read(this.#buffer, 0, CHUNK_BYTES, this.#offset)
      if (bytesRead === 0) return true
      this.#offset += bytesRead
      const lines = this.#cutter.push(this.#buffer.subarray(0, bytesRead))
      if (lines.length > 0) await ports.take({ lines, position: await this.#position() })
    }
    return false
  }

  /** True where another file has the name now. */
  async isReplaced(path: string): Promise<boolean> {
    const now = await stat(path, { bigint: true }).catch(() => undefined)
    return now !== undefined && now.ino.toString() !== this.#inode
  }

  /** Digest of the first bytes; empty while there are fewer. */
  async head(): Promise<string> {
    const bytes = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await this.#handle.read(bytes, 0, HEAD_BYTES, 0)
    return bytesRead < HEAD_BYTES ? '' : createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  /** Copied and emptied in place: it is shorter than what was read, or begins with something else. */
  async #beginAgainIfEmptied(): Promise<void> {
    const { size } = await this.#handle.stat()
    const head = await this.head()
    if (size >= this.#offset && (this.#head === '' || head === this.#head)) {
      this.#head = head
      return
    }
    this.#offset = 0
    this.#head = head
    this.#cutter.reset()
  }

  async #position(): Promise<FollowPosition> {
    if (this.#head === '') this.#head = await this.head()
    return { inode: this.#inode, offset: this.#offset - this.#cutter.pending, head: this.#head }
  }
}

/** The system's own word for it, such as `ENOENT`; never a message with a path. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}
