import { DriftageError } from '../../errors/driftage-error.ts'
import { isObject, type Json, type JsonObject, property } from '../../model/json.ts'
import { parseLossless, stringifyLossless } from '../../model/lossless-json.ts'
import type { Archive, ArchiveEntry, ArchiveHeader } from './entry.ts'

/** Of the format that this driftage writes, and the newest that it reads. */
export const ARCHIVE_VERSION = 1

/** Most that an archive may unpack to: it is read as one text, and a small file must not fill the memory. */
export const MOST_ARCHIVE_BYTES = 500 * 1024 * 1024

const TYPES: ReadonlySet<string> = new Set<ArchiveEntry['type']>([
  'version',
  'discovery',
  'schema',
  'listed',
  'object',
  'audit',
  'source',
  'end',
])

export function headerLine(header: Omit<ArchiveHeader, 'version'>): string {
  return lineOf({ driftage: 'archive', version: ARCHIVE_VERSION, ...header })
}

export function entryLine(entry: ArchiveEntry): string {
  return lineOf(entry as unknown as Json)
}

/**
 * Reads the lines of an archive, the last one without an end where the file was cut off. What stands before a damage is
 * whole and counts; nothing behind it does, since an order with a hole in it tells what never was.
 *
 * @param isCut the file ends before its own end
 * @throws DriftageError DRF5402 no archive, DRF5403 newer version
 */
export function readArchive(lines: Iterable<string>, isCut = false): Archive {
  let header: ArchiveHeader | undefined
  const entries: ArchiveEntry[] = []
  let number = 0
  let damagedAt: number | undefined
  for (const line of lines) {
    number++
    if (header === undefined) {
      header = headerOf(line)
      continue
    }
    const entry = entryOf(line)
    if (entry === undefined || entry.at < (entries.at(-1)?.at ?? header.from)) {
      damagedAt = number
      break
    }
    entries.push(entry)
    if (entry.type === 'end') break
  }
  if (header === undefined) throw notAnArchive()
  const last = entries.at(-1)
  if (last?.type !== 'end' || (isCut && damagedAt !== undefined)) damagedAt ??= number + 1
  return { header, entries, until: last?.at ?? header.from, damagedAt }
}

function headerOf(line: string): ArchiveHeader {
  const read = objectIn(line)
  if (read === undefined || property(read, 'driftage') !== 'archive') throw notAnArchive()
  const version = property(read, 'version')
  if (typeof version === 'number' && version > ARCHIVE_VERSION) {
    throw new DriftageError(
      'DRF5403',
      `The archive has format ${version}, and this driftage knows formats up to ${ARCHIVE_VERSION}. Replay it with a newer driftage. Nothing was replayed.`,
    )
  }
  const header = read as unknown as ArchiveHeader
  const isWhole =
    version === ARCHIVE_VERSION &&
    typeof header.id === 'string' &&
    typeof header.cluster === 'string' &&
    Number.isSafeInteger(header.from) &&
    (header.times === 'recorded' || header.times === 'stretched')
  if (!isWhole) throw notAnArchive()
  const { id, cluster, from, times } = header
  return { version, id, cluster, from, times }
}

function entryOf(line: string): ArchiveEntry | undefined {
  const read = objectIn(line)
  if (read === undefined) return undefined
  const entry = read as unknown as ArchiveEntry
  return TYPES.has(entry.type) && Number.isSafeInteger(entry.at) && isComplete(entry) ? entry : undefined
}

/** What a reader relies on without looking. */
function isComplete(entry: ArchiveEntry): boolean {
  switch (entry.type) {
    case 'version':
      return typeof entry.version === 'string'
    case 'discovery':
      return Array.isArray(entry.kinds)
    case 'schema':
      return typeof entry.group === 'string' && isObject(entry.document)
    case 'listed':
      return typeof entry.resource === 'string'
    case 'object':
      return typeof entry.resource === 'string' && isObject(entry.object)
    case 'audit':
      return isObject(entry.event as unknown as Json)
    case 'source':
      return Array.isArray(entry.manifests) && Array.isArray(entry.gaps) && isObject(entry.state as unknown as Json)
    case 'end':
      return true
  }
}

function objectIn(line: string): JsonObject | undefined {
  try {
    const read = parseLossless(line)
    return isObject(read) ? read : undefined
  } catch {
    return undefined
  }
}

function lineOf(value: Json): string {
  return `${stringifyLossless(value)}\n`
}

function notAnArchive(): DriftageError {
  return new DriftageError(
    'DRF5402',
    'The file does not begin as an archive of driftage does. Name an archive, such as examples/demo/four-weeks.jsonl.gz. Nothing was replayed.',
  )
}
