import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../cluster/cluster.ts'
import { answer } from '../../faults/fault-server.ts'
import type { TemporaryFolder } from '../../faults/temporary-folder.ts'
import { waitUntilNothingIsMissing } from '../../cluster/waiting.ts'
import { below, type Gateway, startGateway } from '../gateway.ts'
import { driftage, findingLines, gapLines, reportOf } from '../program.ts'
import { makeSource } from '../source-folder.ts'
import { NAMESPACE, placeWitness, WITNESS_FINDING, WITNESS_IN_GIT } from '../witness.ts'
import { brokenApiService, crd, widget } from './widgets.ts'

let cluster: TestCluster
let gateway: Gateway
const sources: TemporaryFolder[] = []

beforeAll(async () => {
  cluster = await startCluster({ controllerManager: false })
  await placeWitness(cluster)
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  await cluster.admin.expect('POST', definitions, { body: crd('widgets', 'Widget') })
  await cluster.admin.expect('POST', '/apis/apiregistration.k8s.io/v1/apiservices', { body: brokenApiService() })
  const path = `/apis/example.com/v1/namespaces/${NAMESPACE}/widgets`
  const post = () => cluster.admin.send('POST', path, { body: widget('Widget', 'v1', 'one', 2) })
  await waitUntilNothingIsMissing('the kind is served', async () => ((await post()).status < 300 ? [] : ['Widget']))
  gateway = await startGateway(cluster)
})

afterAll(async () => {
  await gateway?.stop()
  await Promise.all(sources.map((source) => source.remove()))
  await cluster?.stop()
})

async function scan(...manifests: readonly object[]) {
  const files = manifests.map((one, i) => [`${i}.json`, JSON.stringify(one)] as const)
  const source = await makeSource({ 'witness.json': WITNESS_IN_GIT, ...Object.fromEntries(files) })
  sources.push(source)
  const run = await driftage('scan', source.path, '--kubeconfig', gateway.kubeconfig, '-o', 'json')
  return { code: run.code, report: reportOf(run) }
}

async function expectGaps(manifests: readonly object[], gaps: readonly string[]): Promise<string> {
  const { code, report } = await scan(...manifests)
  expect(gapLines(report)).toEqual(gaps)
  expect(findingLines(report)).toEqual([WITNESS_FINDING])
  expect(code).toBe(2)
  return report.notChecked.map(({ message }) => message).join('\n')
}

describe('a kind that cannot be asked for', () => {
  it('is unknown to the cluster', async () => {
    const said = await expectGaps([widget('Gadget', 'v1', 'one', 1)], ['example.com/v1/Gadget: kind-unknown'])
    expect(said).toContain('0.json')
  })

  it('is defined by the source and not installed yet', async () => {
    const manifests = [crd('gadgets', 'Gadget'), widget('Gadget', 'v1', 'one', 1)]
    const { code, report } = await scan(...manifests)
    expect(gapLines(report)).toEqual(['example.com/v1/Gadget: crd-missing'])
    expect(findingLines(report).toSorted()).toEqual([
      WITNESS_FINDING,
      'CustomResourceDefinition/gadgets.example.com  missing',
    ])
    expect(code).toBe(2)
  })

  it('is served in another version', async () => {
    const said = await expectGaps([widget('Widget', 'v2', 'one', 1)], ['example.com/v2/Widget: version-not-served'])
    expect(said).toContain('example.com/v1')
  })

  it('belongs to a group whose server is down (F-09)', async () => {
    const metric = { apiVersion: 'metrics.example.com/v1', kind: 'Metric', metadata: { name: 'm' } }
    const said = await expectGaps([metric], ['metrics.example.com/v1/Metric: discovery-failed'])
    expect(said).toContain('APIService')
  })

  it('may exist, since no named group could be discovered', async () => {
    gateway.interfere((request) => (request.url === '/apis' ? answer(400, 'no') : undefined))
    const manifests = [widget('Widget', 'v1', 'one', 2), widget('Gadget', 'v1', 'one', 1)]
    const gaps = ['example.com/v1/Gadget: discovery-failed', 'example.com/v1/Widget: discovery-failed']
    await expectGaps(manifests, gaps).finally(() => gateway.interfere(() => undefined))
  })

  it('is listed by discovery and gone when it is read', async () => {
    gateway.interfere(below('/apis/example.com/v1/', answer(404, '404 page not found')))
    const { code, report } = await scan(widget('Widget', 'v1', 'one', 1)).finally(() =>
      gateway.interfere(() => undefined),
    )
    expect(gapLines(report)).toEqual(['Widget/one: refused'])
    expect(findingLines(report)).toEqual([WITNESS_FINDING])
    expect(code).toBe(2)
  })
})

describe('an integer beyond 2^53 (B-71)', () => {
  const text = (size: string) =>
    `{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"big","namespace":"${NAMESPACE}"},"spec":{"size":${size}}}`

  it.each([
    ['unchanged', '9007199254740993', 0, []],
    ['changed in its last digit', '9007199254740992', 1, ['Widget/big .spec.size modified']],
    ['the largest', '9223372036854775807', 1, ['Widget/big .spec.size modified']],
  ])('%s', async (_, size, code, findings) => {
    await cluster.kubectl('admin', ['apply', '--server-side', '-f', '-'], { stdin: text('9007199254740993') })
    const source = await makeSource({ 'big.json': text(size) })
    sources.push(source)
    const run = await driftage('scan', source.path, '--kubeconfig', gateway.kubeconfig, '-o', 'json')
    expect([run.code, findingLines(reportOf(run))]).toEqual([code, findings])
    for (const written of code === 0 ? [] : ['9007199254740993', size]) expect(run.out).toContain(`: ${written}`)
  })
})
