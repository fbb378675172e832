import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline as pipe, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { DriftageError } from '../../../errors/driftage-error.ts'
import type { Portion } from './export-rows.ts'
import { isKeptTable } from './kept-tables.ts'

/**
 * A backup: gzipped lines of JSON. First a head, then portions of rows, last the count of lines and the SHA-256 of all
 * lines before it, so that a file that was cut off or changed is told from a whole one.
 */
interface BackupHead {
  readonly format: 'driftage/backup/v1'
  /** Steps that the tables have been through. */
  readonly migrations: readonly string[]
}

interface BackupEnd {
  readonly lines: number
  readonly sha256: string
}

/** Readable by its owner alone; there whole or not at all. */
export async function writeBackup(
  file: string,
  migrations: readonly string[],
  portions: AsyncIterable<Portion>,
): Promise<void> {
  const partial = `${file}.partial`
  try {
    const lines = sealedLines({ format: 'driftage/backup/v1', migrations }, portions)
    await pipeline(Readable.from(lines), createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }))
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function* sealedLines(head: BackupHead, portions: AsyncIterable<Portion>): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let lines = 0
  const line = (content: unknown): string => {
    const text = `${JSON.stringify(content)}\n`
    hash.update(text, 'utf8')
    lines += 1
    return text
  }
  yield line(head)
  for await (const portion of portions) yield line(portion)
  yield `${JSON.stringify({ lines, sha256: hash.digest('hex') } satisfies BackupEnd)}\n`
}

/**
 * Reads a backup portion by portion.
 *
 * @param known steps that this version knows
 * @throws DriftageError DRF5021 at the latest behind the last portion, so that nothing may be kept before
 */
export async function* readBackup(file: string, known: ReadonlySet<string>): AsyncGenerator<Portion> {
  const hash = createHash('sha256')
  let [lines, ended] = [0, false]
  for await (const text of textLines(file)) {
    if (ended) throw noBackup(file, 'something follows behind its end')
    const content = parseLine(file, text)
    if (isEnd(content)) {
      if (content.lines !== lines || content.sha256 !== hash.digest('hex')) throw noBackup(file, 'it was changed')
      ended = true
      continue
    }
    hash.update(`${text}\n`, 'utf8')
    lines += 1
    if (lines === 1) checkHead(file, content, known)
    else yield portionOf(file, content)
  }
  if (!ended) throw noBackup(file, 'its end is missing')
}

async function* textLines(file: string): AsyncGenerator<string> {
  // Whatever goes wrong on the way reaches the last stream, and with it the reader.
  const unpacked = pipe(createReadStream(file), createGunzip().setEncoding('utf8'), () => {})
  let rest = ''
  try {
    for await (const chunk of unpacked) {
      const lines = `${rest}${String(chunk)}`.split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    throw error instanceof DriftageError ? error : noBackup(file, 'it cannot be read or unpacked')
  }
  if (rest !== '') yield rest
}

function parseLine(file: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw noBackup(file, 'a line of it is damaged')
  }
}

function checkHead(file: string, head: Record<string, unknown>, known: ReadonlySet<string>): void {
  const { format, migrations } = head as Partial<BackupHead>
  if (format !== 'driftage/backup/v1' || !Array.isArray(migrations)) throw noBackup(file, 'it does not begin like one')
  const unknown = migrations.filter((name) => !known.has(name))
  if (unknown.length > 0) throw noBackup(file, `it comes from a newer version (${unknown.join(', ')})`)
}

function isEnd(content: object): content is BackupEnd {
  return 'sha256' in content
}

function portionOf(file: string, content: Record<string, unknown>): Portion {
  if (isKeptTable(content['table'])) return content as unknown as Portion
  throw noBackup(file, 'it holds a table that this version does not know')
}

function noBackup(file: string, why: string): DriftageError {
  return new DriftageError(
    'DRF5021',
    `${file} is no whole backup of driftage: ${why}. Use another one. Nothing was restored: the store is as empty as it was.`,
    { place: file },
  )
}
