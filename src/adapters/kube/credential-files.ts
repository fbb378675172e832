import { readFile } from 'node:fs/promises'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { PemSource } from './cluster-config.ts'
import { headerText } from './cluster-credentials.ts'
import { SecretText } from './secret-text.ts'

/** @throws DriftageError DRF3011 */
export async function readPem(source: PemSource): Promise<SecretText> {
  if ('pem' in source) return source.pem
  const text = await readCredentialFile(source.file)
  if (!text.includes('-----BEGIN ')) throw unreadable(source.file, 'it is not PEM text')
  return new SecretText(text)
}

/** @throws DriftageError DRF3004 for a text that is no token, DRF3011 */
export async function readTokenFile(file: string, fallback: SecretText | undefined): Promise<SecretText> {
  try {
    return headerText(await readCredentialFile(file), `token in ${file}`)
  } catch (error) {
    if (fallback !== undefined) return fallback
    throw error
  }
}

async function readCredentialFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw unreadable(file, (error as NodeJS.ErrnoException).code ?? 'unknown error')
  }
}

function unreadable(file: string, problem: string): DriftageError {
  return new DriftageError(
    'DRF3011',
    `The credential file ${file} could not be used: ${problem}. Check the path and its permissions. The cluster was not asked; its state is unknown.`,
    { place: file },
  )
}
