import type { Finding } from '../../model/finding.ts'
import { DAY, type Instant } from '../../model/instant.ts'
import type { Aspects } from '../rules/aspects.ts'
import { SHIPPED_RULES } from '../rules/shipped-rules.ts'
import type { DecideContext } from './decide-context.ts'

/** When the drift of the example began: a Wednesday. */
export const BEGAN: Instant = Date.parse('2026-11-04T09:00:00Z')

/** A person changed an image by hand; the finding is open and nobody has done anything. For tests. */
export function exampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    id: '0123456789abcdef0123456789abcdef',
    drift: exampleDrift(),
    standing: 'drift',
    state: 'open',
    handling: { kind: 'none' },
    onset: { notBefore: null, notAfter: BEGAN },
    period: { from: BEGAN, to: null, resolution: null, flips: 0 },
    regressions: 0,
    agreedSince: null,
    agreedThrough: null,
    standingSince: BEGAN,
    valueSince: BEGAN,
    reverts: [],
    explainedBy: null,
    causeId: 'cause',
    owner: null,
    assignee: null,
    sources: ['shop'],
    lastConfirmed: BEGAN,
    frozen: null,
    valueMark: 'plain:aa',
    desiredMark: 'plain:bb',
    writtenBy: null,
    baseline: false,
    decision: null,
    ...changes,
  }
}

export function exampleDrift(changes: Partial<Finding['drift']> = {}): Finding['drift'] {
  const object = { cluster: 'eu', group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }
  return {
    id: '0123456789abcdef0123456789abcdef',
    object,
    path: '.spec.template.spec.containers[name="web"].image',
    kind: 'modified',
    desired: 'web:1',
    live: 'web:2',
    base: { evidence: 'agreed', value: 'web:1' },
    sensitive: false,
    severity: 'medium',
    severityRule: 'DRF-SEC-001',
    actorClass: 'controller',
    attribution: {
      confidence: 'likely',
      users: [],
      manager: 'flux',
      notBefore: null,
      notAfter: '2026-11-04T09:00:00Z',
      evidence: 'managedFields',
      reason: '',
    },
    onset: { notBefore: null, notAfter: '2026-11-04T09:00:00Z' },
    visibleTo: { argocd: 'yes', flux: 'yes' },
    source: { name: 'shop', revision: 'abc', file: 'web.yaml', line: 1 },
    ...changes,
  }
}

/** What the shipped rules say of a severity. */
export function exampleAspects(severity: Aspects['severity'] = 'medium', changes: Partial<Aspects> = {}): Aspects {
  const shipped = SHIPPED_RULES.find(({ match }) => match.severities?.includes(severity))
  return {
    expected: undefined,
    expectedUntil: undefined,
    severity,
    modifiers: [],
    graceMs: shipped?.graceMs ?? DAY,
    owner: undefined,
    response: shipped?.response ?? {},
    rules: shipped === undefined ? {} : { grace: shipped.id, response: shipped.id },
    lapsed: undefined,
    undecided: [],
    ...changes,
  }
}

/** Messages and tickets are turned on; nothing has happened yet. */
export function exampleContext(changes: Partial<DecideContext> = {}): DecideContext {
  return {
    enabled: ['notify', 'ticket'],
    dailyCaps: {},
    calendar: undefined,
    timeZone: 'UTC',
    breaker: { objects: 10, share: 0.2 },
    stalledAfterMs: DAY,
    baselineSpeaks: false,
    incidents: [],
    done: [],
    takenToday: {},
    cause: { objects: 1, leaves: 1, causesOfObject: 1, shareOfSource: 0.01 },
    contested: false,
    confirmedAt: null,
    ...changes,
  }
}
