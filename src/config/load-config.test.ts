import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DriftageError } from '../errors/driftage-error.ts'
import { checkConfig } from './check-config.ts'
import { loadConfig } from './load-config.ts'
import { readSecret } from './read-secret.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftage-config-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const SMALL = 'version: 1\nclusters: [{name: eu}]\nsources: [{name: shop, path: deploy}]\n'

function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

async function load(main = 'driftage.yaml') {
  return loadConfig(join(folder, main), () => ({ problem: 'no conditions here' }))
}

/** Code and place of every error, without the folder. */
async function refused(main?: string): Promise<readonly string[]> {
  const loaded = await load(main)
  return 'config' in loaded ? [] : loaded.errors.map(({ code, place }) => `${code} ${place?.replace(`${folder}/`, '')}`)
}

describe('includes', () => {
  it('are joined in order, each file once, with paths from their own folder', async () => {
    write('driftage.yaml', `${SMALL}includes: [teams/*.yaml, more.yaml, "teams/a.yaml"]\n`)
    write('teams/b.yaml', 'rules: [{id: b, match: {}, owner: b}]\n')
    write('teams/a.yaml', 'rules: [{id: a, match: {}, owner: a}]\nsources: [{name: a, path: ../a}]\n')
    write('teams/.hidden.yaml', 'nonsense: true\n')
    write('more.yaml', 'includes: [deep/c.yaml]\nrules: [{id: more, match: {}, owner: m}]\n')
    write('deep/c.yaml', 'rules: [{id: c, match: {}, owner: c}]\n')
    const loaded = await load()
    if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors))
    expect(loaded.config.rules.map(({ id }) => id)).toEqual(['a', 'b', 'more', 'c'])
    expect(loaded.config.sources.map(({ from }) => from)).toEqual([
      { kind: 'path', path: join(folder, 'deploy') },
      { kind: 'path', path: join(folder, 'a') },
    ])
    expect(loaded.files.map((file) => file.replace(`${folder}/`, ''))).toEqual([
      'driftage.yaml',
      'teams/a.yaml',
      'teams/b.yaml',
      'more.yaml',
      'deep/c.yaml',
    ])
  })

  it('B-46: a cycle ends, and says where', async () => {
    write('driftage.yaml', `${SMALL}includes: [a.yaml]\n`)
    write('a.yaml', 'includes: [b.yaml]\n')
    write('b.yaml', 'includes: [a.yaml]\n')
    expect(await refused()).toEqual(['DRF1208 b.yaml:1:12'])
  })

  it('a file that includes the main one is a cycle', async () => {
    write('driftage.yaml', `${SMALL}includes: [a.yaml]\n`)
    write('a.yaml', 'includes: [driftage.yaml]\n')
    expect(await refused()).toEqual(['DRF1208 a.yaml:1:12'])
  })

  it.each([
    '../outside.yaml',
    '/etc/hostname',
    'link.yaml',
    'linked/x.yaml',
    'a/../../outside.yaml',
    'nowhere.yaml',
    'folder',
    '..\\\\x',
  ])('nothing outside the folder of the main file is read: %s', async (include) => {
    write('inner/driftage.yaml', `${SMALL}includes: ["${include}"]\n`)
    write('outside.yaml', 'rules: [{id: a, match: {}, owner: a}]\n')
    write('x/x.yaml', 'rules: []\n')
    mkdirSync(join(folder, 'inner/folder'))
    symlinkSync(join(folder, 'outside.yaml'), join(folder, 'inner/link.yaml'))
    symlinkSync(join(folder, 'x'), join(folder, 'inner/linked'))
    expect(await refused('inner/driftage.yaml')).toEqual(['DRF1208 inner/driftage.yaml:4:12'])
  })

  it('a mounted volume, whose files are links inside of it, is read', async () => {
    write('..2026/driftage.yaml', `${SMALL}includes: ["*.rules.yaml"]\n`)
    write('..2026/a.rules.yaml', 'rules: [{id: a, match: {}, owner: a}]\n')
    symlinkSync('..2026', join(folder, '..data'))
    for (const name of ['driftage.yaml', 'a.rules.yaml']) symlinkSync(join('..data', name), join(folder, name))
    const loaded = await load()
    expect('config' in loaded && loaded.config.rules.map(({ id }) => id)).toEqual(['a'])
  })

  it('deeper than four levels is refused', async () => {
    write('driftage.yaml', `${SMALL}includes: [1.yaml]\n`)
    for (let at = 1; at < 6; at++) write(`${at}.yaml`, `includes: [${at + 1}.yaml]\n`)
    write('6.yaml', 'rules: []\n')
    expect(await refused()).toEqual(['DRF1208 4.yaml:1:12'])
  })
})

describe('files that cannot be read', () => {
  it.each([
    ['is not there', undefined],
    ['is not UTF-8', Buffer.from([0x76, 0xff, 0xfe])],
    ['is too large', Buffer.alloc(1024 * 1024 + 1, 0x20)],
  ])('%s', async (_what, bytes) => {
    if (bytes !== undefined) write('driftage.yaml', bytes)
    expect(await refused()).toEqual(['DRF1209 driftage.yaml'])
  })
})

it('a check counts what there is, or says what is wrong', async () => {
  write('driftage.yaml', SMALL)
  const path = join(folder, 'driftage.yaml')
  const compile = () => ({ problem: '' })
  expect(await checkConfig(path, compile)).toEqual({ errors: [], files: [path], clusters: 1, sources: 1, rules: 0 })
  write('driftage.yaml', `${SMALL}x: 1\n`)
  expect(await checkConfig(path, compile)).toMatchObject({ errors: [{ code: 'DRF1202' }], clusters: 0 })
})

describe('secrets are read when they are needed', () => {
  it('from the environment and from files, without the line break at the end', async () => {
    write('token', 'a secret\n')
    expect(await readSecret({ from: 'file', path: join(folder, 'token') }, {})).toBe('a secret')
    expect(await readSecret({ from: 'environment', name: 'TOKEN' }, { TOKEN: 'b' })).toBe('b')
  })

  it.each([
    [{ from: 'environment', name: 'TOKEN' }, { TOKEN: '' }],
    [{ from: 'environment', name: 'TOKEN' }, {}],
    [{ from: 'file', path: '/nowhere/at/all' }, {}],
  ] as const)('%j is not there', async (reference, environment) => {
    await expect(readSecret(reference, environment)).rejects.toMatchObject({ code: 'DRF1213' })
    await expect(readSecret(reference, environment)).rejects.toBeInstanceOf(DriftageError)
  })
})
