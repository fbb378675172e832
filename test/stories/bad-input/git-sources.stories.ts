import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareCluster } from '../bare-cluster.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../faults/temporary-folder.ts'
import { driftage, findingLines, reportOf } from '../program.ts'
import { writeFiles } from '../source-folder.ts'
import { NAMESPACE, sawWitness, WITNESS_FINDING, WITNESS_IN_GIT } from '../witness.ts'

let folder: TemporaryFolder
let repository: string
let mark: string

beforeAll(async () => {
  folder = await makeTemporaryFolder()
  mark = join(folder.path, 'ran')
  repository = join(folder.path, 'repository')
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n'
  await writeFiles(repository, {
    'deploy/witness.json': WITNESS_IN_GIT,
    'lfs/a.yaml': pointer,
    'lfs/b.json': WITNESS_IN_GIT,
  })
  await writeFiles(repository, { 'links/b.json': WITNESS_IN_GIT, 'sub/b.json': WITNESS_IN_GIT, 'outside.yaml': 'a: 1' })
  await symlink('/etc/passwd', join(repository, 'links/passwd.yaml'))
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-q', '-m', 'all')
  const head = git('rev-parse', 'HEAD').trim()
  git('update-index', '--add', '--cacheinfo', `160000,${head},sub/module`)
  git('commit', '-q', '-m', 'a submodule')
})

afterAll(async () => {
  await folder?.remove()
})

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com']
  return execFileSync('git', ['-C', repository, ...identity, ...args], { encoding: 'utf8' })
}

/** The witness stands in a source of its own beside the one that is bad. */
async function scan(...flags: readonly string[]) {
  const beside = join(repository, 'deploy')
  const run = await driftage(
    'scan',
    beside,
    '--kubeconfig',
    bareCluster().kubeconfigs.admin,
    '-n',
    NAMESPACE,
    '-o',
    'json',
    ...flags,
  )
  return { ...run, report: reportOf(run) }
}

describe('a repository that cannot be read', () => {
  it.each<[string, (repository: string) => readonly string[], RegExp]>([
    ['has no such branch', (at) => ['--git', at, '--ref', 'nowhere'], /no such revision/],
    [
      'has no such commit',
      (at) => ['--git', at, '--ref', '0123456789abcdef0123456789abcdef01234567'],
      /no such revision/,
    ],
    ['has no such folder', (at) => ['--git', at, '--path', 'nowhere'], /nowhere/],
    ['is not there', (at) => ['--git', `${at}-gone`], /no repository at/],
    ['is a folder without Git', () => ['--git', '/etc'], /no Git repository/],
    [
      'has a revision that is an option (B-25)',
      (at) => ['--git', at, '--ref=--upload-pack=touch'],
      /not a name that Git allows/,
    ],
    ['has a revision of two dots', (at) => ['--git', at, '--ref', 'main..HEAD'], /not a name that Git allows/],
    ['has a folder that leaves it (B-20)', (at) => ['--git', at, '--path', '../..'], /leaves the repository/],
    ['has a folder that is an option (B-25)', (at) => ['--git', at, '--path=--help'], /begins with a dash/],
    ['has a folder of magic (B-25)', (at) => ['--git', at, '--path', ':(top)deploy'], /./],
  ])('%s: it is named, and the source beside it is compared', async (_, flags, said) => {
    const { code, report } = await scan(...flags(repository))
    expect(report.notChecked.map(({ message }) => message).join('\n')).toMatch(said)
    expect(report.notChecked).toHaveLength(1)
    expect(findingLines(report)).toEqual([WITNESS_FINDING])
    expect(code).toBe(2)
  })

  it.each([
    ['ext::sh -c touch% MARK'],
    ['--upload-pack=touch MARK'],
    ['-cprotocol.ext.allow=always'],
    ['ssh://-oProxyCommand=touch%20MARK/x'],
    ['file://elsewhere/x'],
    ['git://127.0.0.1/x'],
    ['user@-oProxyCommand=touch MARK:x'],
    ['$(touch MARK)'],
    ['`touch MARK`;touch MARK'],
  ])('whose address is %s runs nothing (B-21, B-24, B-25)', async (address) => {
    const { code, report } = await scan(`--git=${address.replaceAll('MARK', mark)}`)
    expect(report.notChecked).toHaveLength(1)
    expect(sawWitness(report)).toBe(true)
    expect([code, existsSync(mark)]).toEqual([2, false])
  })
})

describe('a repository that holds what is not read', () => {
  it.each([
    ['a pointer of Git LFS', 'lfs', 'lfs-pointer', 'lfs/a.yaml'],
    ['a link', 'links', 'symlink', 'links/passwd.yaml'],
    ['a submodule', 'sub', 'submodule', 'sub/module'],
  ])('%s is named, and what stands beside it is compared', async (_, path, reason, place) => {
    const flags = ['--kubeconfig', bareCluster().kubeconfigs.admin, '-n', NAMESPACE, '-o', 'json']
    const run = await driftage('scan', '--git', repository, '--path', path, ...flags)
    const report = reportOf(run)
    expect(report.notChecked).toMatchObject([{ reason, message: expect.stringContaining(place) }])
    expect([run.code, findingLines(report)]).toEqual([2, [WITNESS_FINDING]])
  })
})
