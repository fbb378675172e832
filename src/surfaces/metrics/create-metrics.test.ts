import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sampleLedger } from '../sample-ledger.ts'
import { NOW } from '../sample-records.ts'
import { createMetrics } from './create-metrics.ts'
import { LEDGER_METRICS, type MetricDefinition, WORK_METRICS } from './metric-definitions.ts'

const { reads } = sampleLedger()

async function lines(registry: ReturnType<typeof createMetrics>, name: string): Promise<readonly string[]> {
  const { body } = await registry.render()
  return body.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
}

describe('metrics of the ledger', () => {
  const registry = createMetrics({ reads, now: () => NOW })

  it('count unresolved findings without naming an object', async () => {
    expect((await lines(registry, 'driftage_findings')).toSorted()).toEqual([
      'driftage_findings{cluster="prod-eu",namespace="",kind="ClusterRole",severity="high",state="open",standing="drift",handling="none"} 1',
      'driftage_findings{cluster="prod-eu",namespace="shop",kind="Deployment",severity="critical",state="open",standing="drift",handling="acknowledged"} 1',
      'driftage_findings{cluster="prod-eu",namespace="shop",kind="Deployment",severity="info",state="settling",standing="drift",handling="none"} 1',
      'driftage_findings{cluster="prod-eu",namespace="shop",kind="Deployment",severity="low",state="open",standing="drift",handling="none"} 1',
      'driftage_findings{cluster="prod-eu",namespace="shop",kind="Deployment",severity="medium",state="open",standing="drift",handling="none"} 1',
      'driftage_findings{cluster="prod-eu",namespace="shop",kind="Deployment",severity="medium",state="open",standing="pending",handling="none"} 2',
      'driftage_findings{cluster="prod-eu",namespace="shop",kind="Secret",severity="high",state="open",standing="drift",handling="none"} 1',
      'driftage_findings{cluster="prod-eu",namespace="shop",kind="Shop",severity="medium",state="open",standing="drift",handling="none"} 1',
    ])
    expect((await registry.render()).body).not.toMatch(/web|cANARY|password/)
  })

  it('give the oldest open drift of each place, whatever its handling', async () => {
    const one = {
      cluster: 'a',
      namespace: 'b',
      kind: 'C',
      severity: 'high',
      state: 'open',
      standing: 'drift',
      count: 1,
    } as const
    const counts = async () => [
      { ...one, handling: 'accepted', oldest: NOW - 5_000 } as const,
      { ...one, handling: 'none', oldest: NOW - 9_000 } as const,
      { ...one, handling: 'acknowledged', oldest: NOW - 7_000 } as const,
      { ...one, handling: 'none', standing: 'pending', oldest: NOW - 99_000 } as const,
      { ...one, handling: 'none', state: 'settling', oldest: NOW - 99_000 } as const,
    ]
    const found = await lines(
      createMetrics({ reads: { ...reads, counts }, now: () => NOW }),
      'driftage_oldest_finding_seconds',
    )
    expect(found).toEqual(['driftage_oldest_finding_seconds{cluster="a",namespace="b",kind="C",severity="high"} 9'])
  })

  it('say how fresh each cluster and source is', async () => {
    expect(await lines(registry, 'driftage_cluster_last_check_timestamp_seconds')).toEqual([
      'driftage_cluster_last_check_timestamp_seconds{cluster="edge-3"} 1772363940',
      'driftage_cluster_last_check_timestamp_seconds{cluster="prod-eu"} 1772366380',
      'driftage_cluster_last_check_timestamp_seconds{cluster="prod-us"} 1772366310',
    ])
    expect((await lines(registry, 'driftage_cluster_state')).slice(0, 4)).toEqual([
      'driftage_cluster_state{cluster="edge-3",state="starting"} 0',
      'driftage_cluster_state{cluster="edge-3",state="live"} 0',
      'driftage_cluster_state{cluster="edge-3",state="stale"} 0',
      'driftage_cluster_state{cluster="edge-3",state="unreachable"} 1',
    ])
    expect(await lines(registry, 'driftage_not_checked_kinds')).toEqual([
      'driftage_not_checked_kinds{cluster="prod-eu",reason="forbidden"} 1',
    ])
    expect(await lines(registry, 'driftage_source_failing')).toEqual([
      'driftage_source_failing{cluster="prod-eu",source="shop"} 0',
      'driftage_source_failing{cluster="edge-3",source="edge"} 1',
    ])
  })

  it('are absent where the ledger cannot be read, rather than old', async () => {
    let fails = false
    const counts = () => (fails ? Promise.reject(new Error('gone')) : reads.counts())
    const failing = createMetrics({ reads: { ...reads, counts }, now: () => NOW })
    expect(await lines(failing, 'driftage_ledger_readable')).toEqual(['driftage_ledger_readable 1'])
    fails = true
    expect(await lines(failing, 'driftage_ledger_readable')).toEqual(['driftage_ledger_readable 0'])
    for (const { name } of Object.values(LEDGER_METRICS)) {
      if (name !== 'driftage_ledger_readable') expect(await lines(failing, name)).toEqual([])
    }
  })
})

it('metrics of the work are counted as they are told', async () => {
  const registry = createMetrics({ reads, now: () => NOW })
  const { metrics } = registry
  metrics.watchEvents('a', 2)
  metrics.versionsCoalesced('a', 7)
  metrics.auditEvents('a', 'shed', 3)
  metrics.leaseHeld('a', 4)
  metrics.leaseHeld('b', 5)
  metrics.leaseHeld('b', undefined)
  metrics.findingResolved('a', 'high', 'reverted', 3600)
  metrics.fixOverwritten('a')
  metrics.attributed('likely')
  metrics.answered('/api/v1/findings', 'GET', 200, 0.002)
  const { body, contentType } = await registry.render()
  const shown = body.split('\n').filter((line) => /^driftage_\w+(_total|_sum|_count|epoch)\b/.test(line))
  expect(shown.filter((line) => !line.includes('_sum'))).toEqual([
    'driftage_overwritten_fixes_total{cluster="a"} 1',
    'driftage_attribution_total{confidence="likely"} 1',
    'driftage_watch_events_total{cluster="a"} 2',
    'driftage_versions_coalesced_total{cluster="a"} 7',
    'driftage_audit_events_total{cluster="a",outcome="shed"} 3',
    'driftage_finding_age_seconds_count{cluster="a",severity="high",resolution="reverted"} 1',
    'driftage_http_request_seconds_count{route="/api/v1/findings",method="GET",status="200"} 1',
    'driftage_lease_epoch{cluster="a"} 4',
  ])
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(body).toContain('nodejs_eventloop_lag_p99_seconds ')
})

describe('alerts and dashboard', () => {
  const folder = join(import.meta.dirname, '../../../deploy/monitoring')
  const alerts = parse(readFileSync(join(folder, 'alerts.yaml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[]
  }
  const dashboard = JSON.parse(readFileSync(join(folder, 'dashboard.json'), 'utf8')) as {
    panels: { id: number; title: string; targets: { expr: string }[] }[]
  }
  const rules = alerts.groups.flatMap((group) => group.rules)
  const expressions = [
    ...rules.map(({ alert, expr }) => [alert, expr] as const),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ]
  const known = new Map<string, readonly string[]>()
  for (const one of [...Object.values(LEDGER_METRICS), ...Object.values(WORK_METRICS)] as MetricDefinition[]) {
    for (const suffix of one.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']) {
      known.set(`${one.name}${suffix}`, one.type === 'histogram' ? [...one.labels, 'le'] : one.labels)
    }
  }
  known.set('nodejs_eventloop_lag_p99_seconds', ['job', 'instance'])

  it('are there', () => {
    expect([rules.length, dashboard.panels.length]).toEqual([13, 17])
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
  })

  it.each(expressions)('ask only for metrics and labels that there are: %s', (_, expression) => {
    const names = [...expression.matchAll(/\b(?:driftage|nodejs|process)_\w+/g)].map(([name]) => name)
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !known.has(name))).toEqual([])
    const labels = new Set(names.flatMap((name) => known.get(name) ?? []))
    const matched = [...expression.matchAll(/[{,]\s*(\w+)\s*(?:=~|!=|!~|=)/g)].map(([, label]) => label ?? '')
    const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) =>
      (list ?? '').split(',').map((one) => one.trim()),
    )
    expect([...matched, ...grouped].filter((label) => !labels.has(label))).toEqual([])
  })

  it.each(expressions)('take what a store holds once, though each of its services tells it: %s', (_, expression) => {
    const told = Object.values(LEDGER_METRICS).filter(({ labels }) => labels.length > 0)
    for (const { name, labels } of told as readonly MetricDefinition[]) {
      for (const { index } of expression.matchAll(new RegExp(`\\b${name}\\b`, 'g'))) {
        const before = expression.slice(0, index)
        const [, once] = /max by \(([^)]*)\) \($/.exec(before) ?? []
        if (once === undefined) expect(before).toMatch(/\bmax\($/)
        // Figures that are then added up must not have lost a label that tells two of them apart.
        else if (/\bsum\b/.test(before)) {
          const matched = /^\w+\{([^}]*)\}/.exec(expression.slice(index))?.[1] ?? ''
          const fixed = [...matched.matchAll(/(\w+)="/g)].map(([, label]) => label)
          expect(new Set([...once.split(', '), ...fixed])).toEqual(new Set(labels))
        }
      }
    }
  })

  it.each(rules)('$alert says only what its expression keeps', ({ expr, annotations }) => {
    const used = [
      ...Object.values(annotations)
        .join(' ')
        .matchAll(/\$labels\.(\w+)/g),
    ].map(([, label]) => label)
    const [, grouped] = /\bby \(([^)]*)\)/.exec(expr) ?? []
    const name = /\b(?:driftage|nodejs)_\w+/.exec(expr)?.[0] ?? ''
    const kept = grouped?.split(',').map((one) => one.trim()) ?? known.get(name) ?? []
    expect(used.filter((label) => !kept.includes(label ?? ''))).toEqual([])
  })
})
