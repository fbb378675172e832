import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import type { Finding } from '../../src/model/finding.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'
import { settings, web } from '../stories/base/manifests.ts'
import { Story } from '../stories/base/story.ts'
import { RunningService } from './running-service.ts'

let cluster: TestCluster
let engine: TestEngine
let undisturbed: readonly string[]

beforeAll(async () => {
  const [first] = ENGINES
  ;[cluster, engine] = await Promise.all([
    startCluster({ controllerManager: false }),
    (first as (typeof ENGINES)[number]).start(),
  ])
  undisturbed = await play('undisturbed', {})
})

afterAll(async () => {
  await engine.stop()
  await cluster.stop()
})

interface Disturbance {
  readonly now?: () => number
  readonly store?: (store: OpenStore) => OpenStore
  /** Between the changes of the script. */
  readonly between?: () => Promise<void>
}

/** The same changes each time: what the ledger has in the end, without names that differ from run to run. */
async function play(namespace: string, { now, store, between }: Disturbance): Promise<readonly string[]> {
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  story.commit({ 'web.json': web({ image: 'nginx:1' }), 'settings.json': settings('settings', { mode: 'usual' }) })
  await story.deploy('argocd')
  const sources = [{ name: 'shop', repository: story.folder, namespace }]
  const disturbed: TestEngine = {
    ...engine,
    open: async (place) => (store ?? same)(await engine.open(place)),
  }
  const service = await RunningService.start({
    cluster,
    engine: disturbed,
    place: await engine.place(),
    sources,
    ...(now === undefined ? {} : { now }),
  })
  try {
    await service.live()
    await story.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
    await between?.()
    await story.kubectl('bob', ['scale', 'deployment/web', '--replicas=3'])
    await story.kubectl('bob', ['patch', 'configmap', 'settings', '--type=merge', '-p', '{"data":{"mode":"odd"}}'])
    await service.until('three differences', async () => (await service.findings()).length === 3)
    await between?.()
    await story.kubectl('bob', ['patch', 'configmap', 'settings', '--type=merge', '-p', '{"data":{"mode":"usual"}}'])
    await service.until(
      'an agreement',
      async () => (await service.findings()).filter(({ agreedSince }) => agreedSince !== null).length === 1,
    )
    const problems = (await service.store.operations.check()).problems.map((problem) => JSON.stringify(problem))
    return [...(await service.findings()).map(shown), ...problems]
  } finally {
    await service.stop()
    story.end()
  }
}

function same(store: OpenStore): OpenStore {
  return store
}

function shown({ state, standing, drift, agreedSince, agreedThrough, regressions, baseline }: Finding): string {
  const { object, path, kind, desired, live, attribution } = drift
  const { manager, confidence } = attribution
  return JSON.stringify([
    [state, standing, kind, object.kind, object.name, path, desired, live],
    [manager, confidence, agreedSince !== null, agreedThrough, regressions, baseline],
  ])
}

it('plays three changes, of which one is taken back', () => {
  expect(undisturbed).toHaveLength(3)
  expect(undisturbed.filter((line) => line.includes('reverted'))).toHaveLength(1)
})

it('F-01 ends as ever where the API server is killed and started again between the changes', async () => {
  expect(await play('restarted', { between: () => cluster.restartApiServer() })).toEqual(undisturbed)
})

it('F-14 ends as ever where the clock goes back and forth between the changes', async () => {
  let off = 0
  const jumps = [-120_000, 60_000]
  const between = (): Promise<void> => {
    off = jumps.shift() ?? 0
    return Promise.resolve()
  }
  expect(await play('jumping', { now: () => Date.now() + off, between })).toEqual(undisturbed)
})

it.each(['before', 'after'] as const)('F-23 ends as ever where every other write fails %s it is done', async (when) => {
  let writes = 0
  let failed = 0
  const failing = (store: OpenStore): OpenStore => ({
    ...store,
    ledger: {
      ...store.ledger,
      apply: async (changes, fence) => {
        const fails = writes++ % 2 === 1
        if (fails && when === 'before') throw new Error(`the connection broke (${++failed})`)
        await store.ledger.apply(changes, fence)
        if (fails) throw new Error(`the connection broke (${++failed})`)
      },
    },
  })
  expect(await play(`failing-${when}`, { store: failing })).toEqual(undisturbed)
  expect(failed).toBeGreaterThan(0)
})
