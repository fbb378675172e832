import { createHash, createHmac } from 'node:crypto'
import { canonicalJson, type Json } from './json.ts'
import { printRef, type ObjectRef } from './object-ref.ts'

/** Secret of an installation for keyed digests. It lives outside of the store, so that a stolen store cannot be guessed from. */
export interface MarkKey {
  /** Names the key, so that digests of different keys are never compared (S-5). Not secret. */
  readonly id: string
  readonly secret: Uint8Array
}

/**
 * Stands for a value, so that "the same" and "another" can be told without keeping it. Of a sensitive value it is a keyed
 * digest bound to its place (S-2): equal secrets of two objects have different marks, and guessing needs the key. Of any
 * other value a plain hash. Undefined stands for "there is no value".
 *
 * @param path written path
 */
export function valueMark(
  value: Json | undefined,
  place: { readonly ref: ObjectRef; readonly path: string; readonly sensitive: boolean },
  key: MarkKey,
): string | undefined {
  if (value === undefined) return undefined
  const bytes = Buffer.from(canonicalJson(value), 'utf8')
  if (!place.sensitive) return `plain:${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`
  const hmac = createHmac('sha256', key.secret)
  for (const part of [DOMAIN, Buffer.from(printRef(place.ref)), Buffer.from(place.path), bytes]) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    hmac.update(length).update(part)
  }
  return `keyed:${key.id}:${hmac.digest('hex').slice(0, 32)}`
}

const DOMAIN = Buffer.from('driftage/secret/v1')

/**
 * Whether two marks stand for the same value; undefined where they cannot be compared, since they were made with different
 * keys: that is never "changed".
 */
export function sameMark(a: string | undefined | null, b: string | undefined | null): boolean | undefined {
  if (a == null || b == null) return a == null && b == null
  if (keyOf(a) !== keyOf(b)) return undefined
  return a === b
}

function keyOf(mark: string): string {
  return mark.slice(0, mark.lastIndexOf(':'))
}
