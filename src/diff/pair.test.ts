import { describe, expect, it } from 'vitest'
import type { Difference } from '../model/difference.ts'
import { printPath } from '../model/field-path.ts'
import { type Json, type JsonObject, textOf } from '../model/json.ts'
import { parseApiVersion } from '../model/kind-info.ts'
import { ownershipOf } from './ownership.ts'
import { diffPair, type PairInput } from './pair.ts'
import { builtinSchemas } from './schema/builtin.ts'

const DEPLOYER = { manager: 'argocd-controller' }

function deployment(spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', ...metadata }, spec }
}

function pods(container: JsonObject, pod: JsonObject = {}): JsonObject {
  return { template: { spec: { containers: [{ name: 'web', image: 'nginx:1', ...container }], ...pod } } }
}

function diff(desired: JsonObject, live: JsonObject, more: Partial<PairInput> = {}): readonly Difference[] {
  const { group, version } = parseApiVersion(textOf(desired['apiVersion']))
  const type = builtinSchemas().compiler.kind(group, version, textOf(desired['kind']))
  if (type === undefined) throw new Error('no such kind')
  return diffPair({
    group,
    kind: textOf(desired['kind']),
    type,
    defaults: {},
    desired,
    live,
    ownership: ownershipOf(live),
    deployer: DEPLOYER,
    lastApplied: undefined,
    oracle: { state: 'not-asked' },
    admission: 'none',
    ...more,
  }).differences
}

function told(differences: readonly Difference[]): string[] {
  return differences.map(({ kind, path }) => `${kind} ${printPath(path)}`).sort()
}

const CONTAINER = '.spec.template.spec.containers[name="web"]'

describe('fields', () => {
  it('is not told by the annotation of a client-side apply, nor by the map that came with it', () => {
    const live = deployment({}, { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } })
    expect(told(diff(deployment({}), live))).toEqual([])
  })

  it('tells a changed, a removed and an added leaf', () => {
    const desired = deployment({ replicas: 2, ...pods({ command: ['run'], imagePullPolicy: 'Always' }) })
    const live = deployment({ replicas: 3, paused: true, ...pods({ imagePullPolicy: 'Always' }) })
    expect(told(diff(desired, live))).toEqual([
      'added .spec.paused',
      'modified .spec.replicas',
      `removed ${CONTAINER}.command`,
    ])
  })

  it('tells an added map entry by its key', () => {
    const desired = deployment(pods({}), { labels: { app: 'web' } })
    const live = deployment(pods({}), { labels: { app: 'web', 'a.b/c': 'x' } })
    expect(told(diff(desired, live))).toEqual(['added .metadata.labels["a.b/c"]'])
  })

  it('tells an element that holds nothing, on either side', () => {
    const named = deployment(pods({}, { imagePullSecrets: [{ name: 'registry' }] }))
    const nameless = deployment(pods({}, { imagePullSecrets: [{ name: 'registry' }, {}] }))
    const path = '.spec.template.spec.imagePullSecrets[name=""]'
    expect(told(diff(named, nameless))).toEqual([`added ${path}`])
    expect(told(diff(nameless, named))).toEqual([`removed ${path}`])
  })

  it('tells an added list element as one difference, and each leaf of an added struct', () => {
    const desired = deployment(pods({ env: [{ name: 'A', value: '1' }] }))
    const live = deployment(
      pods({
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
        securityContext: { runAsUser: 0, privileged: true },
      }),
    )
    expect(told(diff(desired, live))).toEqual([
      `added ${CONTAINER}.env[name="B"]`,
      `added ${CONTAINER}.securityContext.privileged`,
      `added ${CONTAINER}.securityContext.runAsUser`,
    ])
  })

  it('tells a renamed list key as one removed and one added element', () => {
    const desired = deployment(pods({ env: [{ name: 'A', value: '1' }] }))
    const live = deployment(pods({ env: [{ name: 'B', value: '1' }] }))
    expect(told(diff(desired, live))).toEqual([
      `added ${CONTAINER}.env[name="B"]`,
      `removed ${CONTAINER}.env[name="A"]`,
    ])
  })

  it('tells another order of the common elements, and only that', () => {
    const desired = deployment(
      pods({
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      }),
    )
    const live = deployment(
      pods({
        env: [
          { name: 'B', value: '2' },
          { name: 'X', value: '0' },
          { name: 'A', value: '1' },
        ],
      }),
    )
    const found = diff(desired, live)
    expect(told(found)).toEqual([`added ${CONTAINER}.env[name="X"]`, `reordered ${CONTAINER}.env`])
    expect(found.find((one) => one.kind === 'reordered')).toMatchObject({ desired: ['A', 'B'], live: ['B', 'X', 'A'] })
  })

  it('takes an atomic list as one leaf', () => {
    const desired = deployment(pods({ args: ['a', 'b'] }))
    const live = deployment(pods({ args: ['b', 'a'] }))
    expect(told(diff(desired, live))).toEqual([`modified ${CONTAINER}.args`])
  })

  it('takes the repeats of one key as one block', () => {
    const twice: Json = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ]
    const other: Json = [
      { name: 'A', value: '1' },
      { name: 'A', value: '3' },
    ]
    expect(told(diff(deployment(pods({ env: twice })), deployment(pods({ env: twice }))))).toEqual([])
    expect(told(diff(deployment(pods({ env: twice })), deployment(pods({ env: other }))))).toEqual([
      `modified ${CONTAINER}.env[name="A"]`,
    ])
  })
})

describe('values that mean the same', () => {
  it('compares quantities by amount', () => {
    const desired = deployment(pods({ resources: { limits: { cpu: 0.5, memory: '1024Mi' } } }))
    const live = deployment(pods({ resources: { limits: { cpu: '500m', memory: '1Gi' } } }))
    expect(diff(desired, live)).toEqual([])
  })

  it('keeps a port number and a port name apart', () => {
    const service = (targetPort: Json): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { ports: [{ port: 80, protocol: 'TCP', targetPort }] },
    })
    expect(told(diff(service(80), service('80')))).toEqual(['modified .spec.ports[port=80,protocol="TCP"].targetPort'])
  })

  it('fills the default of a list key before it looks for the element', () => {
    const desired = deployment(pods({ ports: [{ containerPort: 80 }] }))
    const live = deployment(pods({ ports: [{ containerPort: 80, protocol: 'TCP' }] }))
    expect(diff(desired, live)).toEqual([])
  })

  it('folds stringData into data', () => {
    const secret = (more: JsonObject): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      ...more,
    })
    expect(diff(secret({ stringData: { a: 'x' }, data: { a: 'eQ==' } }), secret({ data: { a: 'eA==' } }))).toEqual([])
  })

  it('takes empty values that the server drops as absent, and keeps those that it stores', () => {
    const desired = deployment(
      pods({ env: [], volumeMounts: [] }, { automountServiceAccountToken: false, hostNetwork: false }),
    )
    const live = deployment(pods({}))
    expect(told(diff(desired, live))).toEqual(['removed .spec.template.spec.automountServiceAccountToken'])
  })

  it('ignores null, status and what the server writes into metadata', () => {
    const desired = { ...deployment(pods({ args: null }), { creationTimestamp: null }), status: {} }
    const live = { ...deployment(pods({}), { uid: 'u', resourceVersion: '1', generation: 3 }), status: { replicas: 3 } }
    expect(diff(desired, live)).toEqual([])
  })
})

describe('fields that the schema does not know', () => {
  it('R-12 are ineffective where they hold something, and equal to absent where they do not', () => {
    const desired = deployment({ replica: 5, extra: [], ...pods({ imagePulPolicy: 'Always' }) })
    expect(told(diff(desired, deployment(pods({}))))).toEqual(
      [`ineffective ${CONTAINER}.imagePulPolicy`, 'ineffective .spec.replica'].sort(),
    )
  })
})

describe('B-70 keys that JavaScript gives a meaning to', () => {
  const configMap = (data: string): JsonObject =>
    JSON.parse(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":${data}}`) as JsonObject

  it('are compared like any other', () => {
    expect(told(diff(configMap('{"__proto__":"a"}'), configMap('{"__proto__":"b"}')))).toEqual([
      'modified .data.__proto__',
    ])
    expect(told(diff(configMap('{}'), configMap('{"constructor":"b"}')))).toEqual(['added .data.constructor'])
    expect(told(diff(configMap('{"toString":"a"}'), configMap('{"x":"y"}')))).toEqual([
      'added .data.x',
      'removed .data.toString',
    ])
  })
})

describe('R-10 ownership', () => {
  it('is told beside the difference and decides nothing', () => {
    const live = deployment(
      { replicas: 3, ...pods({}) },
      {
        managedFields: [
          { manager: 'argocd-controller', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:template': {} } } },
          {
            manager: 'kubectl',
            operation: 'Update',
            subresource: 'scale',
            fieldsV1: { 'f:spec': { 'f:replicas': {} } },
          },
        ],
      },
    )
    const [found] = diff(deployment({ replicas: 2, ...pods({}) }), live)
    expect(found?.signals.owners).toEqual([
      { manager: 'kubectl', operation: 'Update', subresource: 'scale', time: undefined },
    ])
    expect(found?.signals.deployerOwns).toBe(false)
  })
})
