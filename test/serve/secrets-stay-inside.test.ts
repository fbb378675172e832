import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { Story } from '../stories/base/story.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'
import { RunningService, told } from './running-service.ts'

let cluster: TestCluster
let engine: TestEngine

beforeAll(async () => {
  const [first] = ENGINES
  ;[cluster, engine] = await Promise.all([startCluster(), (first as (typeof ENGINES)[number]).start()])
})

afterAll(async () => {
  await engine.stop()
  await cluster.stop()
})

const IN_GIT = 'canary-git-5b1f0c9e77'
const LIVE = 'canary-live-c4d2a8e913'

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

it('S-10 no secret value gets into the store, whatever changed it, and the change is seen all the same', async () => {
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'vault' } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, 'vault')
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: IN_GIT } }
  const container = { name: 'web', image: 'nginx:1', env: [{ name: 'API_TOKEN', value: IN_GIT }] }
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } }
  const spec = { replicas: 1, selector: { matchLabels: { app: 'web' } }, template }
  const web = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec }
  story.commit({ 'secret.json': secret, 'web.json': web })
  await story.deploy('argocd')
  const place = await engine.place()
  const sources = [{ name: 'vault', repository: story.folder, namespace: 'vault' }]
  const service = await RunningService.start({ cluster, engine, place, sources })
  await service.live()
  expect(told(await service.findings())).toEqual([])
  const patch = JSON.stringify({ data: { password: base64(LIVE), added: base64(LIVE) } })
  await story.kubectl('alice', ['patch', 'secret', 'db', '--type=merge', '-p', patch])
  await story.kubectl('alice', ['set', 'env', 'deployment/web', `API_TOKEN=${LIVE}`])
  await service.until('all three', async () => (await service.findings()).length === 3)
  expect(told(await service.findings())).toEqual([
    'settling drift modified Deployment/web .spec.template.spec.containers[name="web"].env[name="API_TOKEN"].value',
    'settling drift added Secret/db .data.added',
    'settling drift modified Secret/db .data.password',
  ])
  const shown = JSON.stringify([await service.findings(), await service.activity(), service.changes], (_key, value) =>
    typeof value === 'bigint' ? String(value) : (value as unknown),
  )
  await service.stop()
  story.end()
  const folder = place.kind === 'embedded' ? place.folder : ''
  for (const canary of [IN_GIT, LIVE, base64(IN_GIT), base64(LIVE)]) {
    expect(shown.includes(canary)).toBe(false)
    expect(filesHolding(canary, folder)).toEqual([])
  }
  // The search itself finds what is there.
  expect(filesHolding('API_TOKEN', folder).length).toBeGreaterThan(0)
})

/** Files below a folder that hold a text, the write-ahead log of the store included. */
function filesHolding(text: string, folder: string): string[] {
  try {
    return execFileSync('grep', ['-rlaF', '--', text, folder], { encoding: 'utf8' }).split('\n').filter(Boolean)
  } catch {
    return []
  }
}
