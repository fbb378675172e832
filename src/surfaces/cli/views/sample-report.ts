import type {
  Attribution,
  ExpectedDifference,
  ReportedDrift,
  ReportedGap,
  ReportedObject,
  ScanReport,
} from '../../../model/scan-report.ts'

/** Stands where a secret would; may appear in no output whatsoever. */
export const CANARY = 'cANARY-5ecret-value'

/** What names and values can hold: terminal escapes, direction marks, line breaks, markup, mentions. */
const HOSTILE = '\u001b[2Jx\u202e|`@here` <b>\n::error::%0A\u009b31m'

/** A report with one of everything, for tests of views. */
export function sampleReport(): ScanReport {
  return {
    schemaVersion: 'driftage.dev/scan/v1',
    verdict: 'drifted',
    asOf: {
      time: '2026-03-01T12:00:00Z',
      sources: [
        { name: 'shop', revision: '4f2c1d98a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5', dirty: true },
        { name: 'base', revision: '1.4.2', dirty: false },
      ],
      cluster: { name: 'prod-eu', version: 'v1.36.3' },
    },
    summary: {
      objects: 142,
      inSync: 134,
      drifted: 5,
      pending: 1,
      unknown: 2,
      findings: { critical: 1, high: 2, medium: 3, low: 1, info: 1 },
      expected: 127,
      defaults: 4210,
    },
    findings: FINDINGS,
    pending: PENDING,
    expected: EXPECTED,
    excluded: [
      { object: object('', 'Secret', 'shop', 'tls'), reason: 'secret' },
      { object: object('batch', 'Job', 'shop', 'migrate'), path: '.spec.suspend', reason: 'hook' },
    ],
    notChecked: GAPS,
    limits: [
      {
        code: 'taken-over-by-deployer',
        count: 12,
        message:
          'What was changed and put back leaves no trace: the deployer took over 12 fields. Only watching shows them.',
      },
    ],
  }
}

function object(group: string, kind: string, namespace: string, name: string): ReportedObject {
  return { cluster: 'prod-eu', group, version: 'v1', kind, namespace, name, uid: 'u-1', resourceVersion: '4711' }
}

const WEB = object('apps', 'Deployment', 'shop', 'web')

const BY_HAND: Attribution = {
  confidence: 'possible',
  users: [],
  manager: 'kubectl-edit',
  operation: 'Update',
  subresource: '',
  notBefore: null,
  notAfter: '2026-03-01T08:48:00Z',
  evidence: 'managedFields',
  reason: 'no-audit',
}

const NOBODY: Attribution = {
  confidence: 'unknown',
  users: [],
  notBefore: null,
  notAfter: '2026-03-01T12:00:00Z',
  evidence: '',
  reason: 'no-trace',
}

/** A finding of no importance, to be changed by the test cases. */
function drift(id: string, changes: Partial<ReportedDrift>): ReportedDrift {
  return {
    id,
    object: WEB,
    path: '.spec.replicas',
    kind: 'modified',
    base: { evidence: 'unknown' },
    sensitive: false,
    severity: 'medium',
    severityRule: 'DRF-OPS-001',
    actorClass: 'unknown',
    attribution: NOBODY,
    onset: { notBefore: null, notAfter: '2026-03-01T12:00:00Z' },
    visibleTo: { argocd: 'yes', flux: 'unknown' },
    source: { name: 'shop', revision: '4f2c1d98a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5', file: 'deploy/web.yaml', line: 12 },
    ...changes,
  }
}

const FINDINGS: readonly ReportedDrift[] = [
  drift('id-replicas', {
    desired: 3,
    live: 5,
    actorClass: 'person',
    attribution: BY_HAND,
    onset: { notBefore: '2026-02-28T00:00:00Z', notAfter: '2026-03-01T08:48:00Z' },
    base: { evidence: 'last-applied', value: 3, revision: '4f2c1d98a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5' },
    note: 'equals 4f2c1d, 3 commits ago',
  }),
  drift('id-privileged', {
    path: '.spec.template.spec.containers[name="web"].securityContext.privileged',
    kind: 'added',
    live: true,
    severity: 'critical',
    severityRule: 'DRF-SEC-001',
    visibleTo: { argocd: 'no', flux: 'no' },
    source: {
      name: 'shop',
      revision: '4f2c1d98a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
      file: 'charts/a, b: 100%.yaml',
      line: null,
    },
  }),
  drift('id-hostile', {
    path: '.metadata.annotations["a.b/c"]',
    severity: 'low',
    desired: HOSTILE,
    live: `${HOSTILE}${'long '.repeat(20)}`,
    object: { ...WEB, name: `web${HOSTILE}` },
    attribution: { ...BY_HAND, manager: `m${HOSTILE}` },
  }),
  drift('id-secret', {
    object: object('', 'Secret', 'shop', 'db'),
    path: '.data.password',
    severity: 'high',
    severityRule: 'DRF-SEC-020',
    sensitive: true,
    desired: CANARY,
    live: `${CANARY}-2`,
    base: { evidence: 'agreed', value: CANARY },
  }),
  drift('id-bigint', {
    object: object('example.dev', 'Shop', 'shop', 'main'),
    path: '.spec.serial',
    kind: 'removed',
    desired: 9007199254740993n,
    source: { name: 'base', revision: '1.4.2', file: 'shop.yaml', line: 4 },
  }),
  drift('id-missing', {
    object: {
      cluster: 'prod-eu',
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      kind: 'ClusterRole',
      namespace: '',
      name: 'reader',
    },
    path: '',
    kind: 'missing',
    severity: 'high',
    severityRule: 'DRF-SEC-010',
  }),
  drift('id-order', {
    path: '.spec.template.spec.containers[name="web"].args',
    kind: 'reordered',
    desired: ['a', 'b'],
    live: ['b', 'a'],
    severity: 'info',
  }),
  drift('id-typo', { path: '.spec.replica', kind: 'ineffective', desired: '3' }),
]

const PENDING: readonly ReportedDrift[] = [
  drift('id-pending', { path: '.spec.minReadySeconds', desired: 10, live: 0, base: { evidence: 'engine', value: 0 } }),
  drift('id-pending-secret', {
    path: '.data.token',
    sensitive: true,
    desired: CANARY,
    live: CANARY,
    base: { evidence: 'engine', value: CANARY },
  }),
]

const EXPECTED: readonly ExpectedDifference[] = [
  {
    object: object('autoscaling', 'HorizontalPodAutoscaler', 'shop', 'web'),
    path: '.spec.metrics',
    kind: 'modified',
    desired: 1,
    live: 2,
    sensitive: false,
    rule: 'MUT-HPA-001',
  },
  {
    object: object('', 'Secret', 'shop', 'db'),
    path: '.data.ca',
    kind: 'added',
    live: CANARY,
    sensitive: true,
    rule: 'MUT-CERT-002',
  },
  { object: WEB, path: '.spec.progressDeadlineSeconds', kind: 'added', live: 600, sensitive: false, rule: 'default' },
]

const GAPS: readonly ReportedGap[] = [
  {
    object: WEB,
    path: '.spec.template.spec.tolerations',
    reason: 'needs-oracle',
    message: 'A webhook may have set it; a dry-run would tell.',
  },
  { kind: 'example.dev/v1/Till', reason: 'forbidden', message: 'The API server refused to list it (403).' },
  { source: 'shop', reason: 'render', message: 'The chart failed: values-prod.yaml is missing.' },
]
