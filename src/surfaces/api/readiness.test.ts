import { afterEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../../model/instant.ts'
import type { ClusterState } from '../../model/source-state.ts'
import { NOW } from '../sample-records.ts'
import type { ServiceFreshness } from './api-ports.ts'
import { readiness } from './readiness.ts'
import { READER, type SampleApi, sampleApi } from './sample-api.ts'

function cluster(name: string, changes: Partial<ClusterState> = {}): ClusterState {
  const now = { version: 'v1.36.3', state: 'live', since: NOW - MINUTE, knownUntil: NOW - 1_000 } as const
  return { name, ...now, objects: 7, notChecked: [], ...changes }
}

const TILL = { kind: 'example.dev/v1/Till', reason: 'forbidden', since: NOW - MINUTE }

describe('readiness', () => {
  it.each<[string, ServiceFreshness, string, readonly string[]]>([
    ['all fresh', { store: 'open', clusters: [cluster('a'), cluster('b')] }, 'ready', []],
    ['nothing looked at yet is not the same as all fresh', { store: 'open', clusters: [] }, 'live', []],
    [
      'the first pass of one is not done',
      { store: 'open', clusters: [cluster('a'), cluster('b', { state: 'starting' })] },
      'live',
      ['b starting'],
    ],
    ['the store fails (F-22)', { store: 'failing', clusters: [cluster('a')] }, 'live', []],
    [
      'one is unreachable (F-15)',
      { store: 'open', clusters: [cluster('a'), cluster('b', { state: 'unreachable' })] },
      'stale',
      ['b unreachable'],
    ],
    [
      'a kind is not watched',
      { store: 'open', clusters: [cluster('a', { state: 'stale', notChecked: [TILL] })] },
      'stale',
      ['a stale'],
    ],
    [
      'a watch hangs silently (F-04)',
      { store: 'open', clusters: [cluster('a', { knownUntil: NOW - 6 * MINUTE })] },
      'stale',
      ['a behind'],
    ],
    [
      'it says live and was never read',
      { store: 'open', clusters: [cluster('a', { knownUntil: null })] },
      'stale',
      ['a behind'],
    ],
  ])('%s', (_, freshness, state, stale) => {
    const found = readiness(freshness, NOW, 5 * MINUTE)
    expect([found.state, found.clusters.map((one) => `${one.name} ${one.state}`)]).toEqual([state, stale])
  })
})

describe('/readyz', () => {
  const opened: SampleApi[] = []
  afterEach(async () => {
    for (const { api } of opened.splice(0)) await api.close()
  })

  const stale: ServiceFreshness = { store: 'open', clusters: [cluster('a', { state: 'stale', notChecked: [TILL] })] }
  const WHOLE = {
    state: 'stale',
    store: 'open',
    clusters: [
      {
        name: 'a',
        state: 'stale',
        since: '2026-03-01T11:59:00.000Z',
        kinds: [{ kind: 'example.dev/v1/Till', reason: 'forbidden', since: '2026-03-01T11:59:00.000Z' }],
      },
    ],
  }

  async function ready(address: string, freshness: ServiceFreshness, headers: Record<string, string> = {}) {
    const sample = sampleApi({ freshness: () => freshness })
    opened.push(sample)
    const port = new URL(await sample.api.listen(address, 0)).port
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { headers })
    return [answer.status, await answer.json()]
  }

  it('names what is stale on the machine itself', async () => {
    expect(await ready('127.0.0.1', stale)).toEqual([503, WHOLE])
    expect(await ready('127.0.0.1', { store: 'open', clusters: [cluster('a')] })).toEqual([
      200,
      { state: 'ready', store: 'open', clusters: [] },
    ])
  })

  it('names it to others only with a token (B-09)', async () => {
    expect(await ready('0.0.0.0', stale)).toEqual([
      503,
      { state: 'stale', store: 'open', staleClusters: 1, staleKinds: 1 },
    ])
    expect(await ready('0.0.0.0', stale, { authorization: `Bearer ${READER}` })).toEqual([503, WHOLE])
  })
})
