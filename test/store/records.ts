import type { Fence, LedgerChange, ObjectState } from '../../src/ledger/ports.ts'
import type { ActivityEntry } from '../../src/model/activity.ts'
import type { Decision } from '../../src/model/decision.ts'
import { findingId } from '../../src/model/finding-id.ts'
import type { Finding, OpenPeriod } from '../../src/model/finding.ts'
import { HOUR, type Instant, MINUTE } from '../../src/model/instant.ts'
import type { ObjectRef } from '../../src/model/object-ref.ts'
import type { Cause, Fight, OverwrittenFix } from '../../src/model/overwritten-fix.ts'
import type { Attribution, ReportedDrift } from '../../src/model/scan-report.ts'

export const NOON: Instant = Date.UTC(2026, 9, 1, 12)

export function deployment(name: string, cluster = 'prod'): ObjectRef {
  return { cluster, group: 'apps', kind: 'Deployment', namespace: 'shop', name }
}

export const ATTRIBUTION: Attribution = {
  confidence: 'certain',
  users: ['alice'],
  manager: 'kubectl-edit',
  operation: 'Update',
  notBefore: null,
  notAfter: '2026-10-01T12:00:00Z',
  evidence: 'audit',
  reason: '',
}

export const CAUSE: Cause = {
  id: 'cause-replicas',
  kind: 'Deployment',
  group: 'apps',
  path: '.spec.replicas',
  driftKind: 'modified',
  actorClass: 'person',
  live: 5,
}

export function drift(ref: ObjectRef, path = '.spec.replicas', changes: Partial<ReportedDrift> = {}): ReportedDrift {
  return {
    id: findingId(ref, path),
    object: { ...ref, version: 'v1', uid: `uid-${ref.name}`, resourceVersion: '7' },
    path,
    kind: 'modified',
    desired: 3,
    live: 5,
    base: { evidence: 'agreed', value: 3, revision: 'c0ffee' },
    sensitive: false,
    severity: 'medium',
    severityRule: 'replicas',
    actorClass: 'person',
    attribution: ATTRIBUTION,
    onset: { notBefore: null, notAfter: '2026-10-01T12:00:00Z' },
    visibleTo: { argocd: 'yes', flux: 'no' },
    source: { name: 'shop', revision: 'c0ffee', file: 'web.yaml', line: 12 },
    ...changes,
  }
}

export const DECISION: Decision = {
  reason: 'waiting',
  due: null,
  next: { step: 'notify', at: NOON + HOUR },
  rules: { severity: 'replicas', response: 'team-shop' },
  text: 'notify at 13:00',
}

export const OPEN: OpenPeriod = { from: NOON, to: null, resolution: null, flips: 0 }

export function finding(ref: ObjectRef, changes: Partial<Finding> = {}, path = '.spec.replicas'): Finding {
  return {
    id: findingId(ref, path),
    drift: drift(ref, path),
    standing: 'drift',
    state: 'open',
    handling: { kind: 'none' },
    onset: { notBefore: NOON - HOUR, notAfter: NOON },
    period: OPEN,
    regressions: 0,
    agreedSince: null,
    agreedThrough: null,
    standingSince: NOON,
    valueSince: NOON,
    reverts: [],
    explainedBy: null,
    causeId: CAUSE.id,
    owner: 'team-shop',
    assignee: null,
    sources: ['shop'],
    lastConfirmed: NOON + MINUTE,
    frozen: null,
    valueMark: '5',
    desiredMark: '3',
    writtenBy: null,
    baseline: false,
    decision: null,
    ...changes,
  }
}

export function objectState(ref: ObjectRef, changes: Partial<ObjectState> = {}): ObjectState {
  return {
    ref,
    verdict: 'drifted',
    reason: null,
    asOf: NOON,
    version: { uid: `uid-${ref.name}`, resourceVersion: '7' },
    revisions: { shop: 'c0ffee' },
    sources: ['shop'],
    owner: 'team-shop',
    schemaHash: 'schema-1',
    explained: 0,
    ...changes,
  }
}

export function entry(ref: ObjectRef, changes: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    at: NOON,
    actor: { kind: 'system', id: 'watch' },
    surface: 'watch',
    kind: 'finding-opened',
    subject: { type: 'finding', id: findingId(ref, '.spec.replicas') },
    detail: { severity: 'medium' },
    ...changes,
  }
}

export function fix(ref: ObjectRef, changes: Partial<OverwrittenFix> = {}): OverwrittenFix {
  return {
    id: `fix-${ref.name}`,
    findingId: findingId(ref, '.spec.replicas'),
    ref,
    path: '.spec.replicas',
    sensitive: false,
    value: 5,
    restored: 3,
    attribution: ATTRIBUTION,
    madeAt: NOON,
    undoneAt: NOON + MINUTE,
    livedMs: MINUTE,
    undoneBy: { ...ATTRIBUTION, users: [], confidence: 'likely', evidence: 'managedFields' },
    times: 1,
    ...changes,
  }
}

export function fight(ref: ObjectRef, changes: Partial<Fight> = {}): Fight {
  return {
    id: `fight-${ref.name}`,
    ref,
    path: '.spec.replicas',
    pace: 'slow',
    managers: ['argocd-controller', 'kubectl-edit'],
    heat: 0.125,
    times: 3,
    since: NOON,
    last: NOON + HOUR,
    endedAt: null,
    ...changes,
  }
}

/** A change with one finding, its object and an entry of activity. */
export function change(ref: ObjectRef, changes: Partial<LedgerChange> = {}): LedgerChange {
  return {
    ref,
    object: objectState(ref),
    findings: [finding(ref)],
    causes: [CAUSE],
    fixes: [],
    fights: [],
    activity: [entry(ref)],
    ...changes,
  }
}

export const NOTHING_ELSE = { findings: [], causes: [], fixes: [], fights: [], activity: [] } as const

/** Takes the lease on `prod` as the first holder. */
export async function fenceOf(
  store: { leases: { acquire(...args: [string, string, Instant, number]): Promise<Fence | undefined> } },
  owner = 'service-1',
): Promise<Fence> {
  const fence = await store.leases.acquire('prod', owner, NOON, HOUR)
  if (fence === undefined) throw new Error('Somebody else holds the lease')
  return fence
}
