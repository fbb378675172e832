import { generateKeyPair } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The key pair with which the control plane signs and checks the tokens of service accounts. */
export interface ServiceAccountKeys {
  privateFile: string
  publicFile: string
}

/** Writes a fresh RSA key pair in PEM into `dir`. */
export async function writeServiceAccountKeys(dir: string): Promise<ServiceAccountKeys> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const keys = { privateFile: join(dir, 'sa.key'), publicFile: join(dir, 'sa.pub') }
  await writeFile(keys.privateFile, privateKey, { mode: 0o600 })
  await writeFile(keys.publicFile, publicKey)
  return keys
}
