import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareCluster } from '../bare-cluster.ts'
import { answer, type Handler } from '../../faults/fault-server.ts'
import type { TemporaryFolder } from '../../faults/temporary-folder.ts'
import { below, type Gateway, hangUp, silence, startGateway } from '../gateway.ts'
import { driftage, findingLines, freshCache, gapLines, reportOf } from '../program.ts'
import { makeSource } from '../source-folder.ts'
import { NAMESPACE, WITNESS_FINDING, WITNESS_IN_GIT } from '../witness.ts'
import { endless, forbidden, LOGIN_PAGE, NO_RETRY } from './harmful-answers.ts'

let gateway: Gateway
const sources: TemporaryFolder[] = []

beforeAll(async () => {
  await bareCluster().admin.expect('POST', POLICIES, { body: policy('second', ['Ingress']) })
  gateway = await startGateway(bareCluster())
})

afterAll(async () => {
  await gateway?.stop()
  await Promise.all(sources.map((source) => source.remove()))
})

const POLICIES = `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`

function policy(name: string, policyTypes: readonly string[]): object {
  const metadata = { name, namespace: NAMESPACE }
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {}, policyTypes } }
}

function service(name: string): string {
  const metadata = { name, namespace: NAMESPACE }
  return JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } })
}

async function scan(kubeconfig: string, files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const source = await makeSource({ 'witness.json': WITNESS_IN_GIT, ...files })
  sources.push(source)
  const run = await driftage('scan', source.path, '--kubeconfig', kubeconfig, '-o', 'json', ...flags)
  return { ...run, report: reportOf(run) }
}

const HARM: Readonly<Record<string, readonly [reason: string, code: string, handler: Handler]>> = {
  'is-401': ['unauthorized', 'Log in', answer(401, { ...forbidden, reason: 'Unauthorized', code: 401 })],
  'is-403': ['forbidden', 'Grant the right', answer(403, { ...forbidden, message: 'User "a" cannot get resource' })],
  'is-429': ['throttled', 'Try later', answer(429, 'slow down', NO_RETRY)],
  'is-500': ['server-error', '500', answer(500, 'no')],
  'is-503': ['server-error', '503', answer(503, 'no')],
  'is-endless': ['invalid-answer', 'larger than', endless(400)],
  'is-html': ['invalid-answer', 'not JSON', answer(200, LOGIN_PAGE, { 'content-type': 'text/html' })],
  'is-cut': ['invalid-answer', 'not JSON', answer(200, '{"kind":"Service","metadata":{"na')],
  'is-other': ['invalid-answer', 'something else', answer(200, { kind: 'Service', metadata: { name: 'x' } })],
}
const MORE_HARM: typeof HARM = {
  'is-away': ['invalid-answer', 'redirects', answer(302, '', { location: 'https://elsewhere.example/' })],
  'is-closed': ['unreachable', 'no connection', hangUp],
  'is-silent': ['timeout', 'took too long', silence],
}

describe('some objects cannot be read', () => {
  // Only what stays silent is waited for; reading what never ends takes a busy machine some time.
  it.each([
    ['some', HARM, '60s'],
    ['more', MORE_HARM, '5s'],
  ] as const)('each is named with its reason, and all others are compared: %s', async (_, harm, timeout) => {
    gateway.interfere(({ url }) => harm[/\/services\/([^/?]+)/.exec(url ?? '')?.[1] ?? '']?.[2])
    const files = Object.fromEntries(Object.keys(harm).map((name) => [`${name}.json`, service(name)]))
    const { code, report } = await scan(gateway.kubeconfig, files, '--request-timeout', timeout)
    expect(gapLines(report)).toEqual(
      Object.keys(harm)
        .sort()
        .map((name) => `Service/${name}: ${harm[name]?.[0] ?? ''}`),
    )
    for (const { object, message } of report.notChecked) {
      expect(message).toContain(harm[object?.name ?? '']?.[1])
      expect(message).toContain(`get Service ${NAMESPACE}/${object?.name ?? ''}`)
    }
    expect(findingLines(report)).toEqual([WITNESS_FINDING])
    expect(code).toBe(2)
  })
})

describe('types cannot be read', () => {
  it.each([
    ['fails', answer(500, 'no')],
    ['is cut off', answer(200, '{"components":')],
  ])('the document of a group %s: nothing is said of its kinds, and others are compared', async (_, handler) => {
    freshCache()
    gateway.interfere(below('/openapi/v3/api/v1', handler))
    const files = { 'policy.json': JSON.stringify(policy('second', ['Egress'])) }
    const { code, report } = await scan(gateway.kubeconfig, files)
    expect(gapLines(report)).toEqual(['ConfigMap/witness: schema-unavailable'])
    expect(findingLines(report).join()).toContain('NetworkPolicy/second .spec.policyTypes')
    expect(code).toBe(2)
  })
})

describe('nothing can be read', () => {
  it.concurrent.each<[string, Handler]>([
    ['hangs up', hangUp],
    ['answers 401', answer(401, 'no')],
    ['answers 403', answer(403, 'no')],
    ['answers 500', answer(500, 'no')],
    ['answers 429', answer(429, 'no', NO_RETRY)],
    ['is a login page', answer(200, LOGIN_PAGE, { 'content-type': 'text/html' })],
    ['is some other JSON service', answer(200, { hello: 'world' })],
  ])('the server %s: no object is missing, and nothing is in sync', async (_, handler) => {
    const own = await startGateway(bareCluster())
    own.interfere(() => handler)
    const { code, report } = await scan(own.kubeconfig, {})
    await own.stop()
    expect(report).toMatchObject({ verdict: 'unknown', findings: [], pending: [], notChecked: [{}] })
    expect(code).toBe(2)
  })

  it.concurrent('nobody listens at the address', async () => {
    const { code, report } = await scan(gateway.kubeconfig, {}, '-s', 'https://127.0.0.1:1')
    expect(report).toMatchObject({ verdict: 'unknown', findings: [], notChecked: [{ reason: 'discovery-failed' }] })
    expect(report.notChecked[0]?.message).toContain('ECONNREFUSED')
    expect(code).toBe(2)
  })
})
