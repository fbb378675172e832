import { describe, expect, it } from 'vitest'
import type { SourceManifest } from '../model/desired-object.ts'
import type { JsonObject } from '../model/json.ts'
import type { KindInfo } from '../model/kind-info.ts'
import { resolveDesired } from './resolve-kinds.ts'

const DEPLOYMENT = kind('apps', 'v1', 'Deployment', true)
const CLUSTER_ROLE = kind('rbac.authorization.k8s.io', 'v1', 'ClusterRole', false)
const TABLE = {
  kinds: [
    DEPLOYMENT,
    CLUSTER_ROLE,
    kind('', 'v1', 'ConfigMap', true),
    kind('autoscaling', 'v2', 'HorizontalPodAutoscaler', true),
  ],
  failed: [{ group: 'metrics.k8s.io', version: 'v1beta1' }],
}

function kind(group: string, version: string, name: string, namespaced: boolean): KindInfo {
  return { group, version, kind: name, resource: `${name.toLowerCase()}s`, namespaced, verbs: ['get'] }
}

function manifest(
  apiVersion: string,
  kindName: string,
  metadata: JsonObject = { name: 'x' },
  rest: JsonObject = {},
): SourceManifest {
  return {
    source: 'shop',
    place: { file: 'a.yaml', line: 3 },
    role: 'object',
    manifest: { apiVersion, kind: kindName, metadata, ...rest },
  }
}

describe('namespaces', () => {
  it.each([
    ['none named', manifest('apps/v1', 'Deployment'), 'default-ns'],
    ['one named', manifest('apps/v1', 'Deployment', { name: 'x', namespace: 'shop' }), 'shop'],
    ['an empty one', manifest('apps/v1', 'Deployment', { name: 'x', namespace: '' }), 'default-ns'],
    [
      'one named for a cluster-scoped kind',
      manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'x', namespace: 'shop' }),
      '',
    ],
  ])('%s', (_, one, namespace) => {
    expect(resolveDesired([one], TABLE, 'default-ns').objects).toMatchObject([{ namespace, name: 'x' }])
  })
})

describe('kinds that are not found', () => {
  const CRD = manifest(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    { name: 'widgets.acme.io' },
    {
      spec: { group: 'acme.io', names: { kind: 'Widget' }, versions: [{ name: 'v1', served: true }] },
    },
  )

  it.each([
    [
      'another version is served',
      manifest('autoscaling/v2beta2', 'HorizontalPodAutoscaler'),
      'version-not-served',
      'autoscaling/v2beta2/HorizontalPodAutoscaler',
    ],
    [
      'the group was not discovered',
      manifest('metrics.k8s.io/v1beta1', 'NodeMetrics'),
      'discovery-failed',
      'metrics.k8s.io/v1beta1/NodeMetrics',
    ],
    ['a source defines it', manifest('acme.io/v1', 'Widget'), 'crd-missing', 'acme.io/v1/Widget'],
    ['nobody knows it', manifest('acme.io/v1', 'Gadget'), 'kind-unknown', 'acme.io/v1/Gadget'],
    ['core group', manifest('v1', 'Pods'), 'kind-unknown', '-/v1/Pods'],
  ])('%s', (_, one, reason, written) => {
    const { objects, gaps } = resolveDesired([one, CRD], TABLE, 'd')
    expect(objects).toEqual([])
    expect(gaps[0]).toMatchObject({ kind: written, reason })
    expect(gaps[0]?.message).toContain('a.yaml:3')
  })

  it('proves nothing where no named group could be discovered', () => {
    const failed = [{ group: '*', version: '*' }]
    const { gaps } = resolveDesired(
      [manifest('acme.io/v1', 'Gadget'), manifest('v1', 'Pods')],
      { ...TABLE, failed },
      'd',
    )
    expect(gaps.map(({ reason }) => reason)).toEqual(['discovery-failed', 'kind-unknown'])
  })

  it('are one gap for all objects of a kind', () => {
    const { gaps } = resolveDesired(
      Array.from({ length: 5 }, () => manifest('acme.io/v1', 'Gadget')),
      TABLE,
      'd',
    )
    expect(gaps).toHaveLength(1)
    expect(gaps[0]?.message).toMatch(/5 objects were not compared .* and 2 more/)
  })
})

it('leaves objects with generated names out, since each apply makes another one', () => {
  const { objects, excluded } = resolveDesired(
    [manifest('apps/v1', 'Deployment', { generateName: 'job-' })],
    TABLE,
    'd',
  )
  expect(objects).toEqual([])
  expect(excluded).toEqual([
    {
      ref: { cluster: '', group: 'apps', kind: 'Deployment', namespace: 'd', name: 'job-*' },
      version: 'v1',
      reason: 'generate-name',
    },
  ])
})
