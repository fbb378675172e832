import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readArchiveFile } from './read-archive-file.ts'
import { removeArchive, writeArchiveFile } from './write-archive-file.ts'

const HEADER = { id: 'one', cluster: 'prod', from: 0, times: 'recorded' } as const

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftage-writing-'))
  file = join(folder, 'archive.jsonl.gz')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

it('DRF5409 an archive that is as large as one may be takes no more, and is whole up to there', async () => {
  const archive = await writeArchiveFile(file, HEADER, { most: 400 })
  for (let at = 1; at <= 50; at++) archive.write({ type: 'version', at, version: `v1.${at}` })
  expect((await archive.ended).code).toBe('DRF5409')
  archive.write({ type: 'end', at: 100 })
  await archive.close()
  const read = await readArchiveFile(file)
  expect(read.damagedAt).toBeUndefined()
  expect(read.entries.length).toBeGreaterThan(2)
  expect(read.entries.length).toBeLessThan(50)
  expect(read.entries.map(({ at }) => at).slice(0, -1)).toEqual(read.entries.slice(1).map((_, index) => index + 1))
})

it('DRF5407 a disk that is full ends it, in words that say what is in the file', async () => {
  const archive = await writeArchiveFile('/dev/full', HEADER, { overwrite: true })
  const reason = await archive.ended
  expect(reason).toMatchObject({ code: 'DRF5407', message: expect.stringContaining('ENOSPC') as string })
  archive.write({ type: 'end', at: 1 })
  await expect(archive.close()).rejects.toBe(reason)
  // What is no file of ours is never taken away.
  await removeArchive('/dev/full')
  expect((await stat('/dev/full')).isCharacterDevice()).toBe(true)
})

it('DRF5408 leaves what is there as it was', async () => {
  await writeFile(file, 'the only one')
  await expect(writeArchiveFile(file, HEADER)).rejects.toMatchObject({ code: 'DRF5408' })
  expect(await readFile(file, 'utf8')).toBe('the only one')
})
