import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ChainedActivity } from '../../model/activity.ts'
import { DAY, HOUR } from '../../model/instant.ts'
import { READER, type SampleApi, sampleApi, TOKENS, WRITER } from '../../surfaces/api/sample-api.ts'
import { openServiceLedger } from '../../surfaces/api/service-client.ts'
import { NOW } from '../../surfaces/sample-records.ts'
import { connectService } from './connect-service.ts'
import { serviceAddress } from './service-address.ts'
import { readEvents } from './service-events.ts'
import { readTokenFile } from './token-file.ts'

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serve(): Promise<{ sample: SampleApi; address: URL }> {
  const sample = sampleApi()
  closing.push(() => sample.api.close())
  return { sample, address: serviceAddress(await sample.api.listen('127.0.0.1', 0)) }
}

function connect(address: URL, token = WRITER) {
  const connection = connectService({ address, token })
  closing.push(() => connection.close())
  return connection
}

/** Something that is no driftage service, or one that misbehaves. */
async function impostor(answer: RequestListener): Promise<URL> {
  const server: Server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return serviceAddress(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

describe('the ledger behind a service', () => {
  it('reads as the ledger itself', async () => {
    const { sample, address } = await serve()
    const { reads } = await openServiceLedger(connect(address), () => NOW)
    const own = sample.ledger.reads
    const query = { limit: 500, now: NOW }
    const ids = (page: { items: readonly { id: string }[] }) => page.items.map(({ id }) => id)
    expect(ids(await reads.findings(query))).toEqual(ids(await own.findings(query)))
    for (const narrow of [
      { states: ['resolved'] },
      { standings: ['pending'] },
      { handling: ['acknowledged'] },
      { severities: ['high', 'low'] },
      { namespace: '' },
      { olderThanMs: 2 * DAY },
      { olderThanMs: 90 * DAY },
      { kind: 'Secret', order: 'newest' },
    ] as const) {
      expect(ids(await reads.findings({ ...query, ...narrow }))).toEqual(
        ids(await own.findings({ ...query, ...narrow })),
      )
    }
    const first = await reads.findings({ ...query, limit: 4 })
    expect(ids(await reads.findings({ ...query, limit: 4, cursor: first.next ?? '' }))).toEqual(
      ids(await own.findings({ ...query, limit: 4, cursor: first.next ?? '' })),
    )
    expect((await reads.finding('id-bigint'))?.drift.desired).toBe(9007199254740993n)
    expect([await reads.finding('nothing'), await reads.periods('nothing'), await reads.decisions('nothing')]).toEqual([
      undefined,
      [],
      [],
    ])
    expect(await reads.periods('id-replicas')).toEqual(await own.periods('id-replicas'))
    expect(await reads.decisions('id-replicas')).toEqual(await own.decisions('id-replicas'))
    expect(await reads.activity({ limit: 9, kinds: ['acknowledged', 'etcd-restored'] })).toEqual(
      await own
        .activity({ limit: 9 })
        .then(({ items }) => ({ items: items.filter(({ kind }) => kind !== 'finding-opened') })),
    )
    expect(await reads.activity({ limit: 2, after: 1 })).toEqual(await own.activity({ limit: 2, after: 1 }))
    expect(await reads.causes(query)).toEqual(await own.causes(query))
    expect(await reads.fights({ limit: 9, active: false })).toEqual(await own.fights({ limit: 9, active: false }))
    expect(await reads.overwritten({ limit: 9, findingId: 'id-replicas' })).toEqual(
      await own.overwritten({ limit: 9, findingId: 'id-replicas' }),
    )
    expect((await reads.objects({ limit: 9, verdict: 'unknown' })).items.map(({ reason }) => reason)).toEqual([
      'unreachable',
    ])
    expect([await reads.ruleHits(), await reads.sources(), await reads.clusters()]).toEqual([
      await own.ruleHits(),
      await own.sources(),
      await own.clusters(),
    ])
    const counts = await own.counts()
    expect(counts.length).toBeGreaterThan(1)
    expect(new Set(await reads.counts())).toEqual(new Set(counts))
  })

  it('takes commands', async () => {
    const { sample, address } = await serve()
    const { commands } = await openServiceLedger(connect(address), () => NOW)
    expect((await commands.acknowledge('id-replicas')).handling).toEqual({ kind: 'acknowledged', by: 'ci', at: NOW })
    expect((await commands.accept('id-replicas', { until: NOW + DAY, reason: 'load test' })).handling).toMatchObject({
      until: NOW + DAY,
    })
    expect((await commands.reopen('id-replicas')).handling).toEqual({ kind: 'none' })
    expect((await commands.assign('id-replicas', 'team-shop')).assignee).toBe('team-shop')
    await commands.recheck({ cluster: 'a/b', group: '', kind: 'Node', namespace: '', name: 'n:1' })
    await commands.deployed('shop', '4f2c1d')
    await commands.confirmSource('shop')
    expect(sample.ledger.asked).toMatchObject([
      { recheck: 'a%2Fb/-/Node/-/n:1' },
      { deployed: 'shop' },
      { confirm: 'shop' },
    ])
    await expect(commands.acknowledge('nothing')).rejects.toMatchObject({ code: 'DRF5101' })
  })

  it('counts ages on the clock of the service, whatever the hour is here (F-13)', async () => {
    const { address } = await serve()
    const ledger = await openServiceLedger(connect(address), () => NOW - 3 * HOUR)
    expect(ledger.now()).toBe(NOW)
  })

  it('goes on over broken connections without a gap, and ends when the token is revoked', async () => {
    const { sample, address } = await serve()
    const { changes } = await openServiceLedger(connect(address, READER), () => NOW)
    const got: ChainedActivity[] = []
    let failure: unknown
    const controller = new AbortController()
    const following = (async () => {
      for await (const entry of changes?.(1, controller.signal) ?? []) got.push(entry)
    })().catch((error: unknown) => {
      failure = error
    })
    await vi.waitFor(() => expect(got.map(({ sequence }) => sequence)).toEqual([2, 3]), { timeout: 5_000 })
    // All tokens go and come back: the stream ends, and the next connection is let in.
    sample.tokens.replace([])
    sample.tokens.replace(TOKENS)
    sample.ledger.record({ detail: { serial: 9007199254740993n } })
    await vi.waitFor(() => expect(got.map(({ sequence }) => sequence)).toEqual([2, 3, 4]), { timeout: 10_000 })
    expect(got[2]?.detail).toEqual({ serial: 9007199254740993n })
    sample.tokens.replace([])
    await following
    expect(failure).toMatchObject({ code: 'DRF6010' })
  })
})

describe('what goes wrong is told as what it is', () => {
  it('nobody answers', async () => {
    const { sample, address } = await serve()
    await sample.api.close()
    await expect(openServiceLedger(connect(address), () => NOW)).rejects.toMatchObject({
      code: 'DRF6051',
      place: address.origin,
    })
  })

  it('the token is not taken', async () => {
    const { address } = await serve()
    await expect(openServiceLedger(connect(address, 'x'.repeat(40)), () => NOW)).rejects.toMatchObject({
      code: 'DRF6010',
    })
  })

  it.each<[string, RequestListener]>([
    ['a page', (_, response) => response.setHeader('content-type', 'text/html').end('<html>')],
    ['another program', (_, response) => response.end('{"service":"other"}')],
    ['nothing', (_, response) => response.end()],
    ['a refusal of a proxy', (_, response) => response.writeHead(502).end('Bad gateway')],
    ['a code that nobody knows', (_, response) => response.writeHead(400).end('{"code":"DRF9999","detail":"x"}')],
    ['a list', (_, response) => response.end('[]')],
  ])('%s answers', async (_, answer) => {
    await expect(openServiceLedger(connect(await impostor(answer)), () => NOW)).rejects.toMatchObject({
      code: 'DRF6052',
    })
  })

  it('an answer breaks off', async () => {
    const address = await impostor((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"service":')
      setTimeout(() => response.destroy(), 20)
    })
    await expect(openServiceLedger(connect(address), () => NOW)).rejects.toMatchObject({ code: 'DRF6051' })
  })

  it('does not carry the token to another host (B-08)', async () => {
    const seen: unknown[] = []
    const other = await impostor((request, response) => {
      seen.push(request.headers)
      response.end('{}')
    })
    const address = await impostor((_, response) => response.writeHead(302, { location: `${other.href}api/v1` }).end())
    await expect(openServiceLedger(connect(address), () => NOW)).rejects.toMatchObject({ code: 'DRF6052' })
    expect(seen).toEqual([])
  })
})

describe('the address of a service', () => {
  it.each([
    'http://127.0.0.1:8420',
    'http://localhost:8420/',
    'http://[::1]:1',
    'https://driftage.example',
    'https://a.example/driftage',
  ])('takes %s', (text) => {
    expect(serviceAddress(text).href.endsWith('/')).toBe(true)
  })

  it.each([
    '',
    'driftage.example',
    'ftp://a',
    'http://driftage.example',
    'http://127.0.0.1.evil.example',
    'https://u:p@a.example',
    'https://a.example?x=1',
    'https://a.example/#x',
  ])('refuses %s, and sends no token there', (text) => {
    expect(() => serviceAddress(text)).toThrow(
      expect.objectContaining({ code: 'DRF6055', message: expect.not.stringContaining(':p@') as string }),
    )
  })
})

it('a token file may end with a line break, and must hold one word', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'driftage-token-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  expect(await readTokenFile(file('good', `${READER}\r\n`))).toBe(READER)
  await expect(readTokenFile(file('empty', '\n'))).rejects.toMatchObject({ code: 'DRF6053' })
  await expect(readTokenFile(file('two', 'a b'))).rejects.toMatchObject({ code: 'DRF6053' })
  await expect(readTokenFile(join(folder, 'absent'))).rejects.toMatchObject({
    code: 'DRF6053',
    place: join(folder, 'absent'),
  })
})

it('events come whole however the bytes are cut, and none that is cut off', async () => {
  const text =
    ': alive\n\nid: 7\nevent: activity\ndata: {"a":"ü€𝄞"}\n\ndata: x\ndata: y\n\nid: 9\nevent: activity\ndata: {"cut'
  const bytes = new TextEncoder().encode(text)
  for (let size = 1; size <= 40; size += 1) {
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
    }
    const events: unknown[] = []
    for await (const event of readEvents(pieces())) events.push(event)
    expect(events).toEqual([
      { name: 'activity', id: '7', data: '{"a":"ü€𝄞"}' },
      { name: 'message', id: '', data: 'x\ny' },
    ])
  }
})
