import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareCluster } from '../bare-cluster.ts'
import type { ClusterUser } from '../../cluster/users.ts'
import type { TemporaryFolder } from '../../faults/temporary-folder.ts'
import { createLargest, largeDeployment } from './large-deployment.ts'
import { driftage, explanationOf, findingLines, gapLines, reportOf } from '../program.ts'
import { makeSource } from '../source-folder.ts'
import { configMap, NAMESPACE, sawWitness, WITNESS_FINDING, WITNESS_IN_GIT } from '../witness.ts'

const sources: TemporaryFolder[] = []

beforeAll(async () => {})

afterAll(async () => {
  await Promise.all(sources.map((source) => source.remove()))
})

async function sourceOf(...manifests: readonly object[]): Promise<string> {
  const files = manifests.map((one, i) => [`${i}.json`, JSON.stringify(one)] as const)
  const source = await makeSource({ 'witness.json': WITNESS_IN_GIT, ...Object.fromEntries(files) })
  sources.push(source)
  return source.path
}

async function scan(user: ClusterUser, ...manifests: readonly object[]) {
  const source = await sourceOf(...manifests)
  const run = await driftage('scan', source, '--kubeconfig', bareCluster().kubeconfigs[user], '-o', 'json')
  return { code: run.code, report: reportOf(run) }
}

const ARGUMENTS = '.spec.template.spec.containers[name="main"].args'
const CONFIG_MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`

describe('a reader without rights', () => {
  it('is told of each object that it may not be read, never that it is missing', async () => {
    const { code, report } = await scan('reader', configMap('gone', { a: '1' }))
    expect(gapLines(report)).toEqual(['ConfigMap/gone: forbidden', 'ConfigMap/witness: forbidden'])
    expect(report).toMatchObject({ verdict: 'unknown', findings: [], pending: [] })
    expect(code).toBe(2)
  })

  it('is told the same of many objects, which come by list', async () => {
    const many = Array.from({ length: 15 }, (_, i) => configMap(`many-${i}`, { a: '1' }))
    const { code, report } = await scan('reader', ...many)
    expect(new Set(report.notChecked.map(({ reason }) => reason))).toEqual(new Set(['forbidden']))
    expect([code, report.notChecked.length, report.findings]).toEqual([2, 16, []])
  })

  it('is told by explain and by doctor', async () => {
    const source = await sourceOf()
    const flags = ['--kubeconfig', bareCluster().kubeconfigs.reader, '-n', NAMESPACE, '-o', 'json']
    const explained = await driftage('explain', 'configmap/witness', '--source', source, ...flags)
    expect([explained.code, explanationOf(explained).verdict]).toEqual([2, 'unknown'])
    const doctor = await driftage('doctor', source, ...flags)
    expect(doctor.code).toBe(2)
    expect(doctor.out).toContain('"missing"')
  })

  it('may read what a role allows, and the rest is named', async () => {
    const role = {
      metadata: { name: 'configmaps', namespace: NAMESPACE },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    }
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}`
    await bareCluster().admin.expect('POST', `${rbac}/roles`, { body: role })
    const binding = {
      metadata: { name: 'configmaps' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'configmaps' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
    }
    await bareCluster().admin.expect('POST', `${rbac}/rolebindings`, { body: binding })
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hidden', namespace: NAMESPACE } }
    const { code, report } = await scan('reader', secret, configMap('absent', { a: '1' }))
    expect(gapLines(report)).toContain('Secret/hidden: forbidden')
    expect(findingLines(report)).toContain('ConfigMap/absent  missing')
    // It may not list webhooks, so the witness may be their work.
    expect([...gapLines(report), ...findingLines(report)].join()).toMatch(/ConfigMap\/witness.*(needs-oracle|modified)/)
    expect(code).toBe(2)
  })
})

describe('two sources hold one object', () => {
  it('and differ in a leaf: that leaf is contested, and the rest is compared', async () => {
    const body = configMap('shared', { colour: 'red', size: '1' })
    await bareCluster().admin.expect('POST', CONFIG_MAPS, { body })
    const first = await sourceOf(configMap('shared', { colour: 'red', size: '2' }))
    const second = await sourceOf(configMap('shared', { colour: 'blue', size: '2' }))
    const run = await driftage('scan', first, second, '--kubeconfig', bareCluster().kubeconfigs.admin, '-o', 'json')
    const expected = [
      'ConfigMap/shared .data.colour contested',
      'ConfigMap/shared .data.size modified',
      WITNESS_FINDING,
    ]
    expect([run.code, findingLines(reportOf(run)).toSorted()]).toEqual([1, expected])
  })
})

describe('objects in odd states', () => {
  it('one that is being deleted is not judged', async () => {
    const metadata = { name: 'leaving', finalizers: ['example.com/wait'] }
    await bareCluster().admin.expect('POST', CONFIG_MAPS, { body: { metadata, data: { a: '2' } } })
    await bareCluster().admin.expect('DELETE', `${CONFIG_MAPS}/leaving`)
    const { code, report } = await scan('admin', configMap('leaving', { a: '1' }))
    expect(gapLines(report)).toEqual(['ConfigMap/leaving: terminating'])
    expect([code, findingLines(report)]).toEqual([2, [WITNESS_FINDING]])
  })

  it('those of a namespace that is gone are missing, and others are compared', async () => {
    const lost = { ...configMap('lost', { a: '1' }), metadata: { name: 'lost', namespace: 'gone' } }
    const { code, report } = await scan('admin', lost)
    expect(findingLines(report).toSorted()).toEqual(['ConfigMap/lost  missing', WITNESS_FINDING])
    expect([code, gapLines(report)]).toEqual([1, []])
  })

  it('the largest that the cluster stores is compared to its last byte (B-75)', async () => {
    const bytes = await createLargest(bareCluster(), 'large', 'a')
    expect(bytes).toBeGreaterThan(1_500_000)
    const same = await scan('admin', largeDeployment('large', bytes, 'a'))
    expect([same.code, findingLines(same.report), gapLines(same.report)]).toEqual([1, [WITNESS_FINDING], []])
    const changed = await scan('admin', largeDeployment('large', bytes, 'b'))
    expect(findingLines(changed.report)).toEqual([WITNESS_FINDING, `Deployment/large ${ARGUMENTS} modified`])
  })

  it('one in Git that no cluster could store is told as missing, or as different from a smaller one (B-75)', async () => {
    await bareCluster().admin.expect('POST', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, {
      body: largeDeployment('grown', 10, 'a'),
    })
    const impossible = [largeDeployment('grown', 4_000_000, 'a'), largeDeployment('never', 4_000_000, 'a')]
    const { code, report } = await scan('admin', ...impossible)
    expect([code, findingLines(report).toSorted(), gapLines(report)]).toEqual([
      1,
      [WITNESS_FINDING, `Deployment/grown ${ARGUMENTS} modified`, 'Deployment/never  missing'],
      [],
    ])
  })

  it('a source of 10,000 documents is compared whole (B-40)', async () => {
    const texts = Array.from({ length: 10_000 }, (_, i) => JSON.stringify(configMap(`many-${i}`, { a: '1' })))
    const source = await makeSource({ 'all.yaml': [...texts, WITNESS_IN_GIT].join('\n---\n') })
    sources.push(source)
    const run = await driftage('scan', source.path, '--kubeconfig', bareCluster().kubeconfigs.admin, '-o', 'json')
    const report = reportOf(run)
    expect(report.summary.objects).toBe(10_001)
    expect(report.findings.filter(({ kind }) => kind === 'missing')).toHaveLength(10_000)
    expect([run.code, sawWitness(report)]).toEqual([1, true])
  })
})
