import { gunzipSync } from 'node:zlib'

/** Unpacked no batch may be larger than what is taken unpacked, so that a small one cannot fill the memory. */
export const MOST_BYTES = 10_000_000

/** Text of bytes that may be gzipped; undefined where they are too large or damaged. */
export function unpacked(bytes: Buffer): string | undefined {
  if (bytes.length > MOST_BYTES) return undefined
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8')
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8')
  } catch {
    return undefined
  }
}
