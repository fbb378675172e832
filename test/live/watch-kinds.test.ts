import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type WantedKind } from '../../src/live/watch/cluster-watch.ts'
import type { LiveEvent } from '../../src/live/watch/live-event.ts'
import { at } from '../../src/model/json.ts'
import type { KindInfo } from '../../src/model/kind-info.ts'
import { LiveCluster } from './live-cluster.ts'
import { CONFIG_MAP, isOf, Observer } from './observer.ts'

const WIDGET: KindInfo = { ...CONFIG_MAP, group: 'example.com', kind: 'Widget', resource: 'widgets' }
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const RBAC = '/apis/rbac.authorization.k8s.io/v1'

let cluster: LiveCluster
let observer: Observer | undefined

beforeAll(async () => {
  cluster = await LiveCluster.start()
  for (const name of ['shop', 'bank']) {
    await cluster.admin.expect('POST', '/api/v1/namespaces', { body: { metadata: { name } } })
  }
})

afterAll(() => cluster?.stop())

afterEach(async () => {
  await observer?.stop()
  observer = undefined
})

async function observe(wanted: readonly WantedKind[], user: 'admin' | 'reader' = 'admin'): Promise<Observer> {
  observer = await Observer.start({ url: cluster.url, ca: cluster.ca, token: cluster.tokens[user] }, wanted, {
    // So short that rights and definitions are looked at again and again: the API server looks only when a watch begins.
    times: { shortestWatchMs: 1_000 },
  })
  return observer
}

function configMaps(...keys: readonly string[]): WantedKind {
  return { kind: CONFIG_MAP, objects: new Set(keys) }
}

async function put(namespace: string, name: string, key: string): Promise<void> {
  const query = 'fieldManager=test&force=true'
  await cluster.admin.expect('PATCH', `/api/v1/namespaces/${namespace}/configmaps/${name}?${query}`, {
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { key } },
    contentType: 'application/apply-patch+yaml',
  })
}

function became(state: string, reason?: string): (event: LiveEvent) => boolean {
  return (event) => event.type === 'state' && event.state === state && event.reason === reason
}

describe('rights', () => {
  it('F-08: a 403 is no empty list; rights that end at namespaces are used as far as they go', async () => {
    await put('shop', 'web', '1')
    await put('bank', 'desk', '1')
    const watch = await observe([configMaps('shop/web', 'bank/desk')], 'reader')
    await watch.until(
      'bank is unknown',
      (event) => became('unknown', 'forbidden')(event) && event.scope.namespace === 'bank',
    )
    await watch.until(
      'shop is unknown',
      (event) => became('unknown', 'forbidden')(event) && event.scope.namespace === 'shop',
    )
    await grant('shop')
    await watch.value('web', '1')
    await put('shop', 'web', '2')
    await watch.value('web', '2')
    expect(watch.watch.scopes().map(({ scope, state, objects }) => [scope.namespace, state, objects])).toEqual([
      ['shop', 'live', 1],
      ['bank', 'unknown', 0],
    ])
    const from = watch.events.length
    await cluster.admin.expect('DELETE', `${RBAC}/namespaces/shop/rolebindings/read`)
    await watch.until('shop is unknown again', became('unknown', 'forbidden'), from)
    expect(watch.story().filter((told) => told.startsWith('gone'))).toEqual([])
  })

  async function grant(namespace: string): Promise<void> {
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }]
    const path = `${RBAC}/namespaces/${namespace}`
    await cluster.admin.expect('POST', `${path}/roles`, { body: { metadata: { name: 'read' }, rules } })
    await cluster.admin.expect('POST', `${path}/rolebindings`, {
      body: {
        metadata: { name: 'read' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'read' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
      },
    })
  }
})

describe('kinds', () => {
  it('F-09: a group whose server is down leaves its kinds unknown and the others alone', async () => {
    await cluster.admin.expect('POST', '/apis/apiregistration.k8s.io/v1/apiservices', {
      body: {
        metadata: { name: 'v1.down.example.com' },
        spec: {
          group: 'down.example.com',
          version: 'v1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { namespace: 'shop', name: 'nobody' },
        },
      },
    })
    const down: KindInfo = { ...CONFIG_MAP, group: 'down.example.com', kind: 'Thing', resource: 'things' }
    await put('shop', 'calm', '1')
    const watch = await observe([{ kind: down, objects: 'all' }, configMaps('shop/calm')])
    await watch.synced(CONFIG_MAP)
    await watch.until('it is unknown', became('unknown', 'server-error'))
    await put('shop', 'calm', '2')
    await watch.value('calm', '2')
    expect(watch.events.filter((event) => isOf(event, down) && event.type !== 'state')).toEqual([])
    await cluster.admin.expect('DELETE', '/apis/apiregistration.k8s.io/v1/apiservices/v1.down.example.com')
  })

  it('F-10, R-23: a CRD that gains a default changes bodies under the same version, and they are told of', async () => {
    await define({})
    await makeWidget()
    const watch = await observe([{ kind: WIDGET, objects: new Set(['shop/first', 'shop/never']) }])
    await watch.synced(WIDGET)
    const from = watch.events.length
    await define({ default: 'blue' })
    const told = await watch.until('the default is told of', isBlue, from)
    expect(told).toMatchObject({ type: 'version', origin: { by: 'relist' } })
    if (told.type === 'version') expect(told.origin.previous).toEqual(told.origin.id)
    expect(watch.story(from).filter((line) => line.startsWith('gone'))).toEqual(['gone never by list'])
    await removeDefinition()
  })

  it('F-10: a CRD that is gone makes the kind unknown until it is back, and then it is listed', async () => {
    await define({})
    await makeWidget()
    const watch = await observe([{ kind: WIDGET, objects: new Set(['shop/first']) }, configMaps('shop/web')])
    await watch.synced(WIDGET)
    await removeDefinition()
    await watch.until('the kind is missing', became('unknown', 'crd-missing'))
    await put('shop', 'web', 'meanwhile')
    await watch.value('web', 'meanwhile')
    const from = watch.events.length
    await define({ default: 'blue' })
    await makeWidget()
    await watch.until('it is told of', isBlue, from)
    expect(watch.events.slice(from).filter(became('live')).length).toBe(1)
  })

  function isBlue(event: LiveEvent): boolean {
    return event.type === 'version' && at(event.object, 'spec', 'colour') === 'blue'
  }

  async function makeWidget(): Promise<void> {
    const path = '/apis/example.com/v1/namespaces/shop/widgets'
    const body = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'first' }, spec: { size: 1 } }
    for (;;) {
      const { status } = await cluster.admin.send('POST', path, { body })
      if (status === 201) return
      // A definition is not served at once, and was served before it is gone.
      await sleep(50)
    }
  }

  async function define(colour: { readonly default?: string }): Promise<void> {
    const properties = { size: { type: 'integer' }, colour: { type: 'string', ...colour } }
    const openAPIV3Schema = {
      type: 'object',
      properties: { spec: { type: 'object', properties } },
    }
    await cluster.admin.expect('PATCH', `${DEFINITIONS}/widgets.example.com?fieldManager=test&force=true`, {
      contentType: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'widgets.example.com' },
        spec: {
          group: 'example.com',
          scope: 'Namespaced',
          names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
        },
      },
    })
  }

  async function removeDefinition(): Promise<void> {
    const path = `${DEFINITIONS}/widgets.example.com`
    await cluster.admin.expect('DELETE', path)
    while ((await cluster.admin.send('GET', path)).status !== 404) await sleep(50)
  }
})

describe('what is wanted may change', () => {
  it('a newly wanted object is told of as it is, or that it is not there, without another list', async () => {
    await put('shop', 'early', '1')
    await put('shop', 'later', '1')
    const watch = await observe([configMaps('shop/early')])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    watch.watch.want([configMaps('shop/later', 'shop/never')])
    await watch.value('later', '1', from)
    await watch.until('never is not there', (event) => event.type === 'gone' && event.confirmedBy === 'get', from)
    await put('shop', 'later', '2')
    await put('shop', 'early', '2')
    const told = await watch.value('later', '2', from)
    expect(told.origin.by).toBe('watch')
    expect(watch.story(from).toSorted()).toEqual([
      'gone never by get',
      'version later 1 by relist',
      'version later 2 by watch',
    ])
    expect(watch.watch.counters().lists).toBe(1)
  })

  it('a kind that is not wanted any more is retired, and others go on', async () => {
    await put('shop', 'stays', '1')
    const service: KindInfo = { ...CONFIG_MAP, kind: 'Service', resource: 'services' }
    const watch = await observe([configMaps('shop/stays'), { kind: service, objects: 'all' }])
    await Promise.all([watch.synced(CONFIG_MAP), watch.synced(service)])
    const from = watch.events.length
    watch.watch.want([configMaps('shop/stays')])
    await put('shop', 'stays', '2')
    await watch.value('stays', '2')
    expect(watch.story(from)).toEqual(['retired', 'version stays 2 by watch'])
  })

  it('a relist may be asked for by whoever is being told of something', async () => {
    await put('shop', 'moves', '1')
    const access = { url: cluster.url, ca: cluster.ca, token: cluster.tokens.admin }
    observer = await Observer.start(access, [configMaps('shop/moves')], {}, (event) => {
      if (event.type === 'version' && event.origin.by === 'watch') observer?.watch.relist('', 'ConfigMap')
    })
    await observer.synced(CONFIG_MAP)
    const from = observer.events.length
    await put('shop', 'moves', '2')
    await observer.synced(CONFIG_MAP, from)
    expect(observer.story(from)).toEqual(['version moves 2 by watch', 'version moves 2 by relist', 'synced'])
  })

  it('a relist on demand tells of every wanted object again, and of no gap', async () => {
    await put('shop', 'again', '1')
    const watch = await observe([configMaps('shop/again')])
    await watch.synced(CONFIG_MAP)
    const from = watch.events.length
    watch.watch.relist('', 'ConfigMap')
    await watch.synced(CONFIG_MAP, from)
    await put('shop', 'again', '2')
    await watch.value('again', '2')
    expect(watch.story(from)).toEqual(['version again 1 by relist', 'synced', 'version again 2 by watch'])
  })
})
