import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../cluster/cluster.ts'
import { application, engineDefinition, fluxLabels, IMAGE, kustomization, settings, web } from './manifests.ts'
import { Story, told } from './story.ts'

let cluster: TestCluster
const stories: Story[] = []

beforeAll(async () => {
  cluster = await startCluster()
  const definitions = [
    engineDefinition('kustomize.toolkit.fluxcd.io', 'v1', 'Kustomization', 'kustomizations'),
    engineDefinition('argoproj.io', 'v1alpha1', 'Application', 'applications'),
  ]
  await apply(...definitions, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } })
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } })
  await cluster.kubectl('admin', ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s'])
})

afterAll(async () => {
  for (const story of stories) story.end()
  await cluster.stop()
})

async function apply(...objects: readonly object[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects }
  const { code, stderr } = await cluster.kubectl('admin', ['apply', '-f', '-'], { stdin: JSON.stringify(list) })
  if (code !== 0) throw new Error(stderr)
}

async function begin(namespace: string): Promise<Story> {
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  const story = new Story(cluster, namespace)
  stories.push(story)
  return story
}

describe('Git is ahead', () => {
  it('is pending, by the engine’s word', async () => {
    const story = await begin('ahead-engine')
    const labels = fluxLabels('ahead')
    const applied = story.commit({ 'web.json': web({ image: 'nginx:1', labels }) })
    await story.deploy('flux')
    await apply(kustomization('ahead', applied))
    story.commit({ 'web.json': web({ image: 'nginx:2', labels }) })
    const report = await story.scan()
    expect(told(report.pending)).toEqual([`modified Deployment/web ${IMAGE} base engine`])
    expect(told(report.findings)).toEqual([])
    expect(report.verdict).toBe('pending')
    expect(report.pending[0]?.base).toEqual({ evidence: 'engine', revision: applied, value: 'nginx:1' })
  })

  it('is pending, where the whole object equals an earlier commit and the deployer owns the field', async () => {
    const story = await begin('ahead-history')
    const applied = story.commit({ 'web.json': web({ image: 'nginx:1' }) })
    await story.deploy('argocd')
    story.commit({ 'web.json': web({ image: 'nginx:2' }) })
    const report = await story.scan()
    expect(told(report.pending)).toEqual([`modified Deployment/web ${IMAGE} base history`])
    expect(told(report.findings)).toEqual([])
    expect(report.pending[0]?.base.revision).toBe(applied)
  })

  it('is pending, where a pipeline applies client-side and a commit confirms its annotation', async () => {
    const story = await begin('ahead-client')
    story.commit({ 'web.json': web({ image: 'nginx:1' }) })
    await story.deploy('client-side')
    story.commit({ 'web.json': web({ image: 'nginx:2' }) })
    const report = await story.scan()
    expect(told(report.pending)).toEqual([`modified Deployment/web ${IMAGE} base last-applied`])
    expect(told(report.findings)).toEqual([])
  })
})

describe('Git is behind', () => {
  it('is pending where the engine names the older revision that it went back to', async () => {
    const story = await begin('behind')
    const annotations = { 'argocd.argoproj.io/tracking-id': 'behind:apps/Deployment:behind/web' }
    const old = story.commit({ 'web.json': web({ image: 'nginx:1', annotations }) })
    story.commit({ 'web.json': web({ image: 'nginx:2', annotations }) })
    await story.deploy('argocd')
    await story.deployAt(old, 'argocd')
    await apply(application('behind', old))
    const report = await story.scan()
    expect(told(report.pending)).toEqual([`modified Deployment/web ${IMAGE} base engine`])
    expect(told(report.findings)).toEqual([])
  })

  it('R-6 is not judged where the engine names a revision that the source does not have', async () => {
    const story = await begin('stale')
    const labels = fluxLabels('stale')
    story.commit({ 'web.json': web({ image: 'nginx:2', labels }) })
    await story.deploy('flux')
    story.commit({ 'web.json': web({ image: 'nginx:1', labels }) })
    await apply(kustomization('stale', '0123456789012345678901234567890123456789'))
    const report = await story.scan()
    expect(report.notChecked.map(({ path, reason }) => `${reason} ${path}`)).toEqual([`desired-stale ${IMAGE}`])
    expect([...report.findings, ...report.pending]).toEqual([])
    expect(report.verdict).toBe('unknown')
  })
})

describe('kubectl rollout undo', () => {
  it('R-5 is drift, annotated with the commit whose value it is', async () => {
    const story = await begin('undo')
    const old = story.commit({ 'web.json': web({ image: 'nginx:1' }) })
    await story.deploy('argocd')
    await story.kubectl('alice', [
      'wait',
      '--for=jsonpath={.metadata.annotations.deployment\\.kubernetes\\.io/revision}=1',
      'deploy/web',
    ])
    story.commit({ 'web.json': web({ image: 'nginx:2' }) })
    await story.deploy('argocd')
    await story.kubectl('alice', [
      'wait',
      '--for=jsonpath={.metadata.annotations.deployment\\.kubernetes\\.io/revision}=2',
      'deploy/web',
    ])
    await story.kubectl('alice', ['rollout', 'undo', 'deploy/web'])
    const report = await story.scan()
    expect(told(report.findings)).toEqual([`modified Deployment/web ${IMAGE} base unknown`])
    expect(report.findings[0]?.note).toMatch(new RegExp(`@${old.slice(0, 7)}, 1 commit ago$`))
    expect(report.findings[0]?.attribution.manager).toBe('kubectl')
    expect(report.pending).toEqual([])
  })
})

describe('a person’s kubectl apply', () => {
  it('R-5 is drift: the annotation that it rewrote is no base, since no commit holds its value', async () => {
    const story = await begin('person-apply')
    story.commit({ 'web.json': web({ image: 'nginx:1' }) })
    await story.deploy('argocd')
    await story.kubectl('alice', ['apply', '-f', '-'], web({ image: 'nginx:hotfix' }))
    const report = await story.scan()
    expect(told(report.findings)).toEqual([`modified Deployment/web ${IMAGE} base unknown`])
    expect(report.findings[0]?.actorClass).toBe('person')
    expect(report.pending).toEqual([])
  })
})

describe('removed in Git', () => {
  it('a field is a pending removal', async () => {
    const story = await begin('field-removed')
    story.commit({ 'web.json': web({ env: [{ name: 'DEBUG', value: '1' }] }) })
    await story.deploy('argocd')
    story.commit({ 'web.json': web() })
    const report = await story.scan()
    expect(told(report.pending)).toEqual([
      'added Deployment/web .spec.template.spec.containers[name="web"].env[name="DEBUG"] base history',
    ])
    expect(told(report.findings)).toEqual([])
  })

  it('an object is a pending removal, and one that the deployer never owned is not Git’s business', async () => {
    const story = await begin('object-removed')
    story.commit({ 'web.json': web(), 'old.json': settings('old', { a: '1' }) })
    await story.deploy('argocd')
    await story.kubectl('alice', ['create', 'configmap', 'stray'])
    story.commit({ 'old.json': undefined })
    const report = await story.scan()
    expect(told(report.pending)).toEqual(['added ConfigMap/old (object) base history'])
    expect(told(report.findings)).toEqual([])
  })
})

describe('new in Git', () => {
  it('is pending, and an object that was there and is gone is drift', async () => {
    const story = await begin('new-object')
    const before = story.commit({ 'web.json': web(), 'kept.json': settings('kept', { a: '1' }) })
    await story.deploy('argocd')
    story.commit({ 'new.json': settings('new', { a: '1' }) })
    const pending = await story.scan()
    expect(told(pending.pending)).toEqual(['missing ConfigMap/new (object) base history'])
    expect(pending.pending[0]?.base.revision).toBe(before)
    expect(told(pending.findings)).toEqual([])

    await story.deploy('argocd')
    await story.kubectl('alice', ['delete', 'configmap', 'kept'])
    const drifted = await story.scan()
    expect(drifted.findings.map(({ kind, object }) => `${kind} ${object.name}`)).toEqual(['missing kept'])
    expect(drifted.pending).toEqual([])
  })
})

describe('renamed', () => {
  it('R-15 is a pending create and a pending removal', async () => {
    const story = await begin('renamed')
    story.commit({ 'web.json': web(), 'settings.json': settings('settings-a1', { a: '1' }) })
    await story.deploy('argocd')
    story.commit({ 'settings.json': settings('settings-b2', { a: '2' }) })
    const report = await story.scan()
    expect(told(report.pending)).toEqual([
      'added ConfigMap/settings-a1 (object) base history',
      'missing ConfigMap/settings-b2 (object) base history',
    ])
    expect(told(report.findings)).toEqual([])
  })
})

describe('both moved', () => {
  it('is drift and pending at once', async () => {
    const story = await begin('both')
    const labels = fluxLabels('both')
    const applied = story.commit({ 'web.json': web({ image: 'nginx:1', labels }) })
    await story.deploy('flux')
    await apply(kustomization('both', applied))
    story.commit({ 'web.json': web({ image: 'nginx:2', labels }) })
    await story.kubectl('alice', ['set', 'image', 'deploy/web', 'web=nginx:hotfix'])
    const report = await story.scan()
    const line = `modified Deployment/web ${IMAGE} base engine`
    expect(told(report.findings)).toEqual([line])
    expect(told(report.pending)).toEqual([line])
    expect(report.findings[0]).toMatchObject({
      desired: 'nginx:2',
      live: 'nginx:hotfix',
      base: { value: 'nginx:1', revision: applied },
    })
    expect(report.verdict).toBe('drifted')
  })
})

describe('a fix in a cluster that a pipeline applies to', () => {
  it('is drift from the annotation’s value, which the head commit confirms', async () => {
    const story = await begin('client-drift')
    const head = story.commit({ 'web.json': web({ image: 'nginx:1' }) })
    await story.deploy('client-side')
    await story.kubectl('alice', ['set', 'image', 'deploy/web', 'web=nginx:hotfix'])
    const report = await story.scan()
    expect(told(report.findings)).toEqual([`modified Deployment/web ${IMAGE} base last-applied`])
    expect(report.findings[0]?.base).toEqual({ evidence: 'last-applied', revision: head, value: 'nginx:1' })
    expect(report.pending).toEqual([])
  })
})
