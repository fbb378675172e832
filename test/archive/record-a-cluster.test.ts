import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readArchiveFile } from '../../src/adapters/archive/read-archive-file.ts'
import { compileCondition } from '../../src/adapters/cel/compile-condition.ts'
import type { Serving } from '../../src/compose/service/serve.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { startWhole } from '../serve/whole-service.ts'
import { settings, web } from '../stories/base/manifests.ts'
import { Story } from '../stories/base/story.ts'
import { type RecordingProcess, startRecording, unpacked, until } from './recording.ts'
import { replayed, temporaryFolder, told, undone } from './replayed.ts'

const IN_GIT = 'canary-in-git-8d1f7c'
const LIVE = 'canary-live-4b90ae'
const APPLIED = 'canary-applied-c2e615'
const TYPED = 'canary-typed-71fd02'

let cluster: TestCluster
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let shop: Story
let tools: Story
let live: Serving
let recording: RecordingProcess

function inFolder(name: string): string {
  return join(folder.path, name)
}

beforeAll(async () => {
  ;[cluster, folder] = await Promise.all([startCluster({ controllerManager: false }), temporaryFolder()])
  for (const name of ['shop', 'tools']) {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    await cluster.admin.expect('POST', '/api/v1/namespaces', { body })
  }
  shop = new Story(cluster, 'shop')
  tools = new Story(cluster, 'tools')
})

afterAll(async () => {
  recording?.end('SIGKILL')
  await live?.stop()
  shop.end()
  tools.end()
  await cluster.stop()
  await folder.remove()
})

it('a replay finds what the service found, by the same people, and no secret is in it (R-37, S-2)', async () => {
  await rollOut()
  // Before anybody looks: only the audit log and what was applied tell of it.
  await tools.kubectl('bob', ['patch', 'configmap', 'limits', '--type=merge', '-p', '{"data":{"jobs":"9"}}'])
  await watch()
  await change()
  await seenAlike()
  recording.end()
  const { code, out, err } = await recording.ended
  expect({ code, err }).toMatchObject({ code: 0 })
  expect(out).toContain('See it again: driftage replay')

  const archive = await readArchiveFile(inFolder('shop.jsonl.gz'))
  expect(archive.damagedAt).toBeUndefined()
  const seen = await replayed(archive, inFolder('memory'))
  expect(comparable(await told(seen))).toEqual(comparable(await told(liveLedger())))
  expect(await undone(seen)).toEqual(await undone(liveLedger()))
  const objects = await seen.reads.objects({ verdict: 'unknown', limit: 10 })
  expect(objects.items).toEqual([])
  expect(comparable(await told(seen))).toEqual(FOUND)
  expect(await undone(seen)).toEqual(UNDONE)
  await seen.close()

  const text = await unpacked(inFolder('shop.jsonl.gz'))
  const packed = (await readFile(inFolder('shop.jsonl.gz'))).toString('latin1')
  for (const canary of [IN_GIT, LIVE, APPLIED, TYPED]) {
    for (const form of [canary, ...base64Forms(canary)]) {
      expect(text.includes(form)).toBe(false)
      expect(packed.includes(form)).toBe(false)
      expect(`${out}${err}`.includes(form)).toBe(false)
    }
  }
  // The search itself finds what is there: digests, and values that are no secrets.
  expect(text).toContain('keyed:')
  expect(text).toContain('last-applied-configuration')
  expect(text).toContain('nginx:hotfix')
})

const FOUND: readonly string[] = [
  // Undone, but agreement of less than ten minutes ends no period.
  'settling drift ConfigMap/flags .data.beta by alice@example.com',
  'settling drift ConfigMap/limits .data.jobs by -',
  'settling drift ConfigMap/settings .data.timeout by bob@example.com',
  'settling drift ConfigMap/spare (object) by alice@example.com',
  'settling drift Deployment/web .spec.template.spec.containers[name="web"].env[name="API_TOKEN"].value by bob@example.com',
  'settling drift Deployment/web .spec.template.spec.containers[name="web"].image by alice@example.com',
  'settling drift Secret/db .data.password by bob@example.com',
  'settling pending ConfigMap/limits .data.queue',
]

const UNDONE: readonly string[] = [
  'ConfigMap/flags .data.beta by alice@example.com, undone by system:serviceaccount:argocd:argocd-application-controller 1',
]

/**
 * Who wrote what Git has moved away from rests on events from before the start, and a service that starts may already read
 * the audit log while it does not know yet what its sources hold.
 */
function comparable(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line.includes(' pending ') ? line.replace(/ by .*/, '') : line))
}

async function rollOut(): Promise<void> {
  shop.commit({
    'web.json': web({ image: 'nginx:1', env: [{ name: 'API_TOKEN', value: IN_GIT }] }),
    'settings.json': settings('settings', { timeout: '5s' }),
    'flags.json': settings('flags', { beta: 'off' }),
    'spare.json': settings('spare', { a: 'b' }),
    'db.json': secret('db', IN_GIT),
  })
  await shop.deploy('argocd')
  tools.commit({ 'limits.json': settings('limits', { jobs: '4' }), 'key.json': secret('key', APPLIED) })
  await tools.deploy('client-side')
}

/** The service and the recording, by one configuration. */
async function watch(): Promise<void> {
  const file = inFolder('driftage.yaml')
  const source = (story: Story) => {
    const { namespace: name } = story
    return { name, git: { url: story.folder }, namespace: name, fetchInterval: '5s' }
  }
  const written = {
    version: 1,
    listen: { port: 0 },
    store: { folder: inFolder('live') },
    clusters: [
      { name: 'prod', kubeconfig: cluster.kubeconfigs.admin, secrets: true, audit: { file: cluster.auditLog } },
    ],
    sources: [source(shop), source(tools)],
  }
  await writeFile(file, JSON.stringify(written))
  const loaded = await loadConfig(file, compileCondition)
  if (!('config' in loaded)) throw new Error(JSON.stringify(loaded.errors))
  live = await startWhole(loaded.config)
  recording = await startRecording(['--config', file, '--output', inFolder('shop.jsonl.gz')])
  await recording.recording
}

async function change(): Promise<void> {
  await shop.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
  await shop.kubectl('bob', ['patch', 'configmap', 'settings', '--type=merge', '-p', '{"data":{"timeout":"60s"}}'])
  await shop.kubectl('alice', ['delete', 'configmap', 'spare'])
  const encoded = Buffer.from(LIVE).toString('base64')
  await shop.kubectl('bob', ['patch', 'secret', 'db', '--type=merge', '-p', `{"data":{"password":"${encoded}"}}`])
  await shop.kubectl('bob', ['set', 'env', 'deployment/web', `API_TOKEN=${TYPED}`])
  await shop.kubectl('alice', ['patch', 'configmap', 'flags', '--type=merge', '-p', '{"data":{"beta":"on"}}'])
  await found('.data.beta')
  // The engine undoes what Alice did to one of them.
  await shop.kubectl('argocd', [
    'apply',
    '--server-side',
    '--force-conflicts',
    '--field-manager=argocd-controller',
    '-f',
    join(shop.folder, 'flags.json'),
  ])
  // And Git moves on, which the cluster does not follow.
  const commit = tools.commit({ 'limits.json': settings('limits', { jobs: '4', queue: '10' }) })
  await until('the commit is recorded', async () => (await unpacked(inFolder('shop.jsonl.gz'))).includes(commit))
}

/** Everything is in the live ledger, with its authors. */
async function seenAlike(): Promise<void> {
  await until('the service knows all of it', async () => (await told(liveLedger())).length >= 8, 60_000)
  // Until the last audit events should have come, an author may still become better known.
  await new Promise((resolve) => setTimeout(resolve, 45_000))
}

async function found(path: string): Promise<void> {
  await until(path, async () => (await told(liveLedger())).some((line) => line.includes(path)))
}

function liveLedger(): Pick<Awaited<ReturnType<typeof replayed>>, 'reads' | 'now'> {
  return { reads: live.store.reads, now: Date.now }
}

function secret(name: string, password: string): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData: { password } }
}

/** As it stands in base64, wherever in a longer text it begins. */
function base64Forms(text: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const coded = Buffer.from(' '.repeat(shift) + text).toString('base64')
    return coded.slice(shift === 0 ? 0 : 4, Math.floor((shift + text.length) / 3) * 4)
  })
}
