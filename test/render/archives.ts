import { gzipSync } from 'node:zlib'

const BLOCK = 512

export interface ArchiveEntry {
  readonly path: string
  readonly content: string | Uint8Array
  /** Tar's type flag: `0` a file (default), `2` a symbolic link to `content`. */
  readonly type?: '0' | '2'
}

/** A gzipped tar archive, also of entries that no honest tool would write. */
export function archive(entries: readonly ArchiveEntry[]): Uint8Array {
  return gzipSync(Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]))
}

function blocksOf({ path, content, type = '0' }: ArchiveEntry): Buffer[] {
  const link = type === '2' ? String(content) : ''
  const body = type === '2' ? Buffer.alloc(0) : Buffer.from(content)
  const header = Buffer.alloc(BLOCK)
  header.write(path, 0)
  header.write('0000644\0', 100)
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write(type, 156)
  header.write(link, 157)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return [header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]
}
