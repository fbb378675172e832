import { type FileHandle, lstat, open, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ArchiveEntry, ArchiveHeader } from '../../live/archive/entry.ts'
import { entryLine, headerLine, MOST_ARCHIVE_BYTES } from '../../live/archive/lines.ts'

/** An archive that is being written. */
export interface OpenArchive {
  /** Takes an entry; entries come in the order of their times. Nothing is taken any more once it has ended. */
  write(entry: ArchiveEntry): void
  /** Bytes that have reached the file. */
  readonly size: number
  /** Resolves when nothing more can be taken: DRF5407 it cannot be written, DRF5409 it is as large as one may be. */
  readonly ended: Promise<DriftageError>
  /** Writes what is waiting. @throws DriftageError DRF5407 */
  close(): Promise<void>
}

export interface WriteOptions {
  /** Whether the place of an existing file is taken. Default false. */
  readonly overwrite?: boolean
  /** Bytes that it may unpack to. Default: as many as a replay reads. */
  readonly most?: number
}

/** So much may be lost to a kill: what was taken longer ago has been handed to the system. */
const FLUSH_EACH_MS = 1_000

/** Begins an archive, for its user alone. @throws DriftageError DRF5407, DRF5408 where the file is there already */
export async function writeArchiveFile(
  path: string,
  header: Omit<ArchiveHeader, 'version'>,
  { overwrite = false, most = MOST_ARCHIVE_BYTES }: WriteOptions = {},
): Promise<OpenArchive> {
  const file = (await opened(path, overwrite)).createWriteStream()
  const packing = createGzip({ level: 9 })
  let end: (reason: DriftageError) => void = () => {}
  const ended = new Promise<DriftageError>((resolve) => {
    end = resolve
  })
  let failure: DriftageError | undefined
  const written = pipeline(packing, file).catch((error: NodeJS.ErrnoException) => {
    failure = notWritten(path, error)
    end(failure)
  })
  let unpacked = 0
  let isFull = false
  let isClosed = false
  let isFlushed = true
  const put = (line: string): void => {
    unpacked += Buffer.byteLength(line)
    isFlushed = false
    packing.write(line)
  }
  const flushing = setInterval(() => {
    if (isFlushed || failure !== undefined) return
    isFlushed = true
    packing.flush(constants.Z_SYNC_FLUSH)
  }, FLUSH_EACH_MS)
  flushing.unref()
  put(headerLine(header))
  return {
    ended,
    get size() {
      return file.bytesWritten
    },
    write: (entry) => {
      if (isClosed || failure !== undefined || (isFull && entry.type !== 'end')) return
      const line = entryLine(entry)
      // The last line says that nothing is missing before it, which is true, and small.
      if (entry.type === 'end' || unpacked + Buffer.byteLength(line) <= most) return put(line)
      isFull = true
      end(full(path))
    },
    close: async () => {
      isClosed = true
      clearInterval(flushing)
      packing.end()
      await written
      if (failure !== undefined) throw failure
    },
  }
}

async function opened(path: string, overwrite: boolean): Promise<FileHandle> {
  const handle = await open(path, overwrite ? 'w' : 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? isThere(path) : notBegun(path, error)
  })
  // A file that is taken over may have been open to others; what is no file belongs to the system.
  if (overwrite && (await handle.stat()).isFile()) await handle.chmod(0o600)
  return handle
}

/** Before anything is asked of a cluster. @throws DriftageError DRF5408 */
export async function refuseExisting(path: string): Promise<void> {
  if ((await statOf(path)) !== undefined) throw isThere(path)
}

/** Takes away an archive that came to nothing. */
export async function removeArchive(path: string): Promise<void> {
  if ((await statOf(path))?.isFile() === true) await rm(path, { force: true })
}

function statOf(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  return lstat(path).catch(() => undefined)
}

function isThere(path: string): DriftageError {
  return new DriftageError(
    'DRF5408',
    `There is a file ${path} already. Name another one, or say --overwrite. Nothing was recorded, and the file is as it was.`,
  )
}

function notBegun(path: string, { code = 'unknown' }: NodeJS.ErrnoException): DriftageError {
  return new DriftageError(
    'DRF5407',
    `The archive ${path} cannot be written (${code}). Name another place. Nothing was recorded.`,
  )
}

function notWritten(path: string, { code = 'unknown' }: NodeJS.ErrnoException): DriftageError {
  return new DriftageError(
    'DRF5407',
    `The archive ${path} cannot be written any more (${code}), and recording has ended. What is in the file can be replayed up to its last whole line. Make room or name another place, and record again.`,
  )
}

function full(path: string): DriftageError {
  return new DriftageError(
    'DRF5409',
    `The archive ${path} is as large as a replay can read, and recording has ended. It is whole up to here. Record again for less time, or with fewer sources.`,
  )
}
