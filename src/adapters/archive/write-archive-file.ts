import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ArchiveEntry, ArchiveHeader } from '../../live/archive/entry.ts'
import { entryLine, headerLine } from '../../live/archive/lines.ts'

/** An archive that is being written. */
export interface OpenArchive {
  /** Takes an entry; entries come in the order of their times. */
  write(entry: ArchiveEntry): void
  /** Writes what is waiting. @throws DriftageError DRF5407 */
  close(): Promise<void>
}

/** Begins an archive, for its user alone; an existing file is never overwritten. Errors come with `close`. */
export function writeArchiveFile(path: string, header: Omit<ArchiveHeader, 'version'>): OpenArchive {
  const lines = new Readable({ read: () => {}, encoding: 'utf8' })
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  const written = pipeline(lines, createGzip({ level: 9 }), file)
  // Told by close; until then nobody listens.
  written.catch(() => {})
  lines.push(headerLine(header))
  return {
    write: (entry) => void lines.push(entryLine(entry)),
    close: async () => {
      lines.push(null)
      await written.catch((error: NodeJS.ErrnoException) => {
        throw new DriftageError(
          'DRF5407',
          `The archive ${path} cannot be written (${error.code ?? 'unknown'}). Name another place. What was watched is not changed by it.`,
        )
      })
    },
  }
}
