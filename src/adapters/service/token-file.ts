import { readFile } from 'node:fs/promises'
import { DriftageError } from '../../errors/driftage-error.ts'

/** The token in a file, without the line break that editors add. @throws DriftageError DRF6053 */
export async function readTokenFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error.code ?? 'unknown reason')
  })
  const token = text.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw unreadable(path, token === '' ? 'it is empty' : 'it holds more than one word')
}

function unreadable(path: string, why: string): DriftageError {
  return new DriftageError('DRF6053', `The file of the token cannot be used: ${why}. Nothing was sent.`, {
    place: path,
  })
}
