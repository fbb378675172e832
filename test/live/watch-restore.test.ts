import { afterAll, beforeAll, expect, it } from 'vitest'
import { LiveCluster } from './live-cluster.ts'
import { CONFIG_MAP, Observer } from './observer.ts'

const PATH = '/api/v1/namespaces/default/configmaps'

let cluster: LiveCluster
let observer: Observer | undefined

beforeAll(async () => {
  cluster = await LiveCluster.start()
})

afterAll(async () => {
  await observer?.stop()
  await cluster?.stop()
})

function create(name: string): Promise<unknown> {
  return cluster.admin.expect('POST', PATH, { body: { metadata: { name }, data: { key: '1' } } })
}

function set(name: string, key: string): Promise<unknown> {
  const contentType = 'application/merge-patch+json'
  return cluster.admin.expect('PATCH', `${PATH}/${name}`, { body: { data: { key } }, contentType })
}

it('R-28: after a restore of etcd the older versions are taken, and it is told that history went back', async () => {
  await create('web')
  await cluster.backUp()
  observer = await Observer.start({ url: cluster.url, ca: cluster.ca, token: cluster.tokens.admin }, [
    { kind: CONFIG_MAP, objects: new Set(['default/web', 'default/later']) },
  ])
  await observer.synced(CONFIG_MAP)
  for (let value = 2; value < 40; value++) await set('web', String(value))
  await create('later')
  await observer.value('later', '1')
  const from = observer.events.length
  await cluster.restore()
  await observer.synced(CONFIG_MAP, from)
  await set('web', 'after')
  await observer.value('web', 'after')
  expect(observer.story(from).filter((told) => !told.startsWith('state'))).toEqual([
    'restored',
    'version web 1 by relist',
    'gone later by get',
    'synced',
    'version web after by watch',
  ])
})
