import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type StoreOptions } from '../../src/adapters/sql/open-store.ts'
import { databaseCommand, verifyCommand } from '../../src/compose/store-command.ts'
import { STORE_FOLDER } from '../../src/compose/service/data-folder.ts'
import { commandPorts } from '../../src/compose/command-ports.ts'
import { run } from '../../src/surfaces/cli/run.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../faults/temporary-folder.ts'
import { embeddedFiles } from './embedded-files.ts'
import { change, deployment, entry, fenceOf, finding } from './records.ts'

let temporary: TemporaryFolder
let options: StoreOptions
let folder: string

beforeAll(async () => {
  options = await embeddedFiles()
  temporary = await makeTemporaryFolder()
  folder = join(temporary.path, 'data')
  const store = await openStore({ kind: 'embedded', folder: join(folder, STORE_FOLDER) }, options)
  const ref = deployment('web')
  const fence = await fenceOf(store)
  await store.ledger.apply(
    [change(ref, { findings: [finding(ref)], activity: [entry(ref), entry(ref, { kind: 'finding-resolved' })] })],
    fence,
  )
  await store.close()
})

afterAll(() => temporary.remove())

/** A command line as somebody types it, over the store with its files from the sources. */
async function driftage(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const terminal = {
    argv: ['node', 'driftage', ...words],
    environment: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    out: async (text: string) => void (written.out += text),
    err: (text: string) => void (written.err += text),
    interrupted: new AbortController().signal,
  }
  const ports = () =>
    Promise.resolve({
      ...commandPorts(''),
      database: (asked: Parameters<typeof databaseCommand>[0]) => databaseCommand(asked, options),
      verify: (asked: Parameters<typeof verifyCommand>[0]) => verifyCommand(asked, options),
    })
  const code = await run({ terminal, version: '', ports })
  return { ...written, code }
}

it('a record that nobody touched is proven whole', async () => {
  const { code, out } = await driftage('ledger', 'verify', '--data', folder)
  expect(out).toMatch(/^The record is whole up to entry 2, hash [0-9a-f]{64}\.\n$/)
  expect(code).toBe(0)
})

it('a backup fills an empty store, and a second time it is refused', async () => {
  const file = join(temporary.path, 'all.backup')
  const other = join(temporary.path, 'other')
  expect((await driftage('db', 'backup', file, '--data', folder)).out).toContain(`is in ${file}.`)
  const restored = await driftage('db', 'restore', file, '--data', other)
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(restored.out).toContain(join(other, 'digest-key.json'))
  expect((await driftage('db', 'check', '--data', other)).out).toMatch(
    /^Every row is as it must be\.\nThe record is whole/,
  )
  expect(await driftage('db', 'restore', file, '--data', other)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('DRF5020'),
  })
})

it('a store moves whole into another folder', async () => {
  const target = join(temporary.path, 'moved')
  expect((await driftage('db', 'move', target, '--data', folder)).out).toMatch(/rows? copied/)
  expect((await driftage('ledger', 'verify', '--data', target)).code).toBe(0)
})

it('an entry that was changed by hand is named', async () => {
  const target = join(temporary.path, 'moved')
  const store = await openStore({ kind: 'embedded', folder: join(target, STORE_FOLDER) }, options)
  await store.jobs.executeSql(
    `alter table activity disable trigger user; update activity set kind = 'accepted' where sequence = 2`,
  )
  await store.close()
  const { code, out } = await driftage('ledger', 'verify', '--data', target)
  expect(out).toBe('The record is broken (altered) at entry 2: entry 2 was changed after it was written.\n')
  expect(code).toBe(2)
})

it('while somebody holds the folder the command says so, and what to do', async () => {
  const store = await openStore({ kind: 'embedded', folder: join(folder, STORE_FOLDER) }, options)
  try {
    expect(await driftage('db', 'check', '--data', folder)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('DRF5001'),
    })
  } finally {
    await store.close()
  }
})

it('where there is no ledger none is made', async () => {
  const nowhere = join(temporary.path, 'nowhere')
  expect(await driftage('ledger', 'verify', '--data', nowhere)).toMatchObject({
    code: 2,
    err: expect.stringContaining('DRF6050'),
  })
})

it('a password on the command line is refused before anything is opened', async () => {
  const { code, out, err } = await driftage('db', 'move', 'postgres://driftage:hunter2@db/driftage')
  expect([code, out]).toEqual([3, ''])
  expect(err).toContain('DRF1007')
  expect(err).not.toContain('hunter2')
})
