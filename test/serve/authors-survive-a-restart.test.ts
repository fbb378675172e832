import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { STORE_FOLDER } from '../../src/compose/service/data-folder.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { Attribution } from '../../src/model/scan-report.ts'
import type { AuditEvent } from '../cluster/audit.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'
import { web } from '../stories/base/manifests.ts'
import { Story } from '../stories/base/story.ts'
import { RunningService } from './running-service.ts'
import { startServiceProcess } from './service-process.ts'
import { wholeConfig } from './whole-service.ts'

let cluster: TestCluster
let engine: TestEngine
let folder = ''
const stories: Story[] = []

beforeAll(async () => {
  const [first] = ENGINES
  folder = await mkdtemp(join(tmpdir(), 'driftage-authors-'))
  ;[cluster, engine] = await Promise.all([startCluster(), (first as (typeof ENGINES)[number]).start()])
})

afterAll(async () => {
  for (const story of stories) story.end()
  await engine.stop()
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
})

async function rolledOut(namespace: string): Promise<Story> {
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  stories.push(story)
  story.commit({ 'web.json': web({ image: 'nginx:1' }) })
  await story.deploy('argocd')
  return story
}

/** What the API server logged of a person in a namespace, as lines of a log that comes late. */
async function linesOf(namespace: string, user: string, cut: (event: AuditEvent) => object): Promise<string> {
  const events = (await cluster.auditEvents()).filter(
    (event) => event.user.username.startsWith(user) && event.objectRef?.namespace === namespace && event.verb !== 'get',
  )
  expect(events.length).toBeGreaterThan(0)
  return events.map((event) => `${JSON.stringify(cut(event))}\n`).join('')
}

async function authorsIn(place: Parameters<TestEngine['open']>[0]): Promise<readonly Attribution[]> {
  const store = await engine.open(place)
  const { items } = await store.reads.findings({ now: Date.now(), limit: 10, states: ['settling', 'open'] })
  await store.close()
  return items.map(({ drift }) => drift.attribution)
}

it('F-27 names who made a change for certain whose event comes only after the service was killed', async () => {
  const story = await rolledOut('killed')
  const home = join(folder, 'killed')
  const auditLog = join(folder, 'killed.log')
  await writeFile(auditLog, '')
  const place = { kind: 'embedded', folder: join(home, STORE_FOLDER) } as const
  const repositories = new Map([['killed', story.folder]])
  const store = { kind: 'embedded', folder: home } as const
  const config = wholeConfig({ cluster: { kubeconfigs: cluster.kubeconfigs, auditLog }, store, repositories })
  const environment = { XDG_DATA_HOME: home }

  const first = await startServiceProcess(config, environment)
  await first.live
  await story.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
  await sleep(6_000)
  await first.kill()
  expect(await authorsIn(place)).toMatchObject([{ confidence: 'likely', users: [], manager: 'kubectl-set' }])

  await appendFile(auditLog, await linesOf('killed', 'alice', (event) => event))
  const second = await startServiceProcess(config, environment)
  await second.live
  await sleep(6_000)
  await second.kill()
  expect(await authorsIn(place)).toMatchObject([{ confidence: 'certain', users: ['alice@example.com'] }])
})

it('F-27 reads again what an earlier service had read and did not come to use', async () => {
  const story = await rolledOut('reread')
  const auditLog = join(folder, 'reread.log')
  await writeFile(auditLog, '')
  const place = await engine.place()
  const sources = [{ name: 'shop', repository: story.folder, namespace: 'reread' }]
  const options = { cluster, engine, place, sources, audit: { file: auditLog } }

  // Patient for so long that it cannot settle what the event says.
  const first = await RunningService.start({ ...options, auditPatienceMs: 600_000 })
  await first.live()
  const path = '/apis/apps/v1/namespaces/reread/deployments/web'
  const live = await cluster.admin.expect<JsonObject>('GET', path)
  const body = JSON.parse(JSON.stringify(live).replace('nginx:1', 'nginx:hotfix')) as JsonObject
  await cluster.as('alice').expect('PUT', `${path}?fieldManager=kubectl-replace`, { body })
  await first.until('the hotfix', async () => (await first.findings()).length > 0)
  // At Metadata a PUT says which version it replaced, which a later event could take back.
  const cut = (event: AuditEvent): object => ({ ...event, requestObject: undefined, responseObject: undefined })
  await appendFile(auditLog, await linesOf('reread', 'alice', cut))
  await sleep(1_500)
  expect((await first.findings()).map(({ drift }) => drift.attribution.confidence)).not.toContain('certain')
  await first.stop()

  const second = await RunningService.start({ ...options, auditPatienceMs: 2_000 })
  try {
    await second.live()
    const [finding] = await second.until('the author', async () => {
      const found = await second.findings()
      return found.length > 0 && found.every(({ drift }) => drift.attribution.confidence === 'certain') && found
    })
    expect(finding?.drift.attribution.users, JSON.stringify(finding?.drift.attribution)).toEqual(['alice@example.com'])
  } finally {
    await second.stop()
  }
})
