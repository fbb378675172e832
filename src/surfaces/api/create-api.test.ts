import { Agent, type ClientRequest, request as httpRequest } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { DriftageError } from '../../errors/driftage-error.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import { CANARY } from '../cli/views/sample-report.ts'
import { hasUnsafe } from '../../model/visible-text.ts'
import { NOW } from '../sample-records.ts'
import type { ApiOptions, ApiPorts } from './api-ports.ts'
import { LOCAL, READER, type SampleApi, sampleApi, TOKENS, WRITER } from './sample-api.ts'
import { hashToken, tokenBook } from './tokens.ts'

const opened: SampleApi[] = []

function open(changes: Partial<ApiPorts> = {}, options: Partial<ApiOptions> = {}): SampleApi {
  const sample = sampleApi(changes, options)
  opened.push(sample)
  return sample
}

afterEach(async () => {
  for (const { api } of opened.splice(0)) await api.close()
})

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, unknown>>
}

async function ask({ api }: SampleApi, method: string, url: string, rest: { headers?: object; payload?: string } = {}) {
  const headers: Record<string, string> = { host: 'localhost', ...rest.headers }
  const answer = await api.inject({
    method,
    url,
    headers,
    ...(rest.payload === undefined ? {} : { payload: rest.payload }),
  })
  return { status: answer.statusCode, body: answer.body, headers: answer.headers } satisfies Answer
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const get = (sample: SampleApi, url: string, token = READER) => ask(sample, 'GET', url, { headers: bearer(token) })
const post = (sample: SampleApi, url: string, payload = '{}', headers: object = {}) =>
  ask(sample, 'POST', url, {
    payload,
    headers: { 'content-type': 'application/json', 'x-driftage-client': 'test', ...bearer(WRITER), ...headers },
  })

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security?: readonly unknown[] }>>>>
}

const PARAMETERS: Readonly<Record<string, string>> = {
  id: 'id-replicas',
  cluster: 'prod-eu',
  group: 'apps',
  kind: 'Deployment',
  namespace: 'shop',
}

/** Every operation of the document, with parameters that exist. */
async function operations(sample: SampleApi) {
  const document = JSON.parse((await get(sample, '/api/v1/openapi.json')).body) as OpenApi
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      url: path.replace(
        /\{(\w+)\}/g,
        (_, name: string) => PARAMETERS[name] ?? (path.includes('objects') ? 'web' : 'shop'),
      ),
      open: security?.length === 0,
    })),
  )
}

describe('who gets in (B-09)', () => {
  it('answers every route the same to whoever has no valid token, and nothing but health', async () => {
    const sample = open()
    const all = await operations(sample)
    expect(all.length).toBeGreaterThan(20)
    const closed = all.filter(({ open: isOpen }) => !isOpen)
    const bodies = new Set<string>()
    for (const { method, url } of [
      ...closed,
      { method: 'GET', url: '/nothing' },
      { method: 'DELETE', url: '/api/v1/findings' },
    ]) {
      const answer = await ask(open(), method, url, {
        headers: bearer('x'.repeat(40)),
        payload: method === 'GET' ? undefined : '{',
      } as object)
      expect([url, answer.status]).toEqual([url, 401])
      bodies.add(answer.body)
    }
    expect([...bodies]).toHaveLength(1)
    expect(all.filter(({ open: isOpen }) => isOpen).map(({ url }) => url)).toEqual(['/healthz', '/readyz'])
    expect((await ask(sample, 'GET', '/metrics')).status).toBe(401)
  })

  it('lets a token that may read ask everything and change nothing, whether there is such a thing or not', async () => {
    const sample = open()
    const bodies = new Set<string>()
    for (const url of ['/api/v1/findings/id-replicas/acknowledge', '/api/v1/findings/nothing/acknowledge']) {
      const answer = await post(sample, url, '{}', bearer(READER))
      expect(answer.status).toBe(403)
      bodies.add(answer.body)
    }
    expect(bodies.size).toBe(1)
    for (const { method, url } of await operations(sample)) {
      if (method === 'GET' && url !== '/api/v1/changes' && url !== '/readyz') {
        expect([url, (await get(sample, url)).status]).toEqual([url, 200])
      }
    }
  })

  it('slows down whoever tries tokens, and nobody who has one (B-55)', async () => {
    const sample = open()
    const tries = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        ask(sample, 'GET', '/api/v1/findings', { headers: bearer(`guess-${at}`.padEnd(40, 'x')) }),
      ),
    )
    const statuses = tries.map(({ status }) => status)
    expect([statuses.filter((one) => one === 401).length, statuses.filter((one) => one === 429).length]).toEqual([
      20, 180,
    ])
    expect(tries.at(-1)?.headers['retry-after']).toBe('60')
    expect((await get(sample, '/api/v1/findings')).status).toBe(200)
  })

  it('takes no expired token', async () => {
    const [writer] = TOKENS
    if (writer === undefined) throw new Error('no token')
    const sample = open({ tokens: tokenBook([{ ...writer, expires: NOW }]) })
    expect((await get(sample, '/api/v1', WRITER)).status).toBe(401)
  })

  it('does not start where others could reach it, unless a token is configured', async () => {
    const local = { name: 'local', hash: hashToken(LOCAL), may: 'write', from: 'local' } as const
    await expect(open({ tokens: tokenBook([local]) }).api.listen('0.0.0.0', 0)).rejects.toMatchObject({
      code: 'DRF6001',
    })
    const own = open({ tokens: tokenBook([local]) })
    const origin = await own.api.listen('127.0.0.1', 0)
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const answer = await fetch(`${origin}/api/v1`, { headers: bearer(LOCAL) })
    expect(await answer.json()).toEqual({ service: 'driftage', version: '1.2.3', now: '2026-03-01T12:00:00.000Z' })
    const port = Number(new URL(origin).port)
    await expect(open().api.listen('127.0.0.1', port)).rejects.toMatchObject({
      code: 'DRF6002',
      place: `127.0.0.1:${port}`,
    })
  })
})

describe('what a page of another site cannot do (B-52)', () => {
  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text', { 'content-type': 'text/plain' }],
    ['no header of its own', { 'x-driftage-client': undefined }],
  ])('change something by %s', async (_, headers) => {
    const sample = open()
    const sent = Object.fromEntries(
      Object.entries({
        'content-type': 'application/json',
        'x-driftage-client': 'test',
        ...headers,
        ...bearer(WRITER),
      }).filter(([, value]) => value !== undefined),
    )
    const answer = await ask(sample, 'POST', '/api/v1/findings/id-replicas/acknowledge', {
      headers: sent,
      payload: '{}',
    })
    expect(answer.status).toBe(415)
    expect((await sample.ledger.reads.finding('id-replicas'))?.handling.kind).toBe('none')
  })

  it.each([
    ['localhost:8420', 200],
    ['127.0.0.1:8420', 200],
    ['[::1]:8420', 200],
    ['driftage.example', 200],
    ['rebound.evil.example:8420', 421],
    ['localhost.evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost@evil.example', 421],
  ])('reach it under a name of its own: %s', async (host, status) => {
    const sample = open({}, { hosts: ['driftage.example'] })
    expect((await ask(sample, 'GET', '/api/v1', { headers: { host, ...bearer(READER) } })).status).toBe(status)
  })

  it('where others can reach it, go by a name that is not configured', async () => {
    const status = async (hosts: readonly string[], host: string, path: string) => {
      const sample = open({}, { hosts })
      const port = new URL(await sample.api.listen('0.0.0.0', 0)).port
      return new Promise<number | undefined>((resolve, reject) => {
        const headers = { host, ...bearer(READER) }
        httpRequest({ host: '127.0.0.1', port, path, headers }, (answer) => resolve(answer.resume().statusCode))
          .on('error', reject)
          .end()
      })
    }
    expect(await status([], 'any.example', '/api/v1')).toBe(200)
    expect(await status(['driftage.example'], 'driftage.example', '/api/v1')).toBe(200)
    expect(await status(['driftage.example'], 'any.example', '/api/v1')).toBe(421)
    // A kubelet probes by the address of the pod.
    expect(await status(['driftage.example'], '10.0.0.7:8420', '/healthz')).toBe(200)
  })

  it('frame, sniff, keep or run an answer', async () => {
    const { headers } = await get(open(), '/api/v1/findings')
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('what it is sent (B-44)', () => {
  const BODIES = [
    '',
    '{',
    '{"until":',
    'null',
    '[]',
    '"x"',
    '1',
    'true',
    '{"until":1}',
    '{"until":"tomorrow","reason":"x"}',
    '{"until":"2026-04-01T00:00:00Z"}',
    '{"until":"2026-04-01T00:00:00Z","reason":""}',
    '{"reason":{"a":[]}}',
    '{"until":"2026-04-01T00:00:00Z","reason":"x","more":1}',
    '{"__proto__":{"until":"x"}}',
    '[[[[[[',
    '\u0000',
    '{"until":"2026-13-45T99:99:99Z","reason":"x"}',
    '['.repeat(20_000),
    '{"a":99999999999999999999999}',
    '\ud800',
  ]

  it.each(BODIES)('refuses what it does not understand, and goes on: %j', async (body) => {
    const sample = open()
    const answer = await post(sample, '/api/v1/findings/id-replicas/accept', body)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'DRF6013', status: 400 })
    expect((await get(sample, '/api/v1')).status).toBe(200)
    expect(sample.log).toEqual([])
  })

  it('refuses every truncation of a request that is right', async () => {
    const sample = open()
    const whole = '{"until":"2026-04-01T00:00:00Z","reason":"load test"}'
    for (let length = 1; length < whole.length; length += 1) {
      expect((await post(sample, '/api/v1/findings/id-replicas/accept', whole.slice(0, length))).status).toBe(400)
    }
    expect((await post(sample, '/api/v1/findings/id-replicas/accept', whole)).status).toBe(200)
  })

  it.each([
    ['/api/v1/findings?limit=x', 'query.limit: must be number'],
    ['/api/v1/findings?limit=0', 'query.limit: is too small or too short'],
    ['/api/v1/findings?limit=501', 'query.limit: is too large or too long'],
    ['/api/v1/findings?state=open,closed', 'query.state.1: must be one of settling, open, resolved'],
    ['/api/v1/findings?stat=open', 'query: 1 unknown'],
    ['/api/v1/findings?olderThan=soon', 'query.olderThan: has a form that is not allowed'],
    ['/api/v1/findings?kind=a&kind=b', 'query.kind: must be string'],
    ['/api/v1/activity?after=-1', 'query.after: is too small or too short'],
    ['/api/v1/objects?verdict=fine', 'query.verdict: must be one of in-sync, pending, drifted, unknown'],
  ])('says what is wrong with %s', async (url, wrong) => {
    const { status, body } = await get(open(), url)
    expect([status, JSON.parse(body)]).toEqual([
      400,
      {
        type: 'https://driftage.dev/errors/DRF6013',
        title: 'The request is not understood',
        status: 400,
        code: 'DRF6013',
        detail: `${wrong}. /api/v1/openapi.json says what is allowed. Nothing was changed.`,
      },
    ])
  })

  it.each(['/api/v1/findings/%zz', '/api/v1/findings/%', '/%c0%af', `/api/v1/findings/${'x'.repeat(2001)}`])(
    'takes the odd path %s',
    async (url) => {
      expect([400, 404]).toContain((await get(open(), url)).status)
    },
  )

  it('reads no more than it must of a body, and of headers', async () => {
    const sample = open()
    expect(
      (await post(sample, '/api/v1/findings/id-replicas/accept', `{"reason":"${'x'.repeat(70_000)}"}`)).status,
    ).toBe(413)
    const origin = await sample.api.listen('127.0.0.1', 0)
    expect((await fetch(`${origin}/healthz`, { headers: { padding: 'x'.repeat(20_000) } })).status).toBe(431)
  })
})

describe('what it answers', () => {
  it('lists what drifts, the most urgent first, page by page', async () => {
    const sample = open()
    const ids: string[] = []
    let cursor = ''
    do {
      const page = JSON.parse((await get(sample, `/api/v1/findings?limit=3${cursor}`)).body) as {
        items: { id: string }[]
        next?: string
      }
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.next === undefined ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(ids).toEqual([
      'id-privileged',
      'id-secret',
      'id-missing',
      'id-replicas',
      'id-bigint',
      'id-hostile',
      'id-order',
    ])
  })

  it.each([
    ['state=resolved', ['id-typo']],
    ['standing=pending', ['id-pending', 'id-pending-secret']],
    ['severity=critical,low', ['id-privileged', 'id-hostile']],
    ['handling=acknowledged', ['id-privileged']],
    ['namespace=', ['id-missing']],
    ['olderThan=1d', ['id-secret']],
    ['kind=Shop&cluster=prod-eu', ['id-bigint']],
    ['owner=nobody', []],
  ])('filters: %s', async (query, ids) => {
    const { items } = JSON.parse((await get(open(), `/api/v1/findings?${query}`)).body) as { items: { id: string }[] }
    expect(items.map(({ id }) => id)).toEqual(ids)
  })

  it('tells one finding with history and evidence, by the start of its id, too', async () => {
    const { body } = await get(open(), '/api/v1/findings/id-repl')
    expect(JSON.parse(body)).toMatchObject({
      finding: { id: 'id-replicas', age: { seconds: 11_520, text: '3h12m' }, regressions: 2 },
      periods: [{ resolution: 'reverted' }, { resolution: 'backported', flips: 3 }, { resolution: null }],
      decisions: [{ at: '2026-03-01T11:00:00.000Z', decision: { reason: 'waiting' } }],
      activity: [{ sequence: 1 }],
      overwritten: [{ id: 'fix-1', lived: { seconds: 1, text: '1s' }, livedMs: 1200 }],
      object: { verdict: 'drifted', version: { resourceVersion: '4711' } },
    })
  })

  it('writes integers in full (B-71) and nothing that rewrites a terminal (B-60)', async () => {
    const { body } = await get(open(), '/api/v1/findings')
    expect(body).toContain('"desired":9007199254740993,')
    expect(hasUnsafe(body)).toBe(false)
    expect(
      (parseLossless(body) as { items: { id: string; desired: unknown }[] }).items.find(({ id }) => id === 'id-bigint')
        ?.desired,
    ).toBe(9007199254740993n)
  })

  it('holds no secret, no mark of one and no hash of one anywhere (B-07, S-3)', async () => {
    const sample = open()
    await post(sample, '/api/v1/findings/id-secret/accept', '{"until":"2026-04-01T00:00:00Z","reason":"x"}')
    const urls = (await operations(sample)).filter(({ method, url }) => method === 'GET' && url !== '/api/v1/changes')
    const all = [
      ...urls.map(({ url }) => url),
      '/api/v1/findings/id-secret',
      '/api/v1/findings?standing=pending',
      '/api/v1/findings?state=resolved',
    ]
    for (const url of all) {
      const { body } = await get(sample, url)
      expect(body).not.toContain(CANARY)
      expect(body).not.toMatch(/valueMark|desiredMark|password\d|schemaHash/)
    }
  })

  it('tells an object by its parts, those of the core group and of cluster scope with a dash', async () => {
    const sample = open()
    expect(JSON.parse((await get(sample, '/api/v1/objects/prod-eu/apps/Deployment/shop/web')).body)).toMatchObject({
      object: { reference: 'prod-eu/apps/Deployment/shop/web', revisions: [{ source: 'shop' }] },
    })
    expect((await get(sample, '/api/v1/objects/prod-eu/-/Secret/shop/db')).status).toBe(200)
    expect((await get(sample, '/api/v1/objects/prod-eu/apps/Deployment/shop/nothing')).status).toBe(404)
    await post(sample, '/api/v1/objects/a%2Fb/-/Node/-/node%252F1/recheck')
    expect(sample.ledger.asked).toEqual([
      { recheck: 'a%2Fb/-/Node/-/node%252F1', origin: { actor: { kind: 'token', id: 'ci' }, surface: 'api' } },
    ])
  })

  it('keeps faults to itself, and says where the log has more', async () => {
    const { reads } = sampleApi().ledger
    const sample = open({
      reads: {
        ...reads,
        causes: () => Promise.reject(new Error(`syntax error near ${CANARY}`)),
        fights: () => Promise.reject(new DriftageError('DRF5202', 'The service is stopping.')),
      },
    })
    const fault = await get(sample, '/api/v1/causes')
    expect([fault.status, JSON.parse(fault.body)]).toEqual([500, expect.objectContaining({ code: 'DRF6099' })])
    expect(fault.body).not.toContain(CANARY)
    const { request } = JSON.parse(fault.body) as { request: string }
    expect(sample.log).toEqual([{ message: 'A request could not be answered', fields: { request, code: 'DRF6099' } }])
    expect(JSON.parse((await get(sample, '/api/v1/fights')).body)).toMatchObject({ status: 503, code: 'DRF5202' })
  })
})

describe('commands', () => {
  it.each([
    [
      'findings/id-replicas/acknowledge',
      '{}',
      { handling: { kind: 'acknowledged', by: 'ci', at: '2026-03-01T12:00:00.000Z' } },
    ],
    [
      'findings/id-replicas/accept',
      '{"until":"2026-04-01T02:00:00+02:00","reason":"load test"}',
      {
        handling: {
          kind: 'accepted',
          by: 'ci',
          at: '2026-03-01T12:00:00.000Z',
          reason: 'load test',
          until: '2026-04-01T00:00:00.000Z',
          pinned: { actorClass: 'person', severity: 'medium' },
        },
      },
    ],
    ['findings/id-privileged/reopen', '', { handling: { kind: 'none' } }],
    ['findings/id-replicas/assign', '{"assignee":"team-shop"}', { assignee: 'team-shop' }],
    ['findings/id-replicas/assign', '{"assignee":null}', { assignee: null }],
  ])('%s %s', async (path, body, changed) => {
    const sample = open()
    const answer = await post(sample, `/api/v1/${path}`, body)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, expect.objectContaining(changed)])
    const { items } = await sample.ledger.reads.activity({ limit: 1 })
    expect(items[0]).toMatchObject({ actor: { kind: 'token', id: 'ci' }, surface: 'api' })
  })

  it('of pipelines', async () => {
    const sample = open()
    expect((await post(sample, '/api/v1/sources/shop/deployed', '{"revision":"4f2c1d"}')).status).toBe(204)
    expect((await post(sample, '/api/v1/sources/shop/confirm')).status).toBe(204)
    expect(sample.ledger.asked).toMatchObject([{ deployed: 'shop', revision: '4f2c1d' }, { confirm: 'shop' }])
  })

  it('about what is not there', async () => {
    const answer = await post(open(), '/api/v1/findings/nothing/acknowledge')
    expect([answer.status, JSON.parse(answer.body)]).toEqual([404, expect.objectContaining({ code: 'DRF5101' })])
  })
})

describe('receivers with an authentication of their own', () => {
  it('get the bytes as they come, without a token of the API', async () => {
    const got: string[] = []
    const sample = open({
      intakes: {
        audit: (request, response) => {
          const chunks: Buffer[] = []
          request.on('data', (chunk: Buffer) => chunks.push(chunk))
          request.on('end', () => {
            got.push(`${request.url} ${Buffer.concat(chunks).toString('latin1')}`)
            response.writeHead(202).end()
          })
        },
      },
    })
    const origin = await sample.api.listen('127.0.0.1', 0)
    const answer = await fetch(`${origin}/audit/prod-eu`, { method: 'POST', body: '{"truncated": \u0000' })
    expect([answer.status, got]).toEqual([202, ['/audit/prod-eu {"truncated": \u0000']])
    expect((await fetch(`${origin}/audit/prod-eu`)).status).toBe(401)
  })
})

describe('a slow sender', () => {
  it('cannot hold a connection without sending its headers', async () => {
    const sample = open()
    const origin = new URL(await sample.api.listen('127.0.0.1', 0))
    const pending: ClientRequest = httpRequest({
      host: origin.hostname,
      port: origin.port,
      method: 'POST',
      path: '/api/v1',
      agent: new Agent(),
    })
    pending.on('error', () => {})
    pending.write('x')
    // What never ends does not keep the service from ending.
    await sample.api.close()
    pending.destroy()
  })
})
