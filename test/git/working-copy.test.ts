import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gitRepositories } from '../../src/adapters/git/repositories.ts'
import { names, readThroughGit } from './read-git-source.ts'
import { configMap, TemporaryRepository, temporaryFolder } from './temporary-repository.ts'

const cacheFolder = temporaryFolder()

function read(path: string) {
  return readThroughGit({ kind: 'path', name: 'shop', path }, { cacheFolder })
}

describe('a folder of a working tree', () => {
  it('carries its commit, and whether the folder (not the rest) differs from it', async () => {
    const repo = new TemporaryRepository()
    const commit = repo.commit({ 'deploy/a.yaml': configMap('a'), 'other/b.yaml': configMap('b') })
    const deploy = join(repo.folder, 'deploy')
    expect((await read(deploy)).revision).toEqual({ name: 'shop', revision: commit, dirty: false })
    repo.write({ 'other/c.yaml': configMap('c') })
    expect((await read(deploy)).revision.dirty).toBe(false)
    repo.write({ 'deploy/c.yaml': configMap('c') })
    const result = await read(deploy)
    expect([names(result), result.revision]).toEqual([['a', 'c'], { name: 'shop', revision: commit, dirty: true }])
    expect(result.manifests[1]?.place.file).toBe('deploy/c.yaml')
    expect(result.manifests[1]?.place.line).toBe(1)
  })

  it('counts the commit that is checked out as past while there are changes', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('one') })
    const second = repo.commit({ 'a.yaml': configMap('two') })
    expect(await (await read(repo.folder)).history?.commits()).toEqual([first])
    repo.write({ 'a.yaml': configMap('three') })
    const dirty = await read(repo.folder)
    expect([names(dirty), await dirty.history?.commits()]).toEqual([['three'], [second, first]])
  })

  it('knows neither commit nor past outside of Git', async () => {
    const folder = temporaryFolder()
    expect((await read(folder)).gaps).toMatchObject([{ code: 'DRF2010', reason: 'source-empty' }])
    expect(await gitRepositories({ cacheFolder }).describe(folder)).toBeUndefined()
    expect((await read(join(folder, 'nowhere'))).gaps).toMatchObject([{ code: 'DRF2000' }])
  })

  it('reads a repository without commits', async () => {
    const repo = new TemporaryRepository()
    repo.write({ 'a.yaml': configMap('a') })
    const result = await read(repo.folder)
    expect([names(result), result.revision]).toEqual([['a'], { name: 'shop', revision: '', dirty: true }])
    expect(await result.history?.commits()).toEqual([])
  })

  it('reads one file, whatever it is called', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'deploy/all.yaml.txt': configMap('a'), 'deploy/b.yaml': configMap('b') })
    expect(names(await read(join(repo.folder, 'deploy/all.yaml.txt')))).toEqual(['a'])
  })
})

describe('a local repository at a revision', () => {
  it('is read in place, from the commit and not from the working tree', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'deploy/a.yaml': configMap('one') })
    repo.git('tag', 'v1')
    repo.commit({ 'deploy/a.yaml': configMap('two') })
    repo.write({ 'deploy/a.yaml': configMap('changed') })
    const at = (revision: string, repository = repo.folder) =>
      readThroughGit({ kind: 'git', name: 'shop', repository, revision, folder: 'deploy' }, { cacheFolder })
    const results = await Promise.all([
      at('main'),
      at('v1'),
      at('HEAD~1'),
      at(first.slice(0, 8)),
      at('main', `file://${repo.folder}`),
    ])
    expect(results.map(names)).toEqual([['two'], ['one'], ['one'], ['one'], ['two']])
    expect(results[1]?.revision).toEqual({ name: 'shop', revision: first, dirty: false })
    expect((await at('nowhere')).gaps).toMatchObject([{ code: 'DRF2032' }])
    expect((await at('main', temporaryFolder())).gaps).toMatchObject([{ code: 'DRF2031' }])
    expect((await at('main', join(repo.folder, 'x'))).gaps).toMatchObject([{ code: 'DRF2000' }])
  })
})
