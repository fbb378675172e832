import { renameSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Renderer, RenderResult } from '../../src/desired/renderer.ts'
import { MINUTE } from '../../src/model/instant.ts'
import { configMap, TemporaryRepository, temporaryFolder } from '../git/temporary-repository.ts'
import { type GitServer, startGitServer } from './git-server.ts'
import { gitSource, marksOf, namesIn, pathSource, watching, type Watching } from './watched.ts'

const cacheFolder = temporaryFolder()

function urlOf(repo: TemporaryRepository): string {
  return `file://${repo.folder}`
}

/** What the desired state in use is, by names. */
function inUse(w: Watching) {
  const [loaded] = w.watch.desired()
  return { revision: loaded?.revision.revision, names: namesIn(loaded?.manifests) }
}

function many(count: number, from = 0): Record<string, string> {
  const files = Array.from({ length: count }, (_, index) => `c${String(from + index).padStart(2, '0')}`)
  return Object.fromEntries(files.map((name) => [`${name}.yaml`, configMap(name)]))
}

describe('F-16 a Git server that fails', () => {
  let server: GitServer
  beforeAll(async () => {
    server = await startGitServer()
    process.env['GIT_SSL_CAINFO'] = server.authority
  })
  afterAll(() => {
    delete process.env['GIT_SSL_CAINFO']
    server.close()
  })

  it.each([
    ['error', 'DRF2040'],
    ['no-access', 'DRF2037'],
    ['slow', 'DRF2035'],
  ] as const)('leaves the last good state in use, marked stale: %s', async (fault, code) => {
    server.fault = 'none'
    onTestFinished(() => {
      server.fault = 'none'
    })
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('a') })
    const w = watching([gitSource(server.urlOf(repo))], { cacheFolder, fileUrls: false, timeoutMs: 4_000 })
    expect(await w.check()).toBe('fresh')
    const fetchedAt = w.state().fetchedAt

    server.fault = fault
    const second = repo.commit({ 'b.yaml': configMap('b') })
    expect(await w.check()).toBe('failed')
    const since = w.clock.now()
    expect(w.state()).toMatchObject({ revision: first, fetchedAt, failing: { since, code }, held: null })
    expect(await w.check()).toBe('failed')
    expect(w.state().failing).toMatchObject({ since, code })
    expect(inUse(w)).toEqual({ revision: first, names: ['a'] })

    server.fault = 'none'
    expect(await w.check()).toBe('fresh')
    expect(w.state()).toMatchObject({ revision: second, failing: null })
    expect([w.news(), inUse(w).names]).toEqual([
      ['failing', 'recovered'],
      ['a', 'b'],
    ])
  })
})

describe('F-16 a repository that is not there', () => {
  it('is asked less and less often, at least every six minutes, and never in a rush', async () => {
    const w = watching([gitSource(`file://${temporaryFolder()}/none`)], { cacheFolder })
    const pauses: (number | undefined)[] = []
    expect(await w.check()).toBe('failed')
    for (let times = 0; times < 5; times++) {
      pauses.push(w.clock.timers[0])
      await w.check()
    }
    // The first two attempts, at the start and on demand, had failed before.
    expect(pauses).toEqual([2, 4, 5, 5, 5].map((minutes) => minutes * MINUTE))
    const asked = w.git.heads
    const now = w.clock.now()
    const answers = await Promise.all(Array.from({ length: 20 }, () => w.watch.ensureFresh('shop', { after: now + 1 })))
    expect([new Set(answers), w.git.heads]).toEqual([new Set(['failed']), asked])
    expect(w.watch.desired()).toMatchObject([
      { manifests: [], gaps: [{ source: 'shop', reason: 'source-unreadable' }] },
    ])
  })

  it('is no reason to lose what is in use over a restart of the service', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('a') })
    const before = watching([gitSource(urlOf(repo))], { cacheFolder })
    await before.check()
    const state = before.state()
    await before.watch.close()
    repo.git('config', 'uploadpack.hideRefs', 'refs')
    repo.git('branch', '-m', 'main', 'gone')
    const w = watching([gitSource(urlOf(repo))], { cacheFolder, restored: [state] })
    expect(await w.check()).toBe('failed')
    expect(inUse(w)).toEqual({ revision: first, names: ['a'] })
    expect(w.state()).toMatchObject({ revision: first, objects: 1, held: { reason: 'branch-gone' } })
  })
})

describe('F-17 rewritten history', () => {
  async function rewritten() {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('a') })
    const pushed = repo.commit({ 'b.yaml': configMap('b') })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    repo.git('reset', '--quiet', '--hard', 'HEAD~1')
    const other = repo.commit({ 'c.yaml': configMap('c') })
    return { repo, pushed, other, w }
  }

  it('is held with one notice, and the old commit stays in use', async () => {
    const { w, pushed, other } = await rewritten()
    expect(await w.check()).toBe('failed')
    await w.check()
    await w.check()
    expect(w.news()).toEqual(['held'])
    expect(inUse(w)).toEqual({ revision: pushed, names: ['a', 'b'] })
    expect(w.state()).toMatchObject({ revision: pushed, failing: null, held: { reason: 'rewritten' } })
    expect(w.state().held?.message).toContain(other.slice(0, 7))
    expect(w.watch.fetchedAfter('shop', w.clock.now())).toBe(false)
  })

  it('counts after a person confirmed it', async () => {
    const { w, pushed, other, repo } = await rewritten()
    await w.check()
    await w.watch.confirm('shop')
    expect(inUse(w)).toEqual({ revision: other, names: ['a', 'c'] })
    expect([marksOf(w.changes().at(-1)), w.news(), w.state().held]).toEqual([['-b', '+c'], ['held', 'confirmed'], null])
    // What engines and findings name stays readable, also where no branch holds it any more.
    expect(namesIn(await w.watch.renderedAt('shop', pushed))).toEqual(['a', 'b'])
    const next = repo.commit({ 'd.yaml': configMap('d') })
    await w.check()
    expect(inUse(w).revision).toBe(next)
  })

  it('can be confirmed while the server is down, and by the next run of the service', async () => {
    const { w, other, repo } = await rewritten()
    await w.check()
    const state = w.state()
    renameSync(repo.folder, `${repo.folder}-away`)
    await w.check()
    expect(w.state()).toMatchObject({ failing: { code: 'DRF2031' }, held: { reason: 'rewritten' } })
    await w.watch.confirm('shop')
    expect(w.state().held).not.toBeNull()
    renameSync(`${repo.folder}-away`, repo.folder)
    await w.check()
    expect(w.state()).toMatchObject({ revision: other, failing: null, held: null })

    const later = watching([gitSource(urlOf(repo))], { cacheFolder, restored: [state] })
    await later.watch.confirm('shop')
    expect(later.state()).toMatchObject({ revision: other, held: null })
  })

  it('is over by itself when the old commit is back', async () => {
    const { w, pushed, repo } = await rewritten()
    await w.check()
    repo.git('reset', '--quiet', '--hard', pushed)
    expect(await w.check()).toBe('fresh')
    expect([w.state().held, w.news()]).toEqual([null, ['held', 'released']])
  })

  it('is seen also where the service was down meanwhile', async () => {
    const { w, pushed, repo } = await rewritten()
    const state = w.state()
    await w.watch.close()
    const later = watching([gitSource(urlOf(repo))], { cacheFolder, restored: [state] })
    expect(await later.check()).toBe('failed')
    expect(later.state().held).toMatchObject({ reason: 'rewritten' })
    expect(inUse(later)).toEqual({ revision: pushed, names: ['a', 'b'] })
  })

  it('is seen where not even the clone is left: then nothing is said about the objects', async () => {
    const { w, repo } = await rewritten()
    const state = w.state()
    await w.watch.close()
    repo.git('config', 'uploadpack.allowAnySHA1InWant', 'false')
    repo.git('reflog', 'expire', '--expire=now', '--all')
    repo.git('gc', '--quiet', '--prune=now')
    const later = watching([gitSource(urlOf(repo))], { cacheFolder: temporaryFolder(), restored: [state] })
    await later.check()
    expect(later.state()).toMatchObject({ revision: state.revision, objects: 2, held: { reason: 'rewritten' } })
    expect(later.watch.desired()).toMatchObject([{ manifests: [], gaps: [{ reason: 'source-held' }] }])
  })
})

describe('F-17 a branch that is gone', () => {
  it('is held, names the new default branch, and cannot be confirmed away', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('a') })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    repo.git('branch', '-m', 'main', 'trunk')
    await w.check()
    await w.check()
    expect(w.state()).toMatchObject({ revision: first, held: { reason: 'branch-gone' } })
    expect(w.state().held?.message).toContain('Its default branch is trunk.')
    await expect(w.watch.confirm('shop')).rejects.toMatchObject({ code: 'DRF2051' })
    expect([inUse(w).names, w.news()]).toEqual([['a'], ['held']])

    const spec = { ...gitSource(urlOf(repo)).spec, revision: 'trunk' }
    w.watch.update([{ ...gitSource(urlOf(repo)), spec }])
    expect(inUse(w).names).toEqual(['a'])
    expect(await w.check()).toBe('fresh')
    expect([w.state().held, w.changes().length, marksOf(w.changes().at(-1))]).toEqual([null, 2, []])
  })

  it('is a failure where nothing was ever read', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('a') })
    const source = gitSource(urlOf(repo))
    const w = watching([{ ...source, spec: { ...source.spec, revision: 'nowhere' } }], { cacheFolder })
    await w.check()
    expect(w.state()).toMatchObject({ revision: '', held: null, failing: { code: 'DRF2032' } })
    await expect(w.watch.confirm('shop')).rejects.toMatchObject({ code: 'DRF2051' })
  })
})

describe('F-18 what large repositories hold', () => {
  it('fails with a code of its own for an LFS pointer among manifests, and keeps the old state', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('a'), 'b.yaml': configMap('b') })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    repo.commit({ 'b.yaml': pointer })
    await w.check()
    expect(w.state()).toMatchObject({ revision: first, failing: { code: 'DRF2008' } })
    expect(inUse(w).names).toEqual(['a', 'b'])
    const fixed = repo.commit({ 'b.yaml': configMap('b') })
    await w.check()
    expect(w.state()).toMatchObject({ revision: fixed, failing: null })
  })

  it('names a submodule as not checked, and goes on', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('a') })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    repo.stage('160000', first, 'vendor')
    const second = repo.commitIndex()
    await w.check()
    expect(w.state()).toMatchObject({ revision: second, failing: null, held: null })
    expect(w.watch.desired()[0]?.gaps).toMatchObject([{ reason: 'submodule', place: 'vendor' }])
  })
})

describe('F-19 a desired state that shrinks', () => {
  it('is held when it holds nothing any more, until a person says that nothing is meant', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'deploy/a.yaml': configMap('a') })
    const w = watching([gitSource(urlOf(repo), { folder: 'deploy' })], { cacheFolder })
    await w.check()
    repo.git('rm', '--quiet', 'deploy/a.yaml')
    const second = repo.commitIndex()
    await w.check()
    expect(w.state()).toMatchObject({ revision: first, objects: 1, failing: null, held: { reason: 'shrunk' } })
    expect(inUse(w).names).toEqual(['a'])
    await w.watch.confirm('shop')
    expect(w.state()).toMatchObject({ revision: second, objects: 0, failing: null, held: null })
    expect([inUse(w).names, marksOf(w.changes().at(-1)), w.watch.desired()[0]?.gaps]).toEqual([[], ['-a'], []])
  })

  it.each([
    [12, 7, null],
    [12, 6, null],
    [12, 5, 'shrunk'],
    [8, 3, 'shrunk'],
    [8, 4, null],
    [6, 1, 'shrunk'],
    [5, 1, null],
  ])('from %i to %i objects', async (from, to, held) => {
    const folder = new TemporaryRepository()
    folder.write(many(from))
    const w = watching([pathSource(folder.folder)], { cacheFolder })
    await w.check()
    folder.git('add', '--all')
    for (let index = to; index < from; index++)
      folder.git('rm', '--quiet', '--force', `c${String(index).padStart(2, '0')}.yaml`)
    await w.check()
    expect([w.state().held?.reason ?? null, w.state().objects]).toEqual([held, held === null ? to : from])
  })

  it('is told again when even less is left, and not for renames or for another commit of the same', async () => {
    const repo = new TemporaryRepository()
    repo.commit(many(12))
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    repo.git('rm', '--quiet', ...Object.keys(many(12)))
    repo.commit(many(12, 20))
    await w.check()
    expect([w.state().held, w.changes().length]).toEqual([null, 2])
    repo.git('rm', '--quiet', ...Object.keys(many(8, 20)))
    repo.commitIndex()
    await w.check()
    repo.commit({ 'readme.md': 'x' })
    await w.check()
    expect(w.news()).toEqual(['held'])
    repo.git('rm', '--quiet', ...Object.keys(many(3, 28)))
    repo.commitIndex()
    await w.check()
    expect(w.news()).toEqual(['held', 'held'])
    expect(w.state().held?.message).toContain('1 of formerly 12')
  })

  it('is found also where the service was down meanwhile', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit(many(12))
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    const state = w.state()
    await w.watch.close()
    repo.git('rm', '--quiet', ...Object.keys(many(11)))
    repo.commitIndex()
    const later = watching([gitSource(urlOf(repo))], { cacheFolder, restored: [state] })
    await later.check()
    expect(later.state()).toMatchObject({ revision: first, objects: 12, held: { reason: 'shrunk' } })
    expect(inUse(later).names).toHaveLength(12)
  })
})

describe('F-19 what cannot be read', () => {
  it('keeps the old state where a broken file could hide objects of it', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('a'), 'b.yaml': configMap('b') })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    repo.commit({ 'b.yaml': 'a: [' })
    await w.check()
    expect(w.state()).toMatchObject({ revision: first, failing: { code: 'DRF2001' } })
    expect(inUse(w).names).toEqual(['a', 'b'])
    repo.git('rm', '--quiet', 'b.yaml')
    const removed = repo.commitIndex()
    await w.check()
    expect(w.state()).toMatchObject({ revision: removed, failing: null })
  })

  it('goes on beside a broken file that hides nothing known', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('a') })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    const second = repo.commit({ 'new.yaml': 'a: [', 'b.yaml': configMap('b') })
    await w.check()
    expect(w.state()).toMatchObject({ revision: second, failing: null })
    expect([inUse(w).names, w.watch.desired()[0]?.gaps.length]).toEqual([['a', 'b'], 1])
  })

  it.each([
    ['DRF2101', 2],
    ['DRF2102', 2],
    ['DRF2114', 1],
  ] as const)('is rendered again only where that may help: %s, %i renders in two checks', async (code, renders) => {
    let fails = false
    const text = configMap('x')
    const renderer: Renderer = {
      render: async (): Promise<RenderResult> =>
        fails
          ? { ok: false, error: { code, message: 'it failed' } }
          : {
              ok: true,
              documents: [{ file: '', content: text, crd: false, hooks: [] }],
              nondeterministic: [],
              warnings: [],
              engine: { name: 'kustomize', version: '1' },
            },
      close: async () => undefined,
    }
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'kustomization.yaml': 'resources: []\n' })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder, renderer })
    await w.check()
    fails = true
    repo.commit({ 'kustomization.yaml': 'resources: [x]\n' })
    await w.check()
    await w.check()
    expect(w.state()).toMatchObject({ revision: first, failing: { code } })
    expect(inUse(w).names).toEqual(['x'])
    expect(w.renderer.requests).toHaveLength(1 + renders)
  })
})
