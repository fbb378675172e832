import { afterAll, beforeAll, expect, it } from 'vitest'
import { ownershipChange } from '../../src/diff/ownership-delta.ts'
import { ObjectMemory, type Remembered } from '../../src/live/object-memory.ts'
import { at, type JsonObject, stringAt } from '../../src/model/json.ts'
import { parseApiVersion } from '../../src/model/kind-info.ts'
import { LiveCluster } from './live-cluster.ts'

const APPS = '/apis/apps/v1/namespaces/default/deployments'
const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses'

let cluster: LiveCluster
const memory = new ObjectMemory()

beforeAll(async () => {
  cluster = await LiveCluster.start()
})

afterAll(() => cluster?.stop())

function patch(path: string, body: object, manager: string): Promise<JsonObject> {
  const contentType = 'application/merge-patch+json'
  return cluster.admin.expect<JsonObject>('PATCH', `${path}?fieldManager=${manager}`, { body, contentType })
}

function observe(object: JsonObject): Remembered {
  const { group, version } = parseApiVersion(stringAt(object, 'apiVersion') ?? '')
  const text = (key: string): string => stringAt(object, 'metadata', key) ?? ''
  const ref = { kind: { group, version, kind: stringAt(object, 'kind') ?? '' }, namespace: text('namespace') }
  const id = { uid: text('uid'), resourceVersion: text('resourceVersion') }
  return memory.observe({ ...ref, name: text('name') }, id, object, 'context')
}

it('R-23: status of a real Deployment is no news, a new image is, and managedFields say who wrote it', async () => {
  const labels = { app: 'web' }
  const body = {
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    },
  }
  observe(await cluster.admin.expect('POST', `${APPS}?fieldManager=argocd`, { body }))
  for (const replicas of [1, 2]) {
    const status = await patch(`${APPS}/web/status`, { status: { replicas, readyReplicas: replicas } }, 'kcm')
    expect(observe(status).relevant).toBe(false)
  }
  const containers = [{ name: 'web', image: 'web:2' }]
  const edited = await patch(`${APPS}/web`, { spec: { template: { spec: { containers } } } }, 'kubectl-edit')
  const { relevant, previousFields } = observe(edited)
  const { writers } = ownershipChange(previousFields(), at(edited, 'metadata', 'managedFields'))
  expect([relevant, writers.map(({ manager }) => manager)]).toEqual([true, ['kubectl-edit']])
})

it('R-23: a change is found under a generation that did not move', async () => {
  const body = { metadata: { name: 'p' }, value: 5, description: 'one' }
  const made = await cluster.admin.expect<JsonObject>('POST', `${CLASSES}?fieldManager=m`, { body })
  const edited = await patch(`${CLASSES}/p`, { description: 'two' }, 'm')
  expect([at(made, 'metadata', 'generation'), at(edited, 'metadata', 'generation')]).toEqual([1, 1])
  expect([observe(made).relevant, observe(edited).relevant]).toEqual([true, true])
})
