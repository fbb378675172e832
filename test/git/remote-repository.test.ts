import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gitAddress } from '../../src/adapters/git/git-address.ts'
import { errorOfGit } from '../../src/adapters/git/git-failure.ts'
import { runGit } from '../../src/adapters/git/git-program.ts'
import { remoteConfig } from '../../src/adapters/git/remote-config.ts'
import { names, readThroughGit } from './read-git-source.ts'
import { configMap, TemporaryRepository, temporaryFolder } from './temporary-repository.ts'

function read(cacheFolder: string, repo: TemporaryRepository, revision = 'main', folder = '.') {
  const repository = `file://${repo.folder}`
  return readThroughGit({ kind: 'git', name: 'shop', repository, revision, folder }, { cacheFolder, fileUrls: true })
}

describe('partial clone', () => {
  it('fetches only the files of the folder, and brings a branch up to date', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'deploy/a.yaml': configMap('a'), 'big/b.yaml': configMap('unwanted') })
    const cacheFolder = temporaryFolder()
    const result = await read(cacheFolder, repo, 'main', 'deploy')
    expect(result.gaps).toEqual([])
    expect([names(result), result.revision]).toEqual([['a'], { name: 'shop', revision: first, dirty: false }])
    const [clone] = readdirSync(cacheFolder) as [string]
    const call = { cwd: join(cacheFolder, clone), place: 'x', timeoutMs: 10_000, maxBytes: 1_000_000 }
    const unwanted = repo.git('rev-parse', 'HEAD:big/b.yaml')
    const objects = await runGit({ ...call, args: ['cat-file', '--batch-all-objects', '--batch-check=%(objectname)'] })
    expect(objects.stdout.toString()).not.toContain(unwanted)

    const second = repo.commit({ 'deploy/b.yaml': configMap('b') })
    const later = await read(cacheFolder, repo, 'main', 'deploy')
    expect([names(later), later.revision.revision]).toEqual([['a', 'b'], second])
    expect(readdirSync(cacheFolder)).toEqual([clone])
  })

  it('opens tags, annotated ones too, HEAD and commits', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('one') })
    repo.git('tag', '--annotate', '--message', 'x', 'v1')
    const second = repo.commit({ 'a.yaml': configMap('two') })
    const cacheFolder = temporaryFolder()
    const revisions = await Promise.all(['v1', 'HEAD', first, second].map((name) => read(cacheFolder, repo, name)))
    expect(revisions.map(names)).toEqual([['one'], ['two'], ['one'], ['two']])
  })

  it('finds a commit in the branches where the server gives none by id', async () => {
    const repo = new TemporaryRepository()
    repo.git('config', 'uploadpack.allowAnySHA1InWant', 'false')
    repo.git('config', 'uploadpack.allowReachableSHA1InWant', 'false')
    const first = repo.commit({ 'a.yaml': configMap('one') })
    repo.commit({ 'a.yaml': configMap('two') })
    repo.git('config', 'uploadpack.allowFilter', 'false')
    expect(names(await read(temporaryFolder(), repo, first))).toEqual(['one'])
  })

  it('says so where the revision is not there', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('a') })
    for (const name of ['nowhere', '1'.repeat(40)]) {
      expect((await read(temporaryFolder(), repo, name)).gaps).toMatchObject([{ code: 'DRF2032' }])
    }
  })

  it('follows a branch that was rewritten', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'a.yaml': configMap('one') })
    const cacheFolder = temporaryFolder()
    await read(cacheFolder, repo)
    repo.write({ 'a.yaml': configMap('rewritten') })
    repo.git('add', '--all')
    repo.git('commit', '--quiet', '--amend', '--message', 'other')
    expect(names(await read(cacheFolder, repo))).toEqual(['rewritten'])
  })

  it('knows the past, without the head', async () => {
    const repo = new TemporaryRepository()
    const commits = ['one', 'two', 'three'].map((name) => repo.commit({ 'deploy/a.yaml': configMap(name) }))
    const head = repo.commit({ 'other.txt': 'x' })
    const result = await read(temporaryFolder(), repo, 'main', 'deploy')
    expect(result.revision.revision).toBe(head)
    const past = await result.history?.commits()
    expect(past).toEqual(commits.toReversed())
    const manifests = await result.history?.manifestsAt(commits[0] as string)
    expect(manifests?.map(({ manifest }) => manifest['metadata'])).toEqual([{ name: 'one' }])
    expect(await result.history?.manifestsAt('1'.repeat(40))).toBeUndefined()
  })
})

describe('B-06 credentials of a URL', () => {
  const CANARY = 'canary-p%40ss'
  const seen: (string | undefined)[] = []
  let server: Server
  let origin: string

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(request.headers.authorization === undefined ? 401 : 403, {
        'www-authenticate': 'Basic realm="canary-realm"',
      })
      response.end(`you sent ${request.headers.authorization}`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  it('are apart from the URL that is shown, stored and passed as argument', () => {
    const address = gitAddress(`https://user:${CANARY}@example.com/x.git`)
    expect(address).toEqual({
      kind: 'remote',
      url: 'https://example.com/x.git',
      credentials: { user: 'user', password: 'canary-p@ss' },
    })
    if (address.kind !== 'remote') throw new Error('unreachable')
    expect(JSON.stringify(remoteConfig(address).config)).not.toContain('canary')
  })

  it('reach the server and nothing else: no error, no argument, no file of the clone', async () => {
    // The wrapper allows https only; this test speaks http, so that it needs no certificate.
    const remote = {
      kind: 'remote',
      url: `http://${origin}/x.git`,
      credentials: { user: 'u', password: 'canary-p@ss' },
    } as const
    const folder = temporaryFolder()
    const base = { cwd: folder, place: remote.url, timeoutMs: 20_000, maxBytes: 100_000 }
    await runGit({ ...base, args: ['init', '--quiet', '--bare'] })
    const call = { ...base, ...remoteConfig(remote), protocols: 'http', args: ['ls-remote', 'origin'] }
    const error: unknown = await runGit(call).catch((one: unknown) => one)
    expect(error).toMatchObject({ code: 'DRF2037', place: remote.url })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary')
    expect(seen).toContain(`Basic ${Buffer.from('u:canary-p@ss').toString('base64')}`)
    expect(readFileSync(join(folder, 'config'), 'utf8')).not.toContain('canary')
  })

  it('are refused in words that do not repeat them', async () => {
    const repository = `http://user:${CANARY}@${origin}/x.git`
    const spec = { kind: 'git', name: 'shop', repository, revision: 'main', folder: '.' } as const
    const result = await readThroughGit(spec, { cacheFolder: temporaryFolder() })
    expect(result.gaps).toMatchObject([{ code: 'DRF2033' }])
    expect(JSON.stringify(result)).not.toContain('canary')
  })

  it('never come back from what git says', () => {
    for (const words of [
      `fatal: unable to access 'https://u:${CANARY}@h/x.git/': Could not resolve host: h`,
      `fatal: Authentication failed for 'https://u:${CANARY}@h/x.git/'`,
      `remote: ${CANARY}\nfatal: something else`,
    ]) {
      expect(errorOfGit(words, 'https://h/x.git').message).not.toContain('canary')
    }
  })
})

describe('time', () => {
  it('ends git and its children when it is up', async () => {
    const hanging = createServer(() => undefined)
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/x.git`
    const start = performance.now()
    const call = {
      cwd: temporaryFolder(),
      place: url,
      timeoutMs: 700,
      maxBytes: 1000,
      protocols: 'http',
      args: ['ls-remote', url],
    }
    await expect(runGit(call)).rejects.toMatchObject({ code: 'DRF2035' })
    expect(performance.now() - start).toBeLessThan(5000)
    hanging.closeAllConnections()
    hanging.close()
  })

  it('drops an answer that is too long', async () => {
    const call = { cwd: temporaryFolder(), place: 'x', timeoutMs: 10_000, maxBytes: 10, args: ['help', '--all'] }
    await expect(runGit(call)).rejects.toMatchObject({ code: 'DRF2036' })
  })
})
