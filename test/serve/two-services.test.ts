import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { web } from '../stories/base/manifests.ts'
import { Story } from '../stories/base/story.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'
import { RunningService } from './running-service.ts'

let cluster: TestCluster
const engines = new Map<string, TestEngine>()
const running: RunningService[] = []
const stories: Story[] = []

beforeAll(async () => {
  const started = ENGINES.map(async ({ name, start }) => engines.set(name, await start()))
  ;[cluster] = await Promise.all([startCluster(), ...started])
})

afterEach(async () => {
  for (const service of running.splice(0)) await service.stop()
})

afterAll(async () => {
  for (const story of stories) story.end()
  for (const engine of engines.values()) await engine.stop()
  await cluster.stop()
})

async function begin(namespace: string): Promise<Story> {
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  stories.push(story)
  story.commit({ 'web.json': web({ image: 'nginx:1' }) })
  await story.deploy('argocd')
  return story
}

async function start(story: Story, engine: TestEngine, place: Awaited<ReturnType<TestEngine['place']>>) {
  const sources = [{ name: 'shop', repository: story.folder, namespace: story.namespace }]
  const service = await RunningService.start({ cluster, engine, place, sources })
  running.push(service)
  return service
}

it('F-24 the second one on an embedded store is refused, and told what to do', async () => {
  const engine = engines.get('embedded') as TestEngine
  const story = await begin('one-folder')
  const place = await engine.place()
  await start(story, engine, place)
  await expect(start(story, engine, place)).rejects.toMatchObject({
    code: 'DRF5001',
    message: expect.stringContaining('Stop the other service, use another folder with --data'),
  })
})

it('F-26 two on one PostgreSQL share the clusters, and the other goes on with the same ages when one ends', async () => {
  const engine = engines.get('postgres') as TestEngine
  const story = await begin('one-database')
  const place = await engine.place()
  const first = await start(story, engine, place)
  await first.live()
  const second = await start(story, engine, place)
  await story.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
  const [finding] = await first.until('the hotfix', async () => {
    const found = await first.findings()
    return found.length > 0 && found
  })
  expect(second.watching.service.clusterStates()).toEqual([])
  expect(second.changes).toEqual([])
  await first.stop()
  running.splice(0, 1)
  await second.live()
  await story.kubectl('alice', ['scale', 'deployment/web', '--replicas=4'])
  await second.until('what came after', async () => (await second.findings()).length === 2)
  const [, same] = await second.findings()
  expect(same?.id).toBe(finding?.id)
  expect(same?.onset).toEqual(finding?.onset)
  expect((await second.store.operations.check()).problems).toEqual([])
})
