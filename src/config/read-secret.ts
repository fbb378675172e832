import { readFile } from 'node:fs/promises'
import { DriftageError } from '../errors/driftage-error.ts'
import type { SecretReference } from './secret-reference.ts'

/**
 * The secret itself, at the moment at which it is needed: files that are rotated are read anew each time. A line break at its
 * end is no part of it.
 *
 * @throws DriftageError DRF1213 where there is none; the message names the place and nothing of the secret
 */
export async function readSecret(
  reference: SecretReference,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const text = reference.from === 'environment' ? environment[reference.name] : await readFrom(reference.path)
  const secret = text?.replace(/\r?\n$/, '')
  if (secret === undefined || secret === '') throw notThere(reference)
  return secret
}

async function readFrom(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

function notThere(reference: SecretReference): DriftageError {
  const where =
    reference.from === 'environment'
      ? `The environment variable ${reference.name} is not set, or empty`
      : `The file ${reference.path} cannot be read, or is empty`
  return new DriftageError(
    'DRF1213',
    `${where}, but the configuration says that a secret is there. Put it there. Nothing was begun with what needs it.`,
  )
}
