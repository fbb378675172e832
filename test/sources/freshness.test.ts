import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../src/model/instant.ts'
import { configMap, TemporaryRepository, temporaryFolder } from '../git/temporary-repository.ts'
import { gitSource, marksOf, namesIn, pathSource, watching } from './watched.ts'

const cacheFolder = temporaryFolder()

function urlOf(repo: TemporaryRepository): string {
  return `file://${repo.folder}`
}

async function shop(files: Readonly<Record<string, string>> = { 'a.yaml': configMap('a') }) {
  const repo = new TemporaryRepository()
  const first = repo.commit(files)
  const w = watching([gitSource(urlOf(repo))], { cacheFolder })
  await w.check()
  return { repo, first, w }
}

describe('R-6 a write of the deployer is judged only against a source that was fetched after it', () => {
  it('is not fresh for a later write until it is fetched again', async () => {
    const { repo, w } = await shop()
    const write = w.clock.now() + 3 * SECOND
    w.clock.advance(3 * SECOND)
    expect(w.watch.fetchedAfter('shop', write)).toBe(false)
    const pushed = repo.commit({ 'b.yaml': configMap('b') })
    expect(await w.watch.ensureFresh('shop', { after: write, revision: pushed })).toBe('fresh')
    expect(w.watch.fetchedAfter('shop', write)).toBe(true)
    expect(w.state().revision).toBe(pushed)
  })

  it('asks once for many writes at the same time', async () => {
    const { w } = await shop()
    w.clock.advance(3 * SECOND)
    const asked = w.git.heads
    const after = w.clock.now()
    const answers = await Promise.all(Array.from({ length: 100 }, () => w.watch.ensureFresh('shop', { after })))
    expect([new Set(answers), w.git.heads - asked]).toEqual([new Set(['fresh']), 1])
  })

  it('fails for a revision that the repository does not have, and without asking for it again and again', async () => {
    const { w } = await shop()
    const after = w.clock.now()
    const bogus = { after, revision: '1'.repeat(40) }
    expect(await w.watch.ensureFresh('shop', bogus)).toBe('failed')
    const opened = w.git.opened
    expect(await w.watch.ensureFresh('shop', bogus)).toBe('failed')
    expect(w.git.opened).toBe(opened)
    expect(await w.watch.ensureFresh('nobody', { after })).toBe('failed')
  })

  it('knows a revision of another branch that an engine follows', async () => {
    const { repo, w } = await shop()
    repo.git('checkout', '--quiet', '-b', 'hotfix')
    const hotfix = repo.commit({ 'fix.yaml': configMap('fix') })
    expect(await w.watch.ensureFresh('shop', { after: w.clock.now(), revision: hotfix })).toBe('fresh')
    expect(namesIn(await w.watch.renderedAt('shop', hotfix))).toEqual(['a', 'fix'])
    expect(w.state().revision).not.toBe(hotfix)
  })

  it('F-14 does not trust a fetch of a time that has not come, after the clock was set back', async () => {
    const { w } = await shop()
    w.clock.time -= 60 * MINUTE
    expect(w.watch.fetchedAfter('shop', w.clock.now())).toBe(false)
    expect(await w.watch.ensureFresh('shop', { after: w.clock.now() })).toBe('fresh')
  })
})

describe('G-6 a push is seen', () => {
  it('within three minutes by polling alone', async () => {
    const { repo, w } = await shop()
    repo.commit({ 'b.yaml': configMap('b') })
    const pushedAt = w.clock.now()
    while (w.changes().length < 2) {
      w.clock.advance(5 * SECOND)
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (w.clock.now() - pushedAt > 3 * MINUTE) break
    }
    expect(marksOf(w.changes()[1])).toEqual(['+b'])
  })

  it('at once when a webhook says so; many pokes are one check, and pokes of nobody are nothing', async () => {
    const { repo, w } = await shop()
    const pushed = repo.commit({ 'b.yaml': configMap('b') })
    const asked = w.git.heads
    for (let times = 0; times < 50; times++) w.watch.poke('shop')
    w.watch.poke('nobody')
    await expect.poll(() => w.state().revision, { timeout: 20_000 }).toBe(pushed)
    expect(w.git.heads - asked).toBe(1)
  })

  it('shares one question among all sources of a repository', async () => {
    const repo = new TemporaryRepository()
    const names = Array.from({ length: 30 }, (_, index) => `app-${String(index).padStart(2, '0')}`)
    repo.commit(Object.fromEntries(names.map((name) => [`${name}/a.yaml`, configMap(name)])))
    const sources = names.map((name) => gitSource(urlOf(repo), { name, folder: name }))
    const w = watching(sources, { cacheFolder })
    await expect.poll(() => w.changes().length, { timeout: 60_000 }).toBe(30)
    expect(w.git.heads).toBe(1)
    expect(w.watch.desired().map(({ manifests }) => namesIn(manifests))).toEqual(names.map((name) => [name]))
  })
})

describe('what a pipeline says that it rolled out', () => {
  it('is kept with the source, by its full id, and over a restart', async () => {
    const { repo, first, w } = await shop()
    repo.commit({ 'b.yaml': configMap('b') })
    await w.check()
    expect(w.watch.deployedRevision('shop')).toBeUndefined()
    expect(await w.watch.deployed('shop', first.slice(0, 9))).toBe(first)
    expect(w.state().deployed).toEqual({ revision: first, at: w.clock.now() })
    expect([w.watch.deployedRevision('shop'), w.news()]).toEqual([first, ['deployed']])
    expect(namesIn(await w.watch.renderedAt('shop', first))).toEqual(['a'])
    const later = watching([gitSource(urlOf(repo))], { cacheFolder, restored: w.watch.sources() })
    expect(later.watch.deployedRevision('shop')).toBe(first)
  })

  it('must be a commit of the source', async () => {
    const { w } = await shop()
    for (const revision of ['1'.repeat(40), 'main', 'v1', '', '--help', 'abcdefg']) {
      await expect(w.watch.deployed('shop', revision)).rejects.toMatchObject({ code: 'DRF2052' })
    }
    await expect(w.watch.deployed('nobody', '1'.repeat(40))).rejects.toMatchObject({ code: 'DRF2050' })
    const plain = watching([pathSource(temporaryFolder())], { cacheFolder })
    await expect(plain.watch.deployed('shop', '1'.repeat(40))).rejects.toMatchObject({ code: 'DRF2052' })
  })
})

describe('a configuration that changes', () => {
  it('R-17 says which sources left, once each, and leaves the others alone', async () => {
    const { repo, w } = await shop()
    w.watch.update([gitSource(urlOf(repo), { owner: 'team-shop', intervalMs: 30 * SECOND })])
    expect([w.events.filter(({ kind }) => kind === 'source-removed').length, w.state().owner]).toEqual([0, 'team-shop'])
    w.watch.update([])
    w.watch.update([])
    expect(w.events.filter(({ kind }) => kind === 'source-removed')).toEqual([
      { kind: 'source-removed', source: 'shop', cluster: 'prod', at: w.clock.now() },
    ])
    expect([w.watch.sources(), w.watch.desired()]).toEqual([[], []])
  })

  it('R-17 says so of sources that left while the service was down, or that moved to another cluster', async () => {
    const { repo, w } = await shop()
    const [state] = w.watch.sources()
    if (state === undefined) throw new Error('unreachable')
    const restored = [
      { ...state, name: 'gone' },
      { ...state, cluster: 'other' },
    ]
    const later = watching([gitSource(urlOf(repo))], { cacheFolder, restored })
    const removed = later.events.flatMap((one) => (one.kind === 'source-removed' ? [[one.source, one.cluster]] : []))
    expect(removed).toEqual([
      ['shop', 'other'],
      ['gone', 'prod'],
    ])
    await later.check()
    later.watch.update([gitSource(urlOf(repo), { cluster: 'stage' })])
    expect(later.events.at(-1)).toMatchObject({ kind: 'source-removed', cluster: 'prod' })
  })

  it('keeps what is in use until the new place was read, and holds a new place that holds nothing', async () => {
    const { repo, w } = await shop({ 'one/a.yaml': configMap('a'), 'two/b.yaml': configMap('b') })
    w.watch.update([gitSource(urlOf(repo), { folder: 'two' })])
    expect(namesIn(w.watch.desired()[0]?.manifests)).toEqual(['a', 'b'])
    await w.check()
    expect(marksOf(w.changes().at(-1))).toEqual(['-a'])
    w.watch.update([gitSource(urlOf(repo), { folder: 'tow' })])
    await w.check()
    expect(w.state()).toMatchObject({ objects: 1, held: { reason: 'shrunk' } })
    expect(namesIn(w.watch.desired()[0]?.manifests)).toEqual(['b'])
  })

  it('ends without another word', async () => {
    const { repo, w } = await shop()
    repo.commit({ 'b.yaml': configMap('b') })
    w.watch.poke('shop')
    await w.watch.close()
    const events = w.events.length
    w.clock.advance(10 * MINUTE)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([w.events.length, w.clock.timers]).toEqual([events, []])
  })
})

describe('the past of a source', () => {
  it('is bounded, whatever the length of the history, and shares what revisions have in common', async () => {
    const repo = new TemporaryRepository()
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`c${index}.yaml`, configMap(`c${index}`)]),
    )
    repo.commit(files)
    importCommits(repo, 1_000)
    const w = watching([gitSource(urlOf(repo))], { cacheFolder })
    await w.check()
    const [loaded] = w.watch.desired()
    const commits = (await loaded?.history?.commits()) ?? []
    expect(commits).toHaveLength(50)
    const manifests = new Set<unknown>(loaded?.manifests.map(({ manifest }) => manifest))
    for (const commit of commits) {
      const past = await loaded?.history?.manifestsAt(commit)
      expect(past).toHaveLength(21)
      for (const { manifest } of past ?? []) manifests.add(manifest)
    }
    // 21 of the head, and the one object that every commit changed.
    expect(manifests.size).toBe(21 + 50)
    const opened = w.git.opened
    for (const commit of commits) await loaded?.history?.manifestsAt(commit)
    expect(w.git.opened).toBe(opened)
  })
})

/** Commits that each change one object, made in one go. */
function importCommits(repo: TemporaryRepository, count: number): void {
  const commits = Array.from({ length: count }, (_, index) => {
    const text = configMap('moving', { n: `"${index}"` })
    return [
      'commit refs/heads/main',
      `committer a <a@example.com> ${1_700_000_000 + index} +0000`,
      'data 1\nx',
      ...(index === 0 ? ['from refs/heads/main^0'] : []),
      `M 100644 inline moving.yaml\ndata ${text.length}\n${text}\n`,
    ].join('\n')
  })
  repo.gitWith(commits.join(''), 'fast-import', '--quiet', '--force')
}
