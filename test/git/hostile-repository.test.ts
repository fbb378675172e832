import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { names, readThroughGit } from './read-git-source.ts'
import { configMap, TemporaryRepository, temporaryFolder } from './temporary-repository.ts'

const cacheFolder = temporaryFolder()

function read(repository: string, revision = 'main', folder = '.') {
  return readThroughGit({ kind: 'git', name: 'shop', repository, revision, folder }, { cacheFolder })
}

describe('B-20 links and paths that leave the source', () => {
  it('refuses links in a commit and reads the files beside them', async () => {
    const repo = new TemporaryRepository()
    repo.write({ 'deploy/a.yaml': configMap('a') })
    repo.git('add', '--all')
    repo.stage('120000', repo.blob('/etc/passwd'), 'deploy/passwd.yaml')
    repo.stage('120000', repo.blob('../../../etc'), 'deploy/etc')
    repo.commitIndex()
    const result = await read(repo.folder, 'main', 'deploy')
    expect(names(result)).toEqual(['a'])
    expect(result.gaps.map(({ code, place }) => [code, place])).toEqual([['DRF2006', 'deploy/passwd.yaml']])
  })

  it('reads nothing through a link to a folder', async () => {
    const repo = new TemporaryRepository()
    repo.write({ 'real/a.yaml': configMap('a') })
    repo.git('add', '--all')
    repo.stage('120000', repo.blob('real'), 'link')
    repo.commitIndex()
    expect((await read(repo.folder, 'main', 'link')).gaps).toMatchObject([{ code: 'DRF2006', place: 'link' }])
    expect((await read(repo.folder, 'main', 'link/a.yaml')).manifests).toEqual([])
  })

  it('refuses links in a working tree, to files, to folders, in circles, and pipes', async () => {
    const folder = temporaryFolder()
    const secret = join(temporaryFolder(), 'secret.yaml')
    writeFileSync(secret, configMap('secret'))
    writeFileSync(join(folder, 'a.yaml'), configMap('a'))
    symlinkSync(secret, join(folder, 'file.yaml'))
    symlinkSync('/proc/self/environ', join(folder, 'environ.yaml'))
    symlinkSync('..', join(folder, 'up'))
    symlinkSync('circle.yaml', join(folder, 'circle.yaml'))
    const result = await readThroughGit({ kind: 'path', name: 'shop', path: folder }, { cacheFolder })
    expect(names(result)).toEqual(['a'])
    expect(result.gaps.map(({ place }) => place)).toEqual(['circle.yaml', 'environ.yaml', 'file.yaml'])
  })

  it.each(['../x', 'a/../../x', '/etc', '-x', 'a\\b', 'a\0b'])('refuses the folder %j', async (folder) => {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('a') })
    expect((await read(repo.folder, 'main', folder)).gaps).toMatchObject([{ code: 'DRF2034' }])
  })

  it('does not read a repository above the path that was named', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'sub/a.yaml': configMap('a') })
    expect((await read(join(repo.folder, 'sub'))).gaps).toMatchObject([{ code: 'DRF2031' }])
  })
})

describe('B-25 names that git could take for options', () => {
  it.each([
    '--upload-pack=touch pwned',
    '-x',
    '--help',
    'main:a.yaml',
    'main..other',
    'a b',
    'a\nb',
    '',
    ':/message',
    '$(touch pwned)',
    '`touch pwned`',
  ])('refuses the revision %j', async (revision) => {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('a') })
    const result = await read(repo.folder, revision)
    expect(result.gaps).toMatchObject([{ code: 'DRF2034' }])
    expect(existsSync(join(repo.folder, 'pwned'))).toBe(false)
  })

  it.each([
    'ext::sh -c "touch pwned"',
    'fd::17',
    'http://example.com/x.git',
    'git://example.com/x.git',
    'ssh://-oProxyCommand=touch/x',
    'ssh://host/-x',
    'ssh://-l@host/x',
    'git@-oProxyCommand=x:y',
    'git@host:-x',
    '--upload-pack=x',
    'https://exa mple.com/x',
    'file://host/x',
    'https://h/x\n-y',
  ])('refuses the address %j', async (address) => {
    expect((await read(address)).gaps).toMatchObject([{ code: 'DRF2033' }])
  })
})

describe('B-26 what a repository can bring with it', () => {
  it('never fetches submodules', async () => {
    const repo = new TemporaryRepository()
    const commit = repo.commit({
      'a.yaml': configMap('a'),
      '.gitmodules': '[submodule "s"]\n\tpath = s\n\turl = ext::sh\n',
    })
    repo.stage('160000', commit, 's')
    repo.commitIndex()
    const result = await read(repo.folder)
    expect(names(result)).toEqual(['a'])
    expect(result.gaps).toMatchObject([{ code: 'DRF2007', place: 's' }])
  })

  it('runs no hook, no filter, no monitor and no helper that its config names', async () => {
    const repo = new TemporaryRepository()
    const pwned = join(repo.folder, 'pwned')
    repo.commit({ 'a.yaml': configMap('a'), '.gitattributes': '*.yaml filter=evil diff=evil\n' })
    const run = `touch ${pwned}`
    for (const name of [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'diff.external',
      'core.editor',
      'core.askPass',
      'credential.helper',
      'gpg.program',
    ]) {
      repo.git('config', name, run)
    }
    for (const name of ['clean', 'smudge', 'process']) repo.git('config', `filter.evil.${name}`, run)
    repo.git('config', 'diff.evil.textconv', run)
    mkdirSync(join(repo.folder, '.git', 'hooks'), { recursive: true })
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change']) {
      writeFileSync(join(repo.folder, '.git', 'hooks', hook), `#!/bin/sh\n${run}\n`, { mode: 0o755 })
    }
    const result = await read(repo.folder)
    expect(names(result)).toEqual(['a'])
    await result.history?.commits()
    expect(existsSync(pwned)).toBe(false)
  })

  it('ignores replacement objects, which would show other content than the commit has', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('a') })
    repo.git('replace', repo.git('rev-parse', 'HEAD:a.yaml'), repo.blob(configMap('other')))
    expect(names(await read(repo.folder))).toEqual(['a'])
  })
})

describe('F-18 LFS pointers', () => {
  it('are a gap and never content', async () => {
    const repo = new TemporaryRepository()
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'
    repo.commit({ 'a.yaml': configMap('a'), 'big.yaml': pointer })
    const result = await read(repo.folder)
    expect(names(result)).toEqual(['a'])
    expect(result.gaps).toMatchObject([{ code: 'DRF2008', place: 'big.yaml' }])
  })
})
