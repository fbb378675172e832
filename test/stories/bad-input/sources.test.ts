import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { diffDump, type Dumped, makeDump } from '../dump.ts'
import { findingLines, gapLines } from '../program.ts'
import type { Files } from '../source-folder.ts'
import { configMap, sawWitness, WITNESS_FINDING, WITNESS_IN_GIT } from '../witness.ts'

const dumps: Dumped[] = []

afterEach(async () => {
  await Promise.all(dumps.splice(0).map(({ folder }) => folder.remove()))
})

async function dumped(files: Files, ...live: readonly object[]): Promise<Dumped> {
  const dump = await makeDump(files, ...live)
  dumps.push(dump)
  return dump
}

const head = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\n`

/** Each reads as nine to the ninth strings, or as a hundred thousand levels. */
const ALIAS_BOMB = ['l0: &l0 [x,x,x,x,x,x,x,x,x]']
  .concat(Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`))
  .join('\n')

describe('a part of a source cannot be read', () => {
  it.each<[string, Files, string, string]>([
    ['one document of a file', { 'a.yaml': `${WITNESS_IN_GIT}\n---\na: [\n---\n${head('b')}` }, 'yaml', 'a.yaml:4'],
    ['one file of a folder', { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': 'a: "b' }, 'yaml', 'b.yaml:'],
    ['a tab as indentation', { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': 'a:\n\tb: c' }, 'yaml', 'b.yaml:2'],
    ['an alias bomb (B-41)', { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': ALIAS_BOMB }, 'yaml', 'b.yaml:'],
    ['deep nesting (B-41)', { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': 'a: '.concat('['.repeat(1e5)) }, 'yaml', 'b.yaml:1'],
    ['deep JSON (B-41)', { 'a.yaml': WITNESS_IN_GIT, 'b.json': '{"a":'.repeat(1e5) }, 'yaml', 'b.json:1'],
    [
      'bytes that are no text',
      { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': new Uint8Array([0xff, 0xfe, 0x61]) },
      'not-utf8',
      'b.yaml',
    ],
    [
      'a file without a name',
      { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': 'apiVersion: v1\nkind: Pod' },
      'incomplete-manifest',
      'b.yaml',
    ],
    [
      'a list with a text in it',
      { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': 'apiVersion: v1\nkind: List\nitems: [x]' },
      'incomplete-manifest',
      'b.yaml:3',
    ],
    [
      'a pointer of Git LFS',
      { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n' },
      'lfs-pointer',
      'b.yaml',
    ],
  ])('%s', async (_, files, reason, place) => {
    const { code, report } = await diffDump(await dumped(files, configMap('b', {})))
    expect(report.notChecked).toMatchObject([{ reason }])
    expect(report.notChecked[0]?.message).toContain(place)
    expect(sawWitness(report)).toBe(true)
    expect(code).toBe(2)
  })

  it('links are never followed, wherever they lead (B-20)', async () => {
    const dump = await dumped({ 'a.yaml': WITNESS_IN_GIT })
    await symlink('/etc/passwd', join(dump.source, 'passwd.yaml'))
    await symlink('/proc/self/environ', join(dump.source, 'environ.json'))
    await symlink('..', join(dump.source, 'up.yaml'))
    await symlink('loop.yaml', join(dump.source, 'loop.yaml'))
    await symlink('..', join(dump.source, 'folder'))
    const { code, out, report } = await diffDump(dump)
    expect(report.notChecked.map(({ reason }) => reason)).toEqual(Array(4).fill('symlink'))
    expect(findingLines(report)).toEqual([WITNESS_FINDING])
    expect(out).not.toContain('root:')
    expect(code).toBe(2)
  })
})

describe('a source says nothing', () => {
  it.each<[string, Files, string, string]>([
    ['it holds no files', { 'git.txt': '' }, 'source-empty', 'no documents'],
    ['its documents are no manifests', { 'a.yaml': 'a: 1\n---\nb: 2' }, 'source-empty', '2 documents are no manifests'],
    ['it is not there', { 'a.yaml': WITNESS_IN_GIT }, 'source-unreadable', '/gone'],
  ])('%s: nothing is in sync', async (_, files, reason, said) => {
    const dump = await dumped(files)
    const source = said.startsWith('/') ? `${dump.source}${said}` : dump.source
    const { code, report } = await diffDump({ ...dump, source })
    expect(report).toMatchObject({ verdict: 'unknown', findings: [], notChecked: [{ reason }] })
    expect(report.notChecked[0]?.message).toContain(said)
    expect(code).toBe(2)
  })
})

describe('an object stands in Git more than once', () => {
  it('equally: it is one', async () => {
    const { code, report } = await diffDump(await dumped({ 'a.yaml': WITNESS_IN_GIT, 'b.yaml': WITNESS_IN_GIT }))
    expect([code, gapLines(report), findingLines(report)]).toEqual([1, [], [WITNESS_FINDING]])
  })

  it('differently: both places are named, and it is not compared', async () => {
    const [first, second] = ['1', '2'].map((n) => JSON.stringify(configMap('twice', { n })))
    const files = { 'a.yaml': WITNESS_IN_GIT, 'b.yaml': `${first}\n---\n${second}` }
    const { code, report } = await diffDump(await dumped(files, configMap('twice', { n: '1' })))
    expect(gapLines(report)).toEqual(['ConfigMap/twice: duplicate-object'])
    expect(report.notChecked[0]?.message).toMatch(/b\.yaml:1 and b\.yaml:3/)
    expect([code, sawWitness(report)]).toEqual([2, true])
  })
})
