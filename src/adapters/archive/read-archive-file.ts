import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, createGunzip, gunzip } from 'node:zlib'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { Archive } from '../../live/archive/entry.ts'
import { MOST_ARCHIVE_BYTES, readArchive } from '../../live/archive/lines.ts'

/**
 * Reads an archive whole. A damaged or cut off one is read up to the damage, and says so.
 *
 * @throws DriftageError DRF5401, DRF5402, DRF5403
 */
export async function readArchiveFile(path: string): Promise<Archive> {
  const packed = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new DriftageError(
      'DRF5401',
      `The archive ${path} cannot be read (${error.code ?? 'unknown'}). Check the path. Nothing was replayed.`,
    )
  })
  const { text, isCut } = await unpacked(packed)
  const lines = text.split('\n')
  // Behind the last line end nothing is left of a whole file, and half a line of a cut one, which is read as damage.
  if (lines.at(-1) === '') lines.pop()
  return readArchive(lines, isCut)
}

/** Whole where it can be; else everything before the damage. */
async function unpacked(packed: Buffer): Promise<{ readonly text: string; readonly isCut: boolean }> {
  try {
    const whole = await promisify(gunzip)(packed, { maxOutputLength: MOST_ARCHIVE_BYTES })
    return { text: whole.toString('utf8'), isCut: false }
  } catch {
    return { text: await beforeDamage(packed), isCut: true }
  }
}

function beforeDamage(packed: Buffer): Promise<string> {
  return new Promise((done) => {
    const chunks: Buffer[] = []
    let size = 0
    const stream = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
    const end = (): void => done(Buffer.concat(chunks).toString('utf8'))
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_ARCHIVE_BYTES) stream.destroy()
      else chunks.push(chunk)
    })
    stream.on('close', end)
    stream.on('error', end)
    stream.end(packed)
  })
}
