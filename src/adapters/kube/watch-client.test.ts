import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answer, type FaultServer, type Handler, startFaultServer } from '../../../test/faults/fault-server.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../../test/faults/temporary-folder.ts'
import type { WatchItem, WatchRequest } from '../../live/watch/watch-source.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import { type ClusterClient, createClusterReader } from './cluster-client.ts'
import type { ClusterFlags } from './cluster-flags.ts'
import { loadClusterConfig } from './load-cluster-config.ts'

const KIND: KindInfo = { group: '', version: 'v1', kind: 'Thing', resource: 'things', namespaced: true, verbs: [] }
const NEVER = new AbortController().signal
const RESUME: WatchRequest = { resourceVersion: '7', timeoutSeconds: 300, idleMs: 60_000 }
const LIST: WatchRequest = { ...RESUME, resourceVersion: undefined }

let folder: TemporaryFolder
let server: FaultServer
let client: ClusterClient

beforeEach(async () => {
  folder = await makeTemporaryFolder()
})

afterEach(async () => {
  await client.close()
  await server.stop()
  await folder.remove()
})

async function meet(handlers: readonly Handler[], flags: ClusterFlags = {}, maxTries = 1): Promise<void> {
  server = await startFaultServer(...handlers)
  await writeFile(join(folder.path, 'ca.crt'), server.ca)
  const config = await loadClusterConfig(
    { server: server.url, certificateAuthority: 'ca.crt', token: 'canary-token', ...flags },
    { env: {}, home: folder.path, cwd: folder.path },
  )
  client = createClusterReader(config, { maxTries, sleep: () => Promise.resolve() })
}

async function items(request = RESUME, signal = NEVER, namespace = ''): Promise<WatchItem[]> {
  const all: WatchItem[] = []
  for await (const item of client.stream.watch(KIND, namespace, request, signal)) all.push(item)
  return all
}

/** How it ended, in a word or two. */
async function end(request = RESUME): Promise<string> {
  const last = (await items(request)).at(-1)
  if (last?.type !== 'end') throw new Error('the last item is an end')
  return last.by === 'failure' ? `${last.meaning} ${last.reason}` : last.by
}

function says(...chunks: readonly string[]): Handler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    for (const chunk of chunks) response.write(chunk)
    response.end()
  }
}

function line(type: string, metadata: object): string {
  return `${JSON.stringify({ type, object: { kind: 'Thing', apiVersion: 'v1', metadata } })}\n`
}

const BOOKMARK = line('BOOKMARK', { resourceVersion: '9' })

describe('a watch asks', () => {
  test('for what follows a version, or for the newest state of everything', async () => {
    await meet([says()])
    await items(RESUME, NEVER, 'shop')
    await items(LIST)
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/api/v1/namespaces/shop/things?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=7',
      '/api/v1/things?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&sendInitialEvents=true&resourceVersionMatch=NotOlderThan',
    ])
    expect(server.requests[0]?.headers.authorization).toBe('Bearer canary-token')
  })

  test('again, once, with credentials that were renewed', async () => {
    await writeFile(join(folder.path, 'token'), 'first')
    const users = [{ name: 'u', user: { tokenFile: 'token' } }]
    const kubeconfig = join(folder.path, 'config')
    const renew: Handler = (request, response) => {
      void writeFile(join(folder.path, 'token'), 'second').then(() => answer(401)(request, response))
    }
    const contexts = [{ name: 'x', context: { user: 'u' } }]
    await writeFile(kubeconfig, JSON.stringify({ users, contexts, 'current-context': 'x' }))
    await meet([renew, answer(401)], { kubeconfig, token: undefined })
    expect(await end()).toBe('other unauthorized')
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second'])
  })
})

describe('a watch gives', () => {
  test('each line as it comes, and that the server closed it', async () => {
    const added = line('ADDED', { name: 'a', namespace: 'shop', uid: 'u', resourceVersion: '8' })
    await meet([says(added.slice(0, 50), added.slice(50) + BOOKMARK)])
    expect(await items()).toEqual([
      { type: 'opened' },
      expect.objectContaining({ type: 'object', change: 'added', namespace: 'shop', name: 'a', resourceVersion: '8' }),
      { type: 'bookmark', resourceVersion: '9', endsInitialList: false },
      { type: 'end', by: 'closed' },
    ])
  })

  test('nothing more once it is aborted, at any time', async () => {
    await meet([
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write(BOOKMARK)
      },
    ])
    const abort = new AbortController()
    const seen: string[] = []
    for await (const item of client.stream.watch(KIND, '', RESUME, abort.signal)) {
      seen.push(item.type)
      if (item.type === 'bookmark') abort.abort()
    }
    expect(seen).toEqual(['opened', 'bookmark'])
    expect(await items(RESUME, abort.signal)).toEqual([])
  })
})

const STATUS = { kind: 'Status', apiVersion: 'v1' }
const TOO_LARGE = { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } }

describe('a watch ends', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'closed'],
    ['half a line', BOOKMARK.slice(0, 20), 'damaged'],
    ['nonsense', `${BOOKMARK}nonsense\n${BOOKMARK}`, 'damaged'],
    [
      'that history is gone',
      `{"type":"ERROR","object":${JSON.stringify({ ...STATUS, code: 410, reason: 'Expired' })}}\n`,
      'expired refused',
    ],
    ['that it failed', `{"type":"ERROR","object":${JSON.stringify({ ...STATUS, code: 500 })}}\n`, 'other server-error'],
    ['an error without a code', '{"type":"ERROR","object":{}}\n', 'other invalid-answer'],
    ['a line that is too long', `"${'x'.repeat(9 * 1_048_576)}"\n`, 'damaged'],
  ])('after the server said %s', async (_, said, expected) => {
    await meet([says(said)])
    expect(await end()).toBe(expected)
  })

  test.each<[string, Handler, WatchRequest, string]>([
    ['410', answer(410, STATUS), RESUME, 'expired refused'],
    ['404', answer(404, '404 page not found'), RESUME, 'not-served refused'],
    ['422 to a streamed list', answer(422, STATUS), LIST, 'no-initial-list refused'],
    ['400 to a streamed list', answer(400, STATUS), LIST, 'no-initial-list refused'],
    ['422 to anything else', answer(422, STATUS), RESUME, 'other refused'],
    ['a version from the future', answer(504, { ...STATUS, ...TOO_LARGE }), LIST, 'too-new server-error'],
    ['403', answer(403, STATUS), RESUME, 'other refused'],
    [
      '403 by the authorizer',
      answer(403, { ...STATUS, message: 'User "x" cannot watch things' }),
      RESUME,
      'other forbidden',
    ],
    ['a redirect', answer(302, '', { location: 'https://evil.example.com/' }), RESUME, 'other invalid-answer'],
    ['a login page', answer(200, '<html>', { 'content-type': 'text/html' }), RESUME, 'other invalid-answer'],
    ['a broken connection', (request) => request.socket.destroy(), RESUME, 'other unreachable'],
  ])('where it meets %s', async (_, handler, request, expected) => {
    await meet([handler])
    expect(await end(request)).toBe(expected)
    expect(server.requests).toHaveLength(1)
  })

  test('with the pause that a server asks for', async () => {
    await meet([answer(429, STATUS, { 'retry-after': '17' })])
    expect(await items()).toEqual([expect.objectContaining({ reason: 'throttled', retryAfterMs: 17_000 })])
  })

  test('F-04: when it goes silent', async () => {
    await meet([
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write(BOOKMARK)
      },
    ])
    expect(await end({ ...RESUME, idleMs: 1_000 })).toBe('silent')
  })

  test('F-05: as damaged when the connection breaks within a line', async () => {
    await meet([
      (request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write(BOOKMARK + BOOKMARK.slice(0, 9), () => request.socket.destroy())
      },
    ])
    expect(await end()).toBe('damaged')
  })
})

test('open watches take no place among the requests', async () => {
  const open: Handler = (request, response) => {
    if (request.url?.includes('watch=true') === true) {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write(BOOKMARK)
    } else answer(200, { gitVersion: 'v1' })(request, response)
  }
  await meet([open])
  const abort = new AbortController()
  const watches = Array.from({ length: 6 }, async () => {
    for await (const item of client.stream.watch(KIND, '', RESUME, abort.signal)) if (item.type === 'bookmark') return
  })
  const held = Array.from({ length: 6 }, () =>
    client.stream.watch(KIND, '', RESUME, abort.signal)[Symbol.asyncIterator](),
  )
  await Promise.all(held.map((one) => one.next()))
  expect(await client.version()).toEqual({ state: 'found', value: 'v1' })
  await Promise.all(watches)
  abort.abort()
})

test('a page has the version of its list, and one without is no list', async () => {
  const items = [{ metadata: { name: 'a' } }]
  const list = (metadata: object) => answer(200, { kind: 'ThingList', metadata, items })
  await meet([list({ resourceVersion: '5', continue: 'next' }), list({ resourceVersion: '5' }), list({})])
  expect(await client.stream.listPage(KIND, '', '')).toEqual({
    state: 'page',
    objects: [{ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a' } }],
    resourceVersion: '5',
    token: 'next',
  })
  expect(await client.stream.collectionVersion(KIND, 'shop')).toBe('5')
  expect(await client.stream.listPage(KIND, '', '')).toMatchObject({ by: 'failure', reason: 'invalid-answer' })
  expect(server.requests.map(({ url }) => url)).toEqual([
    '/api/v1/things?limit=500',
    '/api/v1/namespaces/shop/things?limit=1',
    '/api/v1/things?limit=500',
  ])
})

test('asks for the version of a collection once where nothing answers, since the watch begins again by itself', async () => {
  const list = answer(200, { kind: 'ThingList', metadata: { resourceVersion: '5' }, items: [] })
  await meet([(request) => void request.socket.destroy(), answer(429), list], {}, 5)
  expect(await client.stream.collectionVersion(KIND, '')).toMatchObject({ by: 'failure', reason: 'unreachable' })
  expect(server.requests).toHaveLength(1)
  // A server that asks for patience is there.
  expect(await client.stream.collectionVersion(KIND, '')).toBe('5')
  expect(server.requests).toHaveLength(3)
})
