import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answer, type FaultServer, type Handler, startFaultServer } from '../../../test/faults/fault-server.ts'
import { startProxy } from '../../../test/faults/proxy.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../../test/faults/temporary-folder.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import { type ClusterClient, type ClusterClientOptions, createClusterReader } from './cluster-client.ts'
import type { ClusterFlags } from './cluster-flags.ts'
import { loadClusterConfig } from './load-cluster-config.ts'

const KIND: KindInfo = { group: '', version: 'v1', kind: 'Thing', resource: 'things', namespaced: true, verbs: [] }
const VERSION = answer(200, { gitVersion: 'v1.2.3' })
const FOUND = { state: 'found', value: 'v1.2.3' }

let folder: TemporaryFolder
let server: FaultServer
let client: ClusterClient
let pauses: number[]
let lines: string[]

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  pauses = []
  lines = []
})

afterEach(async () => {
  await client.close()
  await server.stop()
  await folder.remove()
})

/** A client whose chance is always 0.5 and whose pauses take no time. */
async function meet(handlers: readonly Handler[], flags: ClusterFlags = {}, options: ClusterClientOptions = {}) {
  server = await startFaultServer(...handlers)
  await writeFile(join(folder.path, 'ca.crt'), server.ca)
  const config = await loadClusterConfig(
    { server: server.url, certificateAuthority: 'ca.crt', token: 'canary-token', ...flags },
    { env: {}, home: folder.path, cwd: folder.path },
  )
  const sleep = async (ms: number) => void pauses.push(ms)
  client = createClusterReader(config, { random: () => 0.5, sleep, log: (line) => lines.push(line), ...options })
  return client
}

/** A kubeconfig with nothing in it but a proxy. */
async function kubeconfigWith(proxyUrl: string): Promise<string> {
  const clusters = [{ name: 'c', cluster: { 'proxy-url': proxyUrl } }]
  const path = join(folder.path, 'config')
  await writeFile(path, JSON.stringify({ clusters, contexts: [{ name: 'x', context: { cluster: 'c' } }] }))
  return path
}

describe('tries again', () => {
  test('after 429, as long as Retry-After says and a little longer', async () => {
    await meet([answer(429, '', { 'retry-after': '3' }), VERSION])
    expect(await client.version()).toEqual(FOUND)
    expect(pauses).toEqual([3125])
  })

  test('after 5xx and broken connections, with growing pauses', async () => {
    await meet([answer(503), answer(500), (request) => request.socket.destroy(), answer(504), VERSION])
    expect(await client.version()).toEqual(FOUND)
    expect(pauses).toEqual([375, 750, 1500, 3000])
  })

  test('after an answer that was cut off', async () => {
    const cut: Handler = (request, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"gitVersion":', () => request.socket.destroy())
    }
    await meet([cut, VERSION])
    expect(await client.version()).toEqual(FOUND)
  })

  test.each([
    [503, 'server-error', 'DRF3031'],
    [429, 'throttled', 'DRF3030'],
  ])('but not for ever: %i', async (status, reason, code) => {
    await meet([answer(status)])
    expect(await client.version()).toMatchObject({ state: 'failed', reason, error: { code } })
    expect(server.requests).toHaveLength(5)
  })

  test('not where the server wants a pause of minutes', async () => {
    await meet([answer(429, '', { 'retry-after': '600' })])
    expect(await client.version()).toMatchObject({ reason: 'throttled' })
    expect(server.requests).toHaveLength(1)
  })

  test('not a dry run that a webhook failed', async () => {
    await meet([answer(500)])
    expect(await client.dryRunCreate(KIND, 'shop', {})).toMatchObject({ reason: 'server-error' })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.url).toBe('/api/v1/namespaces/shop/things?dryRun=All&fieldValidation=Ignore')
  })
})

describe('credentials', () => {
  test('a token file is read again after 401, once', async () => {
    const file = join(folder.path, 'token')
    await writeFile(file, 'first\n')
    const kubeconfig = join(folder.path, 'config')
    const user = { name: 'u', user: { tokenFile: 'token' } }
    await writeFile(kubeconfig, JSON.stringify({ users: [user], contexts: [{ name: 'c', context: { user: 'u' } }] }))
    const rotate: Handler = (request, response) => {
      void writeFile(file, 'second').then(() => answer(401)(request, response))
    }
    await meet([rotate, VERSION, answer(401)], { kubeconfig, context: 'c', token: undefined })
    expect(await client.version()).toEqual(FOUND)
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second'])
    expect(await client.version()).toMatchObject({
      state: 'failed',
      reason: 'unauthorized',
      error: { code: 'DRF3012' },
    })
    expect(server.requests).toHaveLength(4)
  })

  test('a fixed token is not tried twice', async () => {
    await meet([answer(401)])
    expect(await client.version()).toMatchObject({ reason: 'unauthorized' })
    expect(server.requests).toHaveLength(1)
  })

  test('a file that is not there is a failed reading, and nothing is sent', async () => {
    await meet([VERSION], { certificateAuthority: 'missing.crt' })
    expect(await client.version()).toMatchObject({
      state: 'failed',
      reason: 'unauthorized',
      error: { code: 'DRF3011' },
    })
    expect(server.requests).toHaveLength(0)
  })

  test('do not follow a redirect to another host (B-08)', async () => {
    const other = await startFaultServer(VERSION)
    await meet([answer(302, '', { location: `${other.url}/version` })])
    expect(await client.version()).toMatchObject({
      state: 'failed',
      reason: 'invalid-answer',
      error: { code: 'DRF3023' },
    })
    expect(other.requests).toHaveLength(0)
    await other.stop()
  })

  test('stay on a redirect to the same host, but not for ever', async () => {
    await meet([answer(301, '', { location: '/elsewhere' }), VERSION])
    expect(await client.version()).toEqual(FOUND)
    expect(server.requests[1]).toMatchObject({ url: '/elsewhere', headers: { authorization: 'Bearer canary-token' } })
    await client.close()
    await server.stop()
    await meet([answer(301, '', { location: '/elsewhere' })])
    expect(await client.version()).toMatchObject({ error: { code: 'DRF3023' } })
    expect(server.requests).toHaveLength(4)
  })
})

describe('answers that are none', () => {
  const invalid = { state: 'failed', reason: 'invalid-answer', error: { code: 'DRF3032' } }

  test('a login page', async () => {
    await meet([answer(200, '<html>canary-page</html>', { 'content-type': 'text/html' })])
    expect(await client.get(KIND, 'shop', 'web')).toMatchObject(invalid)
    expect(await client.list(KIND, 'shop')).toMatchObject(invalid)
    expect(await client.version()).toMatchObject(invalid)
    expect((await client.discover()).kinds).toEqual([])
  })

  test.each([
    ['another object', { kind: 'Thing', metadata: { name: 'api' } }],
    ['another kind', { kind: 'Status', metadata: { name: 'web' } }],
    ['a list', []],
  ])('%s', async (_what, body) => {
    await meet([answer(200, body)])
    expect(await client.get(KIND, 'shop', 'web')).toMatchObject(invalid)
  })

  test('a list whose pages do not end', async () => {
    await meet([answer(200, { items: [], metadata: { continue: 'again' } })])
    expect(await client.list(KIND, '')).toMatchObject(invalid)
  })

  test.each([
    ['', Buffer.alloc(2_000_000, 32)],
    ['gzip', gzipSync(Buffer.alloc(50_000_000, 32))],
  ])('more than the limit (%s)', async (encoding, body) => {
    await meet(
      [answer(200, body, encoding === '' ? {} : { 'content-encoding': encoding })],
      {},
      { maxResponseBytes: 1_048_576 },
    )
    expect(await client.version()).toMatchObject({
      ...invalid,
      error: { message: expect.stringContaining('larger than 1 MiB') },
    })
    expect(server.requests).toHaveLength(1)
  })

  test('gzip is unpacked, damaged gzip is refused', async () => {
    const packed = gzipSync('{"gitVersion":"v1.2.3"}')
    await meet([
      answer(200, packed, { 'content-encoding': 'gzip' }),
      answer(200, packed.subarray(9), { 'content-encoding': 'gzip' }),
    ])
    expect(await client.version()).toEqual(FOUND)
    expect(await client.version()).toMatchObject(invalid)
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip')
  })
})

describe('connections', () => {
  test('a server that hangs', async () => {
    await meet([() => {}], { requestTimeout: '200ms' })
    expect(await client.version()).toMatchObject({ state: 'failed', reason: 'timeout', error: { code: 'DRF3022' } })
  })

  test('a server that hangs within its answer', async () => {
    await meet([(_request, response) => void response.write('{')], { requestTimeout: '200ms' })
    expect(await client.version()).toMatchObject({ reason: 'timeout' })
  })

  test('a server that is not there', async () => {
    await meet([VERSION])
    await server.stop()
    const failed = {
      state: 'failed',
      reason: 'unreachable',
      error: { code: 'DRF3020', message: expect.stringContaining('ECONNREFUSED') },
    }
    expect(await client.version()).toMatchObject(failed)
    expect(pauses).toHaveLength(4)
  })

  test('a certificate of somebody else', async () => {
    await meet([VERSION], { certificateAuthority: undefined })
    expect(await client.version()).toMatchObject({ reason: 'unreachable', error: { code: 'DRF3021' } })
    expect(server.requests).toHaveLength(0)
  })

  test('a certificate for another name, unless tls-server-name or insecure says so', async () => {
    await meet([VERSION], { tlsServerName: 'other.example.com' })
    expect(await client.version()).toMatchObject({ error: { code: 'DRF3021' } })
    await client.close()
    await server.stop()
    await meet([VERSION], { tlsServerName: '127.0.0.2' })
    expect(await client.version()).toMatchObject({ error: { code: 'DRF3021' } })
    for (const flags of [
      { tlsServerName: 'cluster.example.com' },
      { insecureSkipTlsVerify: true, certificateAuthority: undefined },
    ]) {
      await client.close()
      await server.stop()
      await meet([VERSION], flags)
      expect(await client.version()).toEqual(FOUND)
    }
  })

  test('no more than eight requests at a time', async () => {
    let now = 0
    let most = 0
    const slow: Handler = (request, response) => {
      most = Math.max(most, ++now)
      setTimeout(() => {
        now--
        VERSION(request, response)
      }, 20)
    }
    await meet([slow])
    expect(await Promise.all(Array.from({ length: 40 }, () => client.version()))).toEqual(
      Array.from({ length: 40 }, () => FOUND),
    )
    expect(most).toBe(8)
  })

  test('through a proxy that wants a password', async () => {
    const proxy = await startProxy('u:p@ss')
    await meet([VERSION], { kubeconfig: await kubeconfigWith(proxy.url('u:p%40ss')), context: 'x' })
    expect(await client.version()).toEqual(FOUND)
    expect(proxy.targets).toEqual([new URL(server.url).host])
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization')
    await client.close()
    await server.stop()
    await meet([VERSION], { kubeconfig: await kubeconfigWith(proxy.url('u:canary')), context: 'x' })
    const refused = await client.version()
    expect(refused).toMatchObject({
      reason: 'unreachable',
      error: { code: 'DRF3020', message: expect.stringContaining('the proxy answered 407') },
    })
    expect(JSON.stringify(refused)).not.toContain('canary')
    await proxy.stop()
  })

  test('a server below a path', async () => {
    await meet([VERSION])
    await client.close()
    const config = await loadClusterConfig(
      { server: `${server.url}/k8s/clusters/c-1/`, certificateAuthority: 'ca.crt' },
      { env: {}, home: folder.path, cwd: folder.path },
    )
    client = createClusterReader(config)
    expect(await client.version()).toEqual(FOUND)
    expect(server.requests[0]?.url).toBe('/k8s/clusters/c-1/version')
  })
})

test('a list that expires twice is a failure and not a short list', async () => {
  const page = answer(200, { items: [{ metadata: { name: 'a' } }], metadata: { continue: 'next' } })
  await meet([page, answer(410), page, answer(410)])
  expect(await client.list(KIND, '')).toMatchObject({ state: 'failed', error: { code: 'DRF3035' } })
})

test('a list that expires once is read from the beginning', async () => {
  const item = { metadata: { name: 'a' } }
  const page = answer(200, { items: [item], metadata: { continue: 'n&xt' } })
  await meet([page, answer(410), answer(200, { items: [item] })])
  const named = { apiVersion: 'v1', kind: 'Thing', ...item }
  expect(await client.list(KIND, '')).toEqual({ state: 'found', value: [named] })
  expect(server.requests.map(({ url }) => url)).toEqual([
    '/api/v1/things?limit=500',
    '/api/v1/things?limit=500&continue=n%26xt',
    '/api/v1/things?limit=500',
  ])
})

test('neither errors nor log hold credentials, values or messages of the server (B-05, B-06)', async () => {
  const echo = {
    kind: 'Status',
    apiVersion: 'v1',
    reason: 'Invalid',
    message: 'env: canary-value, token canary-token',
    details: {
      name: 'web',
      causes: [
        { reason: 'FieldValueInvalid', field: 'spec.replicas', message: 'canary-value' },
        { reason: 'canary value', field: 'spec["canary-value"]' },
      ],
    },
  }
  const statuses = [400, 401, 403, 404, 409, 422, 500]
  await meet(statuses.map((status) => answer(status, echo, { 'www-authenticate': 'canary-token' })))
  const manifest = { metadata: { name: 'web' }, data: { password: 'canary-value' } }
  const readings: unknown[] = []
  for (const _status of statuses) readings.push(await client.dryRunCreate(KIND, 'shop', manifest))
  expect(JSON.stringify(readings)).not.toContain('canary')
  expect(lines.join('\n')).not.toContain('canary')
  expect(lines).toHaveLength(statuses.length)
  expect(readings[5]).toMatchObject({
    error: {
      message:
        `Could not try out a Thing on cluster ${new URL(server.url).host}: the server answered 422 Invalid ` +
        '(spec.replicas (FieldValueInvalid)). Look at the named fields and at the policies of the cluster. ' +
        'It is unknown, not absent and not in sync.',
      place: `${server.url}/api/v1/namespaces/shop/things`,
    },
  })
})
