import { createHmac, createPublicKey, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto'
import { DriftageError } from '../errors/driftage-error.ts'
import type { Instant } from '../model/instant.ts'
import { canonicalJson } from '../model/json.ts'
import type { ChainPosition } from './activity-chain.ts'

/**
 * A signed statement that the chain stood at a position at a time. Kept outside the store (a Git commit, an object lock,
 * another system), since a bare chain can be cut off or rewritten whole by whoever may write the store.
 */
export interface Checkpoint extends ChainPosition {
  readonly at: Instant
  /** Names the key, so that keys can change; says nothing of the key itself. */
  readonly keyId: string
  readonly algorithm: 'hmac-sha256' | 'ed25519'
  /** Base64. */
  readonly signature: string
}

/**
 * @param key a secret of at least 32 bytes (HMAC-SHA256) or an Ed25519 private key
 * @throws DriftageError DRF5110 where it is neither
 */
export function signCheckpoint(position: ChainPosition, at: Instant, key: KeyObject, keyId: string): Checkpoint {
  const { sequence, hash } = position
  const unsigned = { sequence, hash, at, keyId, algorithm: algorithmOf(key) }
  const text = signedText(unsigned)
  const signature =
    unsigned.algorithm === 'ed25519' ? sign(null, text, key) : createHmac('sha256', key).update(text).digest()
  return { ...unsigned, signature: signature.toString('base64') }
}

/**
 * The position that a checkpoint vouches for; undefined where the signature is not that of the key. Which algorithm is
 * used follows from the key and never from the checkpoint: a public key must not be taken for a shared secret.
 *
 * @param key the secret, or either half of the Ed25519 pair
 * @throws DriftageError DRF5110 where it is neither
 */
export function openCheckpoint(checkpoint: Checkpoint, key: KeyObject): ChainPosition | undefined {
  const algorithm = algorithmOf(key)
  if (checkpoint.algorithm !== algorithm) return undefined
  const text = signedText(checkpoint)
  const signature = Buffer.from(checkpoint.signature, 'base64')
  const holds =
    algorithm === 'ed25519'
      ? verify(null, text, key.type === 'private' ? createPublicKey(key) : key, signature)
      : sameBytes(createHmac('sha256', key).update(text).digest(), signature)
  return holds ? { sequence: checkpoint.sequence, hash: checkpoint.hash } : undefined
}

function signedText({ sequence, hash, at, keyId, algorithm }: Omit<Checkpoint, 'signature'>): Buffer {
  return Buffer.from(`driftage/checkpoint/v1\n${canonicalJson({ sequence, hash, at, keyId, algorithm })}`, 'utf8')
}

function algorithmOf(key: KeyObject): Checkpoint['algorithm'] {
  if (key.type === 'secret' && (key.symmetricKeySize ?? 0) >= 32) return 'hmac-sha256'
  if (key.type !== 'secret' && key.asymmetricKeyType === 'ed25519') return 'ed25519'
  throw new DriftageError(
    'DRF5110',
    'The key for checkpoints is neither a secret of at least 32 bytes nor an Ed25519 key. Give one of the two. No checkpoint was signed or checked; the ledger itself is untouched.',
  )
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
