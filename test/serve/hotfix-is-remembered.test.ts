import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { IMAGE, web } from '../stories/base/manifests.ts'
import { Story } from '../stories/base/story.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'
import { RunningService, told } from './running-service.ts'

let cluster: TestCluster
let engine: TestEngine
const running: RunningService[] = []
const stories: Story[] = []

beforeAll(async () => {
  const [first] = ENGINES
  ;[cluster, engine] = await Promise.all([startCluster(), (first as (typeof ENGINES)[number]).start()])
})

afterEach(async () => {
  for (const service of running.splice(0)) await service.stop()
})

afterAll(async () => {
  for (const story of stories) story.end()
  await engine.stop()
  await cluster.stop()
})

async function begin(namespace: string): Promise<Story> {
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  stories.push(story)
  return story
}

async function serve(story: Story, place?: Awaited<ReturnType<TestEngine['place']>>): Promise<RunningService> {
  const sources = [{ name: 'shop', repository: story.folder, namespace: story.namespace }]
  const service = await RunningService.start({ cluster, engine, place: place ?? (await engine.place()), sources })
  running.push(service)
  await service.live()
  return service
}

it('finds nothing in what was just rolled out, and writes nothing while nothing moves', async () => {
  const story = await begin('quiet')
  story.commit({ 'web.json': web({ image: 'nginx:1' }) })
  await story.deploy('argocd')
  const service = await serve(story)
  expect(told(await service.findings())).toEqual([])
  const before = service.changes.length
  await service.commands.recheck(
    { cluster: 'test', group: 'apps', kind: 'Deployment', namespace: 'quiet', name: 'web' },
    { actor: { kind: 'system', id: 'test' }, surface: 'api' },
  )
  expect(service.changes.length).toBe(before)
})

it('records a hotfix with its author, and its age survives a restart', async () => {
  const story = await begin('hotfix')
  story.commit({ 'web.json': web({ image: 'nginx:1' }) })
  await story.deploy('argocd')
  const place = await engine.place()
  const service = await serve(story, place)
  await story.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
  const [finding] = await service.until('the hotfix', async () => {
    const found = await service.findings()
    return found.length > 0 && found
  })
  expect(told(await service.findings())).toEqual([`settling drift modified Deployment/web ${IMAGE}`])
  expect(finding?.drift).toMatchObject({
    desired: 'nginx:1',
    live: 'nginx:hotfix',
    base: { evidence: 'agreed', value: 'nginx:1' },
  })
  expect(finding?.drift.attribution).toMatchObject({
    confidence: 'likely',
    manager: 'kubectl-set',
    operation: 'Update',
  })
  expect(finding?.decision?.reason).toBe('within-grace')
  await service.stop()
  running.splice(0)
  const again = await serve(story, place)
  const [same] = await again.findings()
  expect(same?.onset).toEqual(finding?.onset)
  expect(same?.id).toBe(finding?.id)
  expect(same?.drift.attribution).toEqual(finding?.drift.attribution)
})

it('R-33 remembers a fix that the engine undid', async () => {
  const story = await begin('undone')
  story.commit({ 'web.json': web({ image: 'nginx:1' }) })
  await story.deploy('argocd')
  const service = await serve(story)
  await story.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
  await story.deploy('argocd')
  const [fix] = await service.until('the overwritten fix', async () => {
    const { items } = await service.store.reads.overwritten({ limit: 10 })
    return items.length > 0 && items
  })
  expect(fix).toMatchObject({ path: IMAGE, value: 'nginx:hotfix', restored: 'nginx:1', times: 1 })
  expect(fix?.attribution.manager).toBe('kubectl-set')
  expect(fix?.undoneBy.manager).toBe('argocd-controller')
})

it('R-2 takes a change of Git that has not arrived for what it is, and ends it when it has', async () => {
  const story = await begin('pending')
  story.commit({ 'web.json': web({ image: 'nginx:1' }) })
  await story.deploy('argocd')
  const service = await serve(story)
  story.commit({ 'web.json': web({ image: 'nginx:2' }) })
  service.poke('shop')
  await service.until('the pending change', async () => (await service.findings()).length > 0)
  expect(told(await service.findings())).toEqual([`settling pending modified Deployment/web ${IMAGE}`])
  await story.deploy('argocd')
  await service.until('the rollout', async () =>
    (await service.findings()).every(({ agreedSince }) => agreedSince !== null),
  )
})

it('brings a hotfix home: a commit with the same value ends the finding as backported', async () => {
  const story = await begin('backport')
  story.commit({ 'web.json': web({ image: 'nginx:1' }) })
  await story.deploy('argocd')
  const service = await serve(story)
  await story.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
  await service.until('the hotfix', async () => (await service.findings()).length > 0)
  story.commit({ 'web.json': web({ image: 'nginx:hotfix' }) })
  service.poke('shop')
  await service.until('agreement', async () =>
    (await service.findings()).every(({ agreedSince }) => agreedSince !== null),
  )
  const [finding] = await service.findings()
  expect(finding?.agreedThrough).toBe('backported')
})
