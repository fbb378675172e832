import { gunzipSync } from 'node:zlib'

/** Unpacked no batch may be larger than this, however many packed pieces it has: a small one must not fill the memory. */
const MOST_BYTES = 50_000_000

/** Unpacks the pieces of one request, all of them together up to a limit. */
export class Unpacker {
  #left = MOST_BYTES

  /** Text of bytes that may be gzipped; undefined where they are damaged, or too many by now. */
  text(bytes: Buffer): string | undefined {
    const plain = isPacked(bytes) ? this.#unpacked(bytes) : bytes
    if (plain === undefined || plain.length > this.#left) return undefined
    this.#left -= plain.length
    return plain.toString('utf8')
  }

  #unpacked(bytes: Buffer): Buffer | undefined {
    try {
      return gunzipSync(bytes, { maxOutputLength: Math.max(1, this.#left) })
    } catch {
      return undefined
    }
  }
}

function isPacked(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}
