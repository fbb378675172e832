import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { objectKey, type WantedKind, type WatchOptions } from '../../src/live/watch/cluster-watch.ts'
import type { LiveEvent } from '../../src/live/watch/live-event.ts'
import { at, textOf } from '../../src/model/json.ts'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'
import { FaultGateway, type Interference, type OpenStream, refuse } from './fault-gateway.ts'
import { LiveCluster } from './live-cluster.ts'
import { CONFIG_MAP, Observer, SECRET, SERVICE } from './observer.ts'

let cluster: LiveCluster
let gateway: FaultGateway
let observer: Observer | undefined
let namespace = ''
let namespaces = 0

beforeAll(async () => {
  cluster = await LiveCluster.start()
})

afterAll(() => cluster?.stop())

beforeEach(async () => {
  gateway = new FaultGateway(cluster.url, cluster.ca)
  await gateway.start()
  namespace = `live-${namespaces++}`
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace } } })
})

afterEach(async () => {
  await observer?.stop()
  observer = undefined
  await gateway.stop()
})

async function observe(names: readonly string[], options: WatchOptions = {}): Promise<Observer> {
  observer = await Observer.start(access(), wanted(names), options)
  return observer
}

function access() {
  return { url: gateway.url, ca: gateway.ca, token: cluster.tokens.admin }
}

function wanted(names: readonly string[]): WantedKind[] {
  return [{ kind: CONFIG_MAP, objects: new Set(names.map((name) => objectKey(namespace, name))) }]
}

function path(name = ''): string {
  return `/api/v1/namespaces/${namespace}/configmaps${name === '' ? '' : `/${name}`}`
}

function create(name: string, key = '1'): Promise<unknown> {
  return cluster.admin.expect('POST', path(), { body: { metadata: { name }, data: { key } } })
}

function set(name: string, key: string): Promise<unknown> {
  const contentType = 'application/merge-patch+json'
  return cluster.admin.expect('PATCH', path(name), { body: { data: { key } }, contentType })
}

function remove(name: string): Promise<unknown> {
  return cluster.admin.expect('DELETE', path(name))
}

/** The one stream of ConfigMaps that is open; waits for it where there is none yet. */
async function stream(): Promise<OpenStream> {
  const open = () => [...gateway.streams].find((one) => one.path.includes('/configmaps?'))
  await waitUntilNothingIsMissing('a stream is open', () => Promise.resolve(open() === undefined ? ['none'] : []))
  return open() as OpenStream
}

/** Nothing gets through, in any direction. */
async function partition(): Promise<void> {
  gateway.interference = () => (response) => response.destroy()
  for (const one of gateway.streams) one.cutAfter(0)
  await set('noise', String(Math.random()))
}

describe('a watch of a healthy cluster', () => {
  it('tells of wanted objects alone: each version, in order, by one unbroken watch', async () => {
    await create('web')
    await create('other')
    const watch = await observe(['web', 'never'])
    await watch.synced(CONFIG_MAP)
    for (const value of ['2', '3', '4']) await set('web', value)
    await set('other', '2')
    await remove('web')
    await watch.until('it is gone', (event) => event.type === 'gone' && event.confirmedBy === 'watch')
    await create('web', '5')
    await watch.value('web', '5')
    expect(watch.story()).toEqual([
      'state starting',
      'version web 1 by relist',
      'state live',
      'gone never by list',
      'synced',
      'version web 2 by watch',
      'version web 3 by watch',
      'version web 4 by watch',
      'gone web by watch',
      'version web 5 by watch',
    ])
    const versions = watch.events.flatMap((event) => (event.type === 'version' ? [event.origin] : []))
    expect(versions.map(({ previous }) => previous)).toEqual([
      undefined,
      ...versions.slice(0, 3).map(({ id }) => id),
      undefined,
    ])
    expect(gateway.lists('configmaps')).toHaveLength(1)
  })
})

describe('faults', () => {
  beforeEach(() => Promise.all([create('web'), create('noise')]))

  it('F-01: goes on after a restart of the API server without a storm of lists', async () => {
    observer = await Observer.start(access(), [
      ...wanted(['web']),
      { kind: SECRET, objects: 'all' },
      { kind: SERVICE, objects: 'all' },
    ])
    for (const kind of [CONFIG_MAP, SECRET, SERVICE]) await observer.synced(kind)
    const before = gateway.requests.length
    await cluster.stopApiServer()
    await observer.until('it is stale', (event) => event.type === 'state' && event.state === 'stale')
    await cluster.startApiServer()
    await set('web', '2')
    await observer.value('web', '2')
    const lists = ['configmaps', 'secrets', 'services'].map((resource) => gateway.lists(resource).length)
    expect(Math.max(...lists)).toBeLessThanOrEqual(2)
    // Pauses grow up to 0.3 s here, and an outage of some seconds has room for about 20 attempts of each of three.
    expect(gateway.requests.length - before).toBeLessThan(200)
    expect(observer.story().filter((told) => told.startsWith('gone') || told.startsWith('unread'))).toEqual([])
  })

  it('F-02, F-03: a gap after a partition with compaction is told, and what is missing then is looked for', async () => {
    await create('old')
    const watch = await observe(['web', 'old'])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    await partition()
    await Promise.all([set('web', '2'), remove('old')])
    await cluster.stopApiServer()
    await cluster.compact()
    await cluster.startApiServer()
    gateway.interference = () => undefined
    await watch.synced(CONFIG_MAP, from)
    expect(watch.story(from).filter((told) => !told.startsWith('state'))).toEqual([
      'gap expired',
      'version web 2 by relist',
      'gone old by get',
      'synced',
    ])
    expect(gateway.requests.at(-1)).toBe(path('old'))
  })

  it('F-02: an ERROR event in the stream lists that kind again, with a pause', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', code: 410, metadata: {} }
    ;(await stream()).inject(`${JSON.stringify({ type: 'ERROR', object: status })}\n`)
    await watch.synced(CONFIG_MAP, from)
    expect(watch.story(from)).toEqual(['gap expired', 'version web 1 by relist', 'synced'])
    expect(gateway.lists('configmaps')).toHaveLength(2)
  })

  it('F-02: a list whose continue token expires is begun anew; a server without streamed lists is listed in pages', async () => {
    await Promise.all(Array.from({ length: 520 }, (_, i) => create(`many-${i}`)))
    let held: (() => void) | undefined
    gateway.interference = ({ url = '' }) => {
      if (url.includes('sendInitialEvents')) return refuse(422, { kind: 'Status', apiVersion: 'v1', code: 422 })
      if (!url.includes('continue=') || held !== undefined) return undefined
      return (_response, forward) => {
        held = forward
      }
    }
    const watch = await observe(['web', 'many-7'])
    await waitUntilNothingIsMissing('a page is asked for', () => Promise.resolve(held === undefined ? ['none'] : []))
    await set('web', '2')
    await cluster.stopApiServer()
    await cluster.compact()
    await cluster.startApiServer()
    held?.()
    await watch.synced(CONFIG_MAP)
    await set('web', '3')
    const last = await watch.value('web', '3')
    expect(last.origin.by).toBe('watch')
    expect(watch.story().filter((told) => told.startsWith('gone') || told.startsWith('gap'))).toEqual([])
    expect(gateway.requests.filter((url) => url.includes('sendInitialEvents'))).toHaveLength(1)
    expect(gateway.requests.filter((url) => url.endsWith('limit=500')).length).toBe(2)
  })

  it('F-04: a stream that has gone silent is given up, and nothing of what it held back is lost', async () => {
    const watch = await observe(['web'], { times: { idleMs: 1_000 } })
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    ;(await stream()).freeze()
    await set('web', '2')
    await set('web', '3')
    await watch.value('web', '3')
    expect(watch.story(from).filter((told) => !told.startsWith('state'))).toEqual([
      'version web 2 by watch',
      'version web 3 by watch',
    ])
    expect(gateway.lists('configmaps')).toHaveLength(1)
  })

  it('F-05: a line that is cut off is a gap: the kind is listed again', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    ;(await stream()).cutAfter(200)
    await set('web', '2')
    await watch.synced(CONFIG_MAP, from)
    expect(watch.story(from)).toEqual(['gap damaged', 'version web 2 by relist', 'synced'])
  })

  it('F-05: a line that is no event is a gap, also where only its end is damaged', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    for (const line of [
      '<html>',
      '{"type":"MODIFIED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"na',
    ]) {
      const from = watch.events.length
      ;(await stream()).inject(`${line}\n`)
      await watch.synced(CONFIG_MAP, from)
      expect(watch.story(from)).toEqual(['gap damaged', 'version web 1 by relist', 'synced'])
    }
  })

  it('F-06: what is said twice is told once', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    ;(await stream()).stutter()
    for (const value of ['2', '3']) await set('web', value)
    await remove('web')
    await create('web', '4')
    await watch.value('web', '4')
    await set('web', '5')
    await watch.value('web', '5')
    expect(watch.story(from).filter((told) => told.startsWith('version'))).toEqual(
      ['2', '3', '4', '5'].map((value) => `version web ${value} by watch`),
    )
  })

  it('F-08: refused credentials make the kind unknown and delete nothing', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    gateway.authorization = 'Bearer revoked'
    ;(await stream()).end()
    await watch.until('it is unknown', (event) => event.type === 'state' && event.reason === 'unauthorized')
    gateway.authorization = undefined
    await watch.until('it is live', (event) => event.type === 'state' && event.state === 'live', from)
    expect(watch.story(from)).toEqual(['state unknown unauthorized', 'state live'])
  })

  it('F-12: a pause that the server asks for is kept', async () => {
    let refused = 0
    gateway.interference = () => {
      if (refused++ > 0) return undefined
      return refuse(429, { kind: 'Status', apiVersion: 'v1', code: 429 }, { 'retry-after': '1' })
    }
    const began = performance.now()
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    expect(performance.now() - began).toBeGreaterThan(1_000)
    expect(watch.story().slice(0, 2)).toEqual(['state starting', 'state unknown throttled'])
    expect(gateway.requests).toHaveLength(2)
  })
})

describe('recovery', () => {
  beforeEach(() => Promise.all([create('web'), create('noise')]))

  it('G-8: a server that accepts watches and ends them at once is not hammered', async () => {
    const watch = await observe(['web'], { times: { firstPauseMs: 100, longestPauseMs: 1_000, shortestStreamMs: 500 } })
    await watch.synced(CONFIG_MAP)
    const closeAtOnce = answerWatches((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(),
    )
    gateway.interference = closeAtOnce
    const before = gateway.requests.length
    ;(await stream()).end()
    await sleep(2_000)
    expect(gateway.requests.length - before).toBeLessThan(10)
    gateway.interference = () => undefined
    await set('web', '2')
    expect((await watch.value('web', '2')).origin.by).toBe('watch')
  })

  it('F-15: after a long outage the stream goes on, nothing is lost, and one list confirms it', async () => {
    const watch = await observe(['web'], { times: { confirmAfterMs: 400 } })
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    await partition()
    for (const value of ['2', '3']) await set('web', value)
    await sleep(600)
    gateway.interference = () => undefined
    await watch.synced(CONFIG_MAP, from)
    expect(watch.story(from).filter((told) => !told.startsWith('state'))).toEqual([
      'version web 2 by watch',
      'version web 3 by watch',
      'version web 3 by relist',
      'synced',
    ])
    expect(gateway.lists('configmaps')).toHaveLength(2)
  })

  it('I1: an object that cannot be read is said to be unread, and told of as soon as it can', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    gateway.interference = ({ url }) => (url === path('noise') ? refuse(503, { code: 503 }) : undefined)
    watch.watch.want(wanted(['web', 'noise']))
    await watch.until('it is unread', (event) => event.type === 'unread', from)
    gateway.interference = () => undefined
    await watch.value('noise', '1')
    expect(watch.story(from).at(-1)).toBe('version noise 1 by relist')
  })

  it('R-28: a server that has not come to a version yet is listed as it is', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    const causes = [{ reason: 'ResourceVersionTooLarge' }]
    let answered = false
    gateway.interference = answerWatches((response, forward) => {
      if (answered) return forward()
      answered = true
      refuse(504, { kind: 'Status', apiVersion: 'v1', code: 504, details: { causes } })(response)
    })
    ;(await stream()).end()
    await watch.synced(CONFIG_MAP, from)
    expect(watch.story(from).filter((told) => !told.startsWith('state'))).toEqual([
      'gap server-error',
      'version web 1 by relist',
      'synced',
    ])
  })

  it('F-06: an overloaded consumer gets the last state of everything, and how much was left out', async () => {
    const told: string[] = []
    let letGo: () => void = () => {}
    const blocked = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const overload = (event: LiveEvent): void | Promise<void> => {
      if (event.type !== 'version') return
      const value = textOf(at(event.object, 'data', 'key'))
      told.push(`${event.origin.ref.name} ${value} left out ${event.origin.coalesced}`)
      if (value === '2') return blocked
    }
    observer = await Observer.start(access(), wanted(['web', 'noise']), { delivery: { coalesceFrom: 1 } }, overload)
    await observer.synced(CONFIG_MAP)
    told.length = 0
    for (let value = 2; value <= 20; value++) await set('web', String(value))
    await set('noise', 'last')
    await waitUntilNothingIsMissing('all lines are read', () => {
      return Promise.resolve((observer?.watch.counters().versions ?? 0) < 22 ? ['some'] : [])
    })
    letGo()
    await observer.value('noise', 'last')
    expect(told).toEqual(['web 2 left out 0', 'web 20 left out 17', 'noise last left out 0'])
    expect(observer.watch.counters().coalesced).toBe(17)
  })

  it('a watch that was stopped leaves no connection and tells nothing more', async () => {
    const watch = await observe(['web'])
    await watch.synced(CONFIG_MAP)
    await stream()
    const told = watch.events.length
    await watch.watch.stop()
    await set('web', '2')
    await waitUntilNothingIsMissing('no stream is open', () =>
      Promise.resolve([...gateway.streams].map((one) => one.path)),
    )
    watch.watch.want(wanted(['noise']))
    watch.watch.relist('', 'ConfigMap')
    await sleep(100)
    expect([watch.events.length, watch.watch.scopes()]).toEqual([told, []])
  })

  it('a watch is stopped at once, also while the server keeps a list to itself', async () => {
    gateway.interference = ({ url = '' }) => {
      if (url.includes('sendInitialEvents')) return refuse(422, { kind: 'Status', apiVersion: 'v1', code: 422 })
      return () => {}
    }
    const watch = await observe(['web'])
    const isAsked = () => gateway.requests.some((url) => url.endsWith('limit=500'))
    await waitUntilNothingIsMissing('a page is asked for', () => Promise.resolve(isAsked() ? [] : ['none']))
    const began = performance.now()
    await watch.watch.stop()
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

/** Meddles with watches that go on, and with nothing else. */
function answerWatches(meddle: (response: ServerResponse, forward: () => void) => void): Interference {
  return ({ url = '' }) => (/watch=true.*resourceVersion=\d/.test(url) ? meddle : undefined)
}
