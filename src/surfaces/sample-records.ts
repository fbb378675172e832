import type { CauseRow, ObjectState, RuleHits } from '../ledger/ports.ts'
import type { ChainedActivity } from '../model/activity.ts'
import type { Decision } from '../model/decision.ts'
import type { Finding, OpenPeriod } from '../model/finding.ts'
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../model/instant.ts'
import type { Fight, OverwrittenFix } from '../model/overwritten-fix.ts'
import type { ReportedDrift } from '../model/scan-report.ts'
import type { ClusterState, SourceState } from '../model/source-state.ts'
import { CANARY, sampleReport } from './cli/views/sample-report.ts'

/** The hour at which the sample is looked at. */
export const NOW: Instant = Date.UTC(2026, 2, 1, 12, 0, 0)

export const WAITING: Decision = {
  reason: 'waiting',
  due: null,
  next: { step: 'revert', at: NOW + 12 * MINUTE },
  rules: { response: 'shop-response' },
  text: 'revert in 12m',
}

/** Every drift of the sample report, open unless said otherwise, with marks that must not leave the service. */
export function sampleFindings(): readonly Finding[] {
  const report = sampleReport()
  const changes: Readonly<Record<string, Partial<Finding>>> = {
    'id-replicas': {
      decision: WAITING,
      regressions: 2,
      owner: 'shop',
      onset: { notBefore: NOW - DAY, notAfter: NOW - 192 * MINUTE },
    },
    'id-privileged': { handling: { kind: 'acknowledged', by: 'person-7', at: NOW - HOUR } },
    'id-secret': {
      onset: { notBefore: null, notAfter: NOW - 50 * HOUR },
      frozen: { reason: 'unreachable', since: NOW - HOUR },
    },
    'id-order': { state: 'settling', onset: { notBefore: NOW - MINUTE, notAfter: NOW - 40 * SECOND } },
    'id-typo': {
      state: 'resolved',
      period: { from: NOW - DAY, to: NOW - HOUR, resolution: 'reverted', flips: 1 },
      onset: { notBefore: null, notAfter: NOW - DAY },
    },
    'id-pending': { standing: 'pending' },
    'id-pending-secret': { standing: 'pending' },
  }
  return [...report.findings, ...report.pending].map((drift) => finding(drift, changes[drift.id] ?? {}))
}

function finding(drift: ReportedDrift, changes: Partial<Finding>): Finding {
  return {
    id: drift.id,
    drift,
    standing: 'drift',
    state: 'open',
    handling: { kind: 'none' },
    onset: { notBefore: null, notAfter: NOW - 2 * HOUR },
    period: { from: NOW - 2 * HOUR, to: null, resolution: null, flips: 0 },
    regressions: 0,
    agreedSince: null,
    agreedThrough: null,
    standingSince: NOW - 2 * HOUR,
    valueSince: NOW - 2 * HOUR,
    reverts: [],
    explainedBy: null,
    causeId: `cause-${drift.id}`,
    owner: null,
    assignee: null,
    sources: [drift.source.name],
    lastConfirmed: NOW - 30 * SECOND,
    frozen: null,
    valueMark: CANARY,
    desiredMark: CANARY,
    writtenBy: null,
    baseline: false,
    decision: null,
    ...changes,
  }
}

export const PAST_PERIODS: readonly OpenPeriod[] = [
  { from: NOW - 20 * DAY, to: NOW - 19 * DAY, resolution: 'reverted', flips: 0 },
  { from: NOW - 9 * DAY, to: NOW - 9 * DAY + 90 * MINUTE, resolution: 'backported', flips: 3 },
]

export function activity(sequence: number, changes: Partial<ChainedActivity>): ChainedActivity {
  return {
    at: NOW - HOUR,
    actor: { kind: 'system', id: 'watch' },
    surface: 'watch',
    kind: 'finding-opened',
    subject: { type: 'finding', id: 'id-replicas' },
    detail: {},
    sequence,
    previous: `hash-${sequence - 1}`,
    hash: `hash-${sequence}`,
    ...changes,
  }
}

export function sampleActivity(): ChainedActivity[] {
  return [
    activity(1, { at: NOW - 192 * MINUTE }),
    activity(2, {
      kind: 'etcd-restored',
      subject: { type: 'cluster', id: 'edge-3' },
      detail: { revision: 9007199254740993n },
    }),
    activity(3, {
      actor: { kind: 'person', id: 'person-7' },
      surface: 'cli',
      kind: 'acknowledged',
      subject: { type: 'finding', id: 'id-privileged' },
    }),
  ]
}

const FINDINGS = sampleFindings()
function first(id: string): Finding {
  const found = FINDINGS.find((one) => one.id === id)
  if (found === undefined) throw new Error(`the sample has no ${id}`)
  return found
}

export const CAUSES: readonly CauseRow[] = [
  {
    id: 'cause-replicas',
    kind: 'Deployment',
    group: 'apps',
    path: '.spec.replicas',
    driftKind: 'modified',
    actorClass: 'person',
    live: 5,
    findings: 3,
    objects: 3,
    clusters: ['prod-eu', 'prod-us'],
    oldest: NOW - 3 * DAY,
    worst: 'high',
  },
]

export const OBJECTS: readonly ObjectState[] = [
  {
    ref: refOf(first('id-replicas')),
    verdict: 'drifted',
    reason: null,
    asOf: NOW - 30 * SECOND,
    version: { uid: 'u-1', resourceVersion: '4711' },
    revisions: { shop: '4f2c1d98a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5' },
    sources: ['shop'],
    owner: 'shop',
    schemaHash: 'schema-1',
    explained: 2,
  },
  {
    ref: refOf(first('id-secret')),
    verdict: 'unknown',
    reason: 'unreachable',
    asOf: NOW - HOUR,
    version: null,
    revisions: {},
    sources: ['shop'],
    owner: null,
    schemaHash: 'schema-1',
    explained: 0,
  },
]

function refOf({ drift }: Finding): ObjectState['ref'] {
  const { cluster, group, kind, namespace, name } = drift.object
  return { cluster, group, kind, namespace, name }
}

export const FIXES: readonly OverwrittenFix[] = [
  {
    id: 'fix-1',
    findingId: 'id-replicas',
    ref: refOf(first('id-replicas')),
    path: '.spec.replicas',
    sensitive: false,
    value: 7,
    restored: 3,
    madeAt: NOW - 2 * HOUR,
    undoneAt: NOW - 2 * HOUR + 1200,
    livedMs: 1200,
    attribution: {
      ...first('id-replicas').drift.attribution,
      confidence: 'certain',
      users: ['alice'],
      evidence: 'audit',
      reason: '',
    },
    undoneBy: { ...first('id-replicas').drift.attribution, manager: 'argocd-controller', confidence: 'likely' },
    times: 4,
  },
  {
    id: 'fix-2',
    findingId: 'id-secret',
    ref: refOf(first('id-secret')),
    path: '.data.password',
    sensitive: true,
    value: CANARY,
    restored: CANARY,
    madeAt: NOW - DAY,
    undoneAt: NOW - HOUR,
    livedMs: 23 * HOUR,
    attribution: first('id-secret').drift.attribution,
    undoneBy: first('id-secret').drift.attribution,
    times: 1,
  },
]

export const FIGHTS: readonly Fight[] = [
  {
    id: 'fight-1',
    ref: refOf(first('id-replicas')),
    path: '.spec.replicas',
    pace: 'fast',
    heat: 6.5,
    times: 41,
    managers: ['argocd-controller', 'keda'],
    since: NOW - HOUR,
    last: NOW - 10 * SECOND,
    endedAt: null,
  },
  {
    id: 'fight-2',
    ref: refOf(first('id-hostile')),
    path: '.metadata.annotations["a.b/c"]',
    pace: 'slow',
    heat: 0,
    managers: ['flux', first('id-hostile').drift.attribution.manager ?? ''],
    times: 3,
    since: NOW - 2 * DAY,
    last: NOW - DAY,
    endedAt: NOW - DAY,
  },
]

export const RULE_HITS: readonly RuleHits[] = [
  { rule: 'MUT-HPA-001', fields: 12, objects: 9, since: NOW - 30 * DAY },
  { rule: 'shop-expected', fields: 1, objects: 1, since: NOW - HOUR },
]

export const SOURCES: readonly SourceState[] = [
  {
    name: 'shop',
    cluster: 'prod-eu',
    revision: '4f2c1d98a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
    fetchedAt: NOW - MINUTE,
    failing: null,
    held: null,
    objects: 142,
    owner: 'shop',
    baselineSince: null,
    deployed: { revision: '4f2c1d98a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5', at: NOW - HOUR },
  },
  {
    name: 'edge',
    cluster: 'edge-3',
    revision: '',
    fetchedAt: null,
    objects: 0,
    owner: null,
    baselineSince: NOW - DAY,
    failing: { since: NOW - 3 * HOUR, code: 'DRF2101', message: 'The chart failed: values.yaml is missing.' },
    held: { since: NOW - 2 * HOUR, reason: 'shrunk', message: 'It held 120 objects and now holds 2.' },
    deployed: null,
  },
]

export const CLUSTERS: readonly ClusterState[] = [
  cluster('edge-3', 'unreachable', NOW - 41 * MINUTE),
  {
    ...cluster('prod-eu', 'live', NOW - 20 * SECOND),
    notChecked: [{ kind: 'example.dev/v1/Till', reason: 'forbidden', since: NOW - 5 * DAY }],
  },
  cluster('prod-us', 'live', NOW - 90 * SECOND),
]

function cluster(name: string, state: ClusterState['state'], knownUntil: Instant): ClusterState {
  return { name, version: 'v1.36.3', state, since: knownUntil, knownUntil, objects: 142, notChecked: [] }
}
