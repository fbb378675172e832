import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../model/json.ts'
import type { Visibility } from '../model/scan-report.ts'
import { type DifferenceExample, differenceAt, objectAt, refOf } from './difference-example.ts'
import { visibleTo } from './visible-to.ts'

interface Around {
  readonly ref?: string
  readonly live?: JsonObject
  readonly desired?: JsonObject
  readonly body?: JsonObject
}

const WEB = 'apps/Deployment/shop/web'
const CR = 'example.org/Thing/shop/t'
const ENV = '.spec.template.spec.containers[name="a"].env[name="DEBUG"]'
const ADDED: DifferenceExample = { live: { name: 'DEBUG', value: '1' } }

function annotated(name: string, value: string): JsonObject {
  return { annotations: { [name]: value } }
}

function at(path: string, example: DifferenceExample, around: Around = {}) {
  const ref = refOf(around.ref ?? WEB)
  return visibleTo(differenceAt(path, example), {
    ref,
    live: objectAt(ref, around.live),
    desired: objectAt(ref, around.desired, around.body),
  })
}

type Row = readonly [
  title: string,
  argocd: Visibility,
  flux: Visibility,
  path: string,
  example: DifferenceExample,
  around?: Around,
]

const ROWS: readonly Row[] = [
  ['a changed value of Git', 'yes', 'yes', '.spec.replicas', { desired: 3, live: 5 }],
  ['a removed value of Git', 'yes', 'yes', '.spec.paused', { desired: true }],
  ['a removed element', 'yes', 'yes', ENV, { desired: { name: 'DEBUG' } }],
  ['an object that is gone', 'yes', 'yes', '', { kind: 'missing', desired: {} }],
  ['an object of which neither knows', 'no', 'no', '', { live: {} }],
  [
    'an object that Argo CD tracks',
    'unknown',
    'no',
    '',
    { live: {} },
    { live: annotated('argocd.argoproj.io/tracking-id', 'x') },
  ],

  ['an addition by kubectl set', 'no', 'yes', ENV, { ...ADDED, owners: ['kubectl-set'] }],
  ['an addition by server-side kubectl apply', 'no', 'yes', ENV, { ...ADDED, owners: ['kubectl/Apply'] }],
  ['an addition from before the first apply', 'no', 'yes', ENV, { ...ADDED, owners: ['before-first-apply'] }],
  ['an addition by k9s', 'no', 'no', ENV, { ...ADDED, owners: ['k9s'] }],
  ['an addition by kubectl that k9s holds, too', 'no', 'no', ENV, { ...ADDED, owners: ['kubectl-edit', 'k9s'] }],
  ['an addition without an owner', 'no', 'no', ENV, ADDED],
  [
    'replicas by kubectl scale, where Git is silent',
    'no',
    'no',
    '.spec.replicas',
    { live: 5, owners: ['kubectl/Update/scale'] },
  ],
  [
    'a field that Git dropped and Flux still holds',
    'no',
    'yes',
    ENV,
    { ...ADDED, owners: ['kustomize-controller/Apply'] },
  ],
  [
    'an addition by kubectl apply',
    'yes',
    'yes',
    ENV,
    { ...ADDED, owners: ['kubectl-client-side-apply'], signals: { lastApplied: 'same' } },
  ],
  ['an addition that the last apply does not know', 'no', 'no', ENV, { ...ADDED, signals: { lastApplied: 'absent' } }],
  ['an added label', 'no', 'yes', '.metadata.labels.a', { live: 'b', owners: ['kubectl-label'] }],
  ['an added finalizer', 'no', 'no', '.metadata.finalizers[="x"]', { live: 'x', owners: ['kubectl-edit'] }],
  ['a removed finalizer', 'yes', 'no', '.metadata.finalizers[="x"]', { desired: 'x' }],

  [
    'one more item in a list that is replaced whole',
    'yes',
    'yes',
    '.spec.template.spec.tolerations',
    { desired: [{ key: 'a' }], live: [{ key: 'a' }, { key: 'b' }], atomic: true },
  ],
  [
    'such a list where Git has none',
    'no',
    'no',
    '.spec.template.spec.tolerations',
    { live: [{ key: 'a' }], atomic: true, owners: ['k9s'] },
  ],
  [
    'one more key in a selector',
    'no',
    'yes',
    '.spec.selector',
    { desired: { app: 'a' }, live: { app: 'a', v: '1' }, atomic: true },
    { ref: '-/Service/shop/web' },
  ],
  [
    'another value in a selector',
    'yes',
    'yes',
    '.spec.selector',
    { desired: { app: 'a' }, live: { app: 'b' }, atomic: true },
    { ref: '-/Service/shop/web' },
  ],

  ['a field added to a custom resource', 'no', 'yes', '.spec.size', { live: 1, owners: ['kubectl-edit'] }, { ref: CR }],
  [
    'an element added to a list of a custom resource',
    'yes',
    'no',
    '.spec.items[name="b"]',
    { live: { name: 'b' } },
    { ref: CR, body: { spec: { items: [{ name: 'a' }] } } },
  ],
  [
    'an element of a list that Git does not hold',
    'no',
    'no',
    '.spec.items[name="b"]',
    { live: { name: 'b' } },
    { ref: CR },
  ],
  [
    'a field added inside a list of a custom resource',
    'unknown',
    'no',
    '.spec.items[name="a"].size',
    { live: 1 },
    { ref: CR, body: { spec: { items: [{ name: 'a' }] } } },
  ],
  [
    'a longer list of a custom resource',
    'yes',
    'yes',
    '.spec.items',
    { desired: ['a'], live: ['a', 'b'], atomic: true },
    { ref: CR },
  ],
  [
    'a list of a custom resource with an item changed',
    'yes',
    'yes',
    '.spec.items',
    { desired: [{ a: 1 }], live: [{ a: 2 }], atomic: true },
    { ref: CR },
  ],
  [
    'a list of a custom resource with an item completed',
    'unknown',
    'yes',
    '.spec.items',
    { desired: [{ a: 1 }], live: [{ a: 1, b: 2 }], atomic: true },
    { ref: CR },
  ],

  ['status', 'no', 'no', '.status.phase', { desired: 'a', live: 'b' }],
  [
    'a hook',
    'no',
    'yes',
    '.spec.replicas',
    { desired: 3, live: 5 },
    { desired: annotated('helm.sh/hook', 'pre-install') },
  ],
  [
    'an excluded kind',
    'no',
    'yes',
    '.subsets',
    { desired: [], live: [{}], atomic: true },
    { ref: '-/Endpoints/shop/web' },
  ],
  [
    'order alone',
    'unknown',
    'yes',
    '.spec.template.spec.initContainers',
    { kind: 'reordered', desired: ['a', 'b'], live: ['b', 'a'] },
  ],
  ['a value that the server drops', 'yes', 'no', '.spec.replica', { kind: 'ineffective', desired: 5 }],
  ['a leaf with two sources', 'unknown', 'unknown', '.spec.replicas', { kind: 'contested', desired: 3, live: 3 }],
  [
    'a value that admission changes again',
    'yes',
    'no',
    '.spec.replicas',
    { desired: 3, live: 5, signals: { oracle: 'equals-live' } },
  ],

  [
    'compare options on the object',
    'unknown',
    'yes',
    '.spec.replicas',
    { desired: 3, live: 5 },
    { live: annotated('argocd.argoproj.io/compare-options', 'IgnoreExtraneous') },
  ],
  [
    'server-side apply asked for by the object',
    'unknown',
    'yes',
    '.spec.replicas',
    { desired: 3, live: 5 },
    { desired: annotated('argocd.argoproj.io/sync-options', 'Prune=false,ServerSideApply=true') },
  ],
  [
    'another sync option',
    'yes',
    'yes',
    '.spec.replicas',
    { desired: 3, live: 5 },
    { desired: annotated('argocd.argoproj.io/sync-options', 'Prune=false') },
  ],
  [
    'reconciling switched off by a person',
    'yes',
    'no',
    '.spec.replicas',
    { desired: 3, live: 5 },
    { live: annotated('kustomize.toolkit.fluxcd.io/reconcile', 'Disabled') },
  ],
  [
    'an object that Flux only creates',
    'yes',
    'no',
    '.spec.replicas',
    { desired: 3, live: 5 },
    { desired: annotated('kustomize.toolkit.fluxcd.io/ssa', 'IfNotPresent') },
  ],
  [
    'such an object that is gone',
    'yes',
    'yes',
    '',
    { kind: 'missing', desired: {} },
    { desired: annotated('kustomize.toolkit.fluxcd.io/ssa', 'IfNotPresent') },
  ],
  [
    'an addition to an object that Flux merges with',
    'no',
    'no',
    ENV,
    { ...ADDED, owners: ['kubectl-edit'] },
    { desired: annotated('kustomize.toolkit.fluxcd.io/ssa', 'Merge') },
  ],
  [
    'an object of a Helm release of Flux',
    'yes',
    'unknown',
    '.spec.replicas',
    { desired: 3, live: 5 },
    { live: { labels: { 'helm.toolkit.fluxcd.io/name': 'a' } } },
  ],
]

describe('R-13 what Argo CD and Flux would show', () => {
  it.each(ROWS.map((row) => ({ title: row[0], row })))('$title', ({ row: [, argocd, flux, path, example, around] }) => {
    expect(at(path, example, around)).toEqual({ argocd, flux })
  })

  it('answers for any value', () => {
    for (const value of [null, 1, 'a', [], {}, [[{}]], { a: [null] }] satisfies Json[]) {
      expect(['yes', 'no', 'unknown']).toContain(at('.spec.a', { desired: value, live: { a: [1] } }).argocd)
    }
  })
})
