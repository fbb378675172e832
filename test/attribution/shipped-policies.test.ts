import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replacedBy } from '../../src/live/audit/previous-version.ts'
import type { Json, JsonObject } from '../../src/model/json.ts'
import { admissionPolicyText } from '../../src/policy/annotating-policy.ts'
import { auditPolicyText, observingWebhookText } from '../../src/policy/audit-policy.ts'
import { type TestCluster, startCluster } from '../cluster/cluster.ts'
import type { AuditEvent } from '../cluster/audit.ts'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'
import { type Receiver, receiveReviews, TOKEN } from './receivers.ts'
import { Witness } from './witness.ts'

const CANARY = 'canary-5d41402abc4b2a76'
const CONFIG = '/api/v1/namespaces/default/configmaps'

const witness = new Witness('reviews', 0)
let cluster: TestCluster
let receiver: Receiver & { readonly ca: string }
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftage-policies-'))
  const policy = join(folder, 'policy.yaml')
  await writeFile(policy, auditPolicyText([{ group: '', resource: 'secrets' }]))
  receiver = await receiveReviews(witness)
  cluster = await startCluster({ controllerManager: false, apiServerFlags: [`--audit-policy-file=${policy}`] })
})

afterAll(async () => {
  await cluster?.stop()
  await receiver?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function kubectl(
  args: readonly string[],
  stdin = '',
): Promise<{ readonly code: number; readonly stderr: string }> {
  return cluster.kubectl('alice', args, { stdin })
}

async function eventsOf(name: string): Promise<readonly AuditEvent[]> {
  return (await cluster.auditEvents()).filter(({ objectRef }) => objectRef?.name === name)
}

describe('the admission policy (R-30)', () => {
  beforeAll(async () => {
    expect(await cluster.kubectl('admin', ['create', '-f', '-'], { stdin: admissionPolicyText() })).toMatchObject({
      code: 0,
    })
    await waitUntilNothingIsMissing('the policy acts', async () => {
      await kubectl(['create', 'configmap', 'probe', `--from-literal=n=0`])
      await kubectl(['annotate', 'configmap', 'probe', '--overwrite', `n=${Date.now()}`])
      const acts = (await eventsOf('probe')).some((event) => previous(event) !== undefined)
      return acts ? [] : ['no annotation yet']
    })
  })

  const previous = ({ annotations }: AuditEvent): string | undefined =>
    annotations?.['attribution.driftage.dev/driftage-previous']

  it('lets everything be created, changed and deleted', async () => {
    expect(await kubectl(['create', 'deployment', 'web', '--image=web:1'])).toMatchObject({ code: 0 })
    expect(await kubectl(['set', 'image', 'deployment/web', 'web=web:2'])).toMatchObject({ code: 0 })
    expect(await kubectl(['scale', 'deployment/web', '--replicas=2'])).toMatchObject({ code: 0 })
    expect(await kubectl(['delete', 'deployment', 'web'])).toMatchObject({ code: 0 })
    expect(await kubectl(['create', 'namespace', 'made-under-the-policy'])).toMatchObject({ code: 0 })
  })

  it('puts uid and overwritten version into the events of a change, of scaling and of a deletion, at Metadata', async () => {
    const events = (await eventsOf('web')).filter(({ objectRef }) => objectRef?.resource === 'deployments')
    const told = events.map((event) => [event.verb, event.objectRef?.subresource ?? '', previous(event) !== undefined])
    expect(told).toEqual([
      ['create', '', false],
      ['patch', '', true],
      ['patch', 'scale', true],
      ['delete', '', true],
    ])
    for (const event of events) expect(event.level).toBe('Metadata')
    const seen = events.map((event) => previous(event)?.split('/') ?? [])
    expect(new Set(seen.slice(1).map(([uid]) => uid)).size).toBe(1)
    expect(seen.slice(1).map(([, version]) => Number(version) > 0)).toEqual([true, true, true])
  })

  it('tells what changes nothing: the same again, a dry run, and the deletion of what is going already', async () => {
    const marks = async (name: string): Promise<readonly (readonly [string, boolean])[]> =>
      (await eventsOf(name)).slice(1).map((event) => [event.verb, previous(event)?.endsWith('/same') === true])
    const create = {
      metadata: { name: 'vain', finalizers: ['driftage.dev/hold'] },
      data: { a: '1', big: 'x'.repeat(900_000) },
    }
    await cluster.admin.expect('POST', CONFIG, { body: create })
    const patch = (query: string, body: JsonObject): Promise<unknown> =>
      cluster.admin.expect('PATCH', `${CONFIG}/vain${query}`, { body, contentType: 'application/merge-patch+json' })
    await patch('', { data: { a: '1' } })
    await patch('?dryRun=All', { data: { a: '2' } })
    await patch('', { data: { a: '2' } })
    await cluster.admin.expect('DELETE', `${CONFIG}/vain`)
    await cluster.admin.expect('DELETE', `${CONFIG}/vain`)
    await patch('', { metadata: { finalizers: null } })
    expect(await marks('vain')).toEqual([
      ['patch', true],
      ['patch', true],
      ['patch', false],
      ['delete', false],
      ['delete', true],
      ['patch', false],
    ])
  })

  it('notes each attempt of writes that get into each other’s way, so that the last one is known (E6)', async () => {
    await cluster.admin.expect('POST', CONFIG, { body: { metadata: { name: 'wanted' }, data: { n: '' } } })
    const times = [0, 1, 2, 3, 4, 5, 6, 7]
    const writes = (['alice', 'bob', 'operator'] as const).map(async (user) => {
      for (const n of times) {
        const body = { data: { n: `${user} ${n}` } }
        const path = `${CONFIG}/wanted?fieldManager=${user}`
        await cluster.as(user).expect('PATCH', path, { body, contentType: 'application/merge-patch+json' })
      }
    })
    await Promise.all(writes)
    const events = (await eventsOf('wanted')).slice(1)
    const replaced = events.flatMap((event) => replacedBy(event as unknown as Json).previousVersion ?? [])
    expect(replaced).toHaveLength(3 * times.length)
    const exact = replaced.filter(({ isExact }) => isExact).map(({ resourceVersion }) => resourceVersion)
    expect(exact.length).toBeGreaterThan(times.length)
    // Each version is replaced once, so that no two writes may say that they replaced the same.
    expect(new Set(exact).size).toBe(exact.length)
    const first = events.map((event) => previous(event))
    expect(new Set(first).size, 'no write was tried again').toBeLessThan(first.length)
  })
})

describe('the audit policy', () => {
  it('never lets a value of a Secret into the log, even if somebody asks for it (S-11)', async () => {
    expect(await kubectl(['create', 'secret', 'generic', 'db', `--from-literal=password=${CANARY}`])).toMatchObject({
      code: 0,
    })
    expect((await eventsOf('db')).map(({ level, verb }) => [level, verb])).toEqual([['Metadata', 'create']])
    const log = await readFile(cluster.auditLog, 'utf8')
    expect(log).not.toContain(CANARY)
    expect(log).not.toContain(Buffer.from(CANARY).toString('base64'))
  })
})

describe('the observing webhook', () => {
  beforeAll(async () => {
    const url = `${receiver.url}/audit/test/admission/${TOKEN}`
    const text = observingWebhookText({ url, ca: receiver.ca, kinds: [{ group: '', resource: 'configmaps' }] })
    expect(await cluster.kubectl('admin', ['create', '-f', '-'], { stdin: text })).toMatchObject({ code: 0 })
    await waitUntilNothingIsMissing('the webhook is asked', async () => {
      await kubectl(['annotate', 'configmap', 'probe', '--overwrite', `n=${Date.now()}`])
      return receiver.warnings.length > 0 ? [] : ['not yet']
    })
  })

  it('tells a person at once where the object comes from, and lets the change through', async () => {
    const { code, stderr } = await kubectl(['annotate', 'configmap', 'probe', '--overwrite', 'n=last'])
    expect([code, stderr]).toEqual([0, 'Warning: managed from Git: shop, deploy/overlays/prod\n'])
  })

  it('says nothing to programs', async () => {
    const before = receiver.warnings.length
    const answer = await cluster.as('operator').send('PATCH', `${CONFIG}/probe?fieldManager=some-operator`, {
      body: { data: { n: 'x' } },
      contentType: 'application/merge-patch+json',
    })
    expect(answer.status).toBe(200)
    expect(receiver.warnings).toHaveLength(before)
  })

  it('stands in nobody’s way when it is gone: changes go through within its second', async () => {
    await receiver.stop()
    const started = performance.now()
    const { code } = await kubectl(['annotate', 'configmap', 'probe', '--overwrite', 'n=alone'])
    expect(code).toBe(0)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
