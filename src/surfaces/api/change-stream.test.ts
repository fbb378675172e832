import { connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { NOW } from '../sample-records.ts'
import { READER, type SampleApi, sampleApi, TOKENS } from './sample-api.ts'
import { tokenBook } from './tokens.ts'

const opened: SampleApi[] = []
const leaving: AbortController[] = []

afterEach(async () => {
  for (const controller of leaving.splice(0)) controller.abort()
  for (const { api } of opened.splice(0)) await api.close()
})

async function open(...given: Parameters<typeof sampleApi>): Promise<{ sample: SampleApi; origin: string }> {
  const sample = sampleApi(...given)
  opened.push(sample)
  return { sample, origin: await sample.api.listen('127.0.0.1', 0) }
}

/** The text of a stream as it grows. */
async function follow(origin: string, headers: Readonly<Record<string, string>> = {}) {
  const controller = new AbortController()
  leaving.push(controller)
  const answer = await fetch(`${origin}/api/v1/changes`, {
    headers: { authorization: `Bearer ${READER}`, ...headers },
    signal: controller.signal,
  })
  const got = {
    text: '',
    ended: false,
    headers: answer.headers,
    status: answer.status,
    leave: () => controller.abort(),
  }
  const decoder = new TextDecoder()
  const read = async () => {
    for await (const chunk of answer.body ?? []) got.text += decoder.decode(chunk as Uint8Array)
  }
  void read()
    .catch(() => {})
    .finally(() => {
      got.ended = true
    })
  return got
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 })
const ids = (text: string) => [...text.matchAll(/^id: (\d+)\nevent: activity$/gm)].map(([, id]) => Number(id))

describe('who follows changes', () => {
  it('gets what is recorded from now on, each entry with its number', async () => {
    const { sample, origin } = await open()
    const stream = await follow(origin)
    await eventually(() => expect(stream.text).toBe('id: 3\nevent: ready\ndata: {}\n\n'))
    sample.ledger.record({
      kind: 'finding-resolved',
      at: NOW,
      detail: { text: 'a\nb\u202e', serial: 9007199254740993n },
    })
    await eventually(() => expect(ids(stream.text)).toEqual([4]))
    expect(stream.text.split('\n\n')[1]).toBe(
      'id: 4\nevent: activity\ndata: {"sequence":4,"at":"2026-03-01T12:00:00.000Z","actor":{"kind":"system","id":"watch"},"surface":"watch","kind":"finding-resolved","subject":{"type":"finding","id":"id-replicas"},"detail":{"text":"a\\nb\\u202e","serial":9007199254740993},"previous":"hash-3","hash":"hash-4"}',
    )
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('misses nothing when coming back, whatever was recorded meanwhile', async () => {
    const { sample, origin } = await open()
    for (let entry = 4; entry <= 1_000; entry += 1) sample.ledger.record({})
    const stream = await follow(origin, { 'last-event-id': '2' })
    await eventually(() => expect(ids(stream.text)).toEqual(Array.from({ length: 998 }, (_, at) => at + 3)))
    for (let entry = 0; entry < 5; entry += 1) sample.ledger.record({})
    await eventually(() => expect(ids(stream.text).slice(-5)).toEqual([1001, 1002, 1003, 1004, 1005]))
    expect(new Set(ids(stream.text)).size).toBe(1003)
  })

  it('costs the ledger a few readings, however much is recorded', async () => {
    const { sample, origin } = await open()
    const activity = vi.spyOn(sample.ledger.reads, 'activity')
    const stream = await follow(origin)
    await eventually(() => expect(stream.text).toContain('ready'))
    for (let round = 0; round < 50; round += 1) {
      for (let entry = 0; entry < 10; entry += 1) sample.ledger.record({})
      await new Promise((resolve) => setTimeout(resolve, 4))
    }
    await eventually(() => expect(ids(stream.text)).toHaveLength(500))
    expect(activity.mock.calls.length).toBeLessThan(200)
  })

  it('is told that the service lives while nothing happens', async () => {
    const { origin } = await open({}, { heartbeatMs: 20 })
    const stream = await follow(origin)
    await eventually(() => expect(stream.text.split(': alive\n\n').length).toBeGreaterThan(3))
  })

  it.each(['x', '-1', '1.5', '9'.repeat(16)])('must name an entry: %s', async (id) => {
    const { origin } = await open()
    expect((await follow(origin, { 'last-event-id': id })).status).toBe(400)
  })

  it('leaves nothing behind', async () => {
    let listening = 0
    const changes = () => {
      listening += 1
      return () => {
        listening -= 1
      }
    }
    const { origin } = await open({ changes })
    const streams = await Promise.all(Array.from({ length: 10 }, () => follow(origin)))
    await eventually(() => expect(listening).toBe(10))
    for (const stream of streams) stream.leave()
    await eventually(() => expect(listening).toBe(0))
  })
})

describe('a token that is revoked (B-54)', () => {
  it('ends its streams at once, and no others', async () => {
    const { sample, origin } = await open()
    const revoked = await follow(origin)
    const other = await follow(origin, { authorization: `Bearer writer-${'w'.repeat(32)}` })
    await eventually(() => expect([revoked.text, other.text].every((text) => text.includes('ready'))).toBe(true))
    sample.tokens.replace(TOKENS.filter(({ name }) => name !== 'grafana').map((token) => ({ ...token })))
    await eventually(() => expect(revoked.ended).toBe(true))
    sample.ledger.record({})
    await eventually(() => expect(ids(other.text)).toEqual([4]))
    expect([revoked.text.includes('activity'), other.ended]).toEqual([false, false])
    expect((await follow(origin)).status).toBe(401)
  })

  it('ends its streams when it expires', async () => {
    let now = NOW
    const tokens = tokenBook(TOKENS.map((token) => ({ ...token, expires: NOW + 1_000 })))
    const { origin } = await open({ tokens, now: () => now }, { heartbeatMs: 20 })
    const stream = await follow(origin)
    await eventually(() => expect(stream.text).toContain('alive'))
    now += 1_000
    await eventually(() => expect(stream.ended).toBe(true))
  })

  it('ends a stream whose reader takes nothing', async () => {
    const { sample, origin } = await open()
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.on('error', () => {})
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.write(`GET /api/v1/changes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${READER}\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    socket.pause()
    const padding = 'x'.repeat(100_000)
    for (let entry = 0; entry < 400; entry += 1) sample.ledger.record({ detail: { padding } })
    await new Promise((resolve) => setTimeout(resolve, 300))
    sample.tokens.replace([])
    socket.resume()
    await closed
  })
})

it('streams end with the service', async () => {
  const { sample, origin } = await open()
  const stream = await follow(origin)
  await eventually(() => expect(stream.text).toContain('ready'))
  await sample.api.close()
  await eventually(() => expect(stream.ended).toBe(true))
})
