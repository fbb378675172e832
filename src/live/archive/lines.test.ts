import { expect, it } from 'vitest'
import type { ArchiveEntry } from './entry.ts'
import { entryLine, headerLine, readArchive } from './lines.ts'
import { movedEntry } from './times.ts'

const HEADER = { id: 'a1', cluster: 'prod', from: 1_000, times: 'recorded' } as const
const SEEN: ArchiveEntry = {
  type: 'object',
  at: 2_000,
  change: 'added',
  group: 'apps',
  resource: 'deployments',
  object: { metadata: { name: 'web', generation: 9_007_199_254_740_993n } },
}
const END: ArchiveEntry = { type: 'end', at: 3_000 }
const LINES = [headerLine(HEADER), entryLine(SEEN), entryLine(END)].map((line) => line.trimEnd())

it('reads what was written, numbers beyond 53 bits included', () => {
  const archive = readArchive(LINES)
  expect(archive).toEqual({
    header: { ...HEADER, version: 1 },
    entries: [SEEN, END],
    until: 3_000,
    damagedAt: undefined,
  })
})

it('says that an archive without an end is cut off, and keeps what it holds', () => {
  expect(readArchive(LINES.slice(0, 2))).toMatchObject({ entries: [SEEN], until: 2_000, damagedAt: 3 })
})

it.each([
  ['half a line', LINES[2]?.slice(0, 9) ?? ''],
  ['a line of another kind', '{"type":"rumour","at":2500}'],
  ['an entry without a time', '{"type":"end"}'],
  ['a source without manifests', '{"type":"source","at":2500}'],
  ['a time that goes back', '{"type":"end","at":1500}'],
])('counts nothing from %s on', (_, line) => {
  expect(readArchive([...LINES.slice(0, 2), line, ...LINES.slice(2)])).toMatchObject({ entries: [SEEN], damagedAt: 3 })
})

it.each([
  ['nothing', []],
  ['something else', ['{"kind":"List"}']],
  ['a header without a cluster', ['{"driftage":"archive","version":1,"id":"a","from":1,"times":"recorded"}']],
])('refuses %s as DRF5402', (_, lines) => {
  expect(() => readArchive(lines)).toThrowError(expect.objectContaining({ code: 'DRF5402' }))
})

it('refuses an archive of a newer version as a whole', () => {
  const newer = (LINES[0] ?? '').replace('"version":1', '"version":2')
  expect(() => readArchive([newer, ...LINES.slice(1)])).toThrowError(expect.objectContaining({ code: 'DRF5403' }))
})

it('moves the times inside of objects along, cut to whole seconds as the server writes them', () => {
  const object = {
    metadata: {
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [{ manager: 'kubectl', time: '2026-01-01T00:00:07Z' }],
    },
    status: { startedAt: '2026-01-01T00:00:00Z' },
  }
  const moved = movedEntry({ ...SEEN, object }, (at) => at + 61_500)
  expect(moved).toMatchObject({
    at: 63_500,
    object: {
      metadata: {
        creationTimestamp: '2026-01-01T00:01:01Z',
        managedFields: [{ manager: 'kubectl', time: '2026-01-01T00:01:08Z' }],
      },
      status: { startedAt: '2026-01-01T00:00:00Z' },
    },
  })
})
