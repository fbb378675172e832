import type { Registry } from 'prom-client'
import type { FindingCount, LedgerReads } from '../../ledger/ports.ts'
import { type Instant, SECOND } from '../../model/instant.ts'
import type { ClusterState, SourceState } from '../../model/source-state.ts'
import { gaugeText } from './gauge-text.ts'
import { LEDGER_METRICS } from './metric-definitions.ts'
import { gaugeOf } from './registered.ts'

export interface LedgerMetricsPorts {
  readonly reads: Pick<LedgerReads, 'counts' | 'ruleHits' | 'clusters' | 'sources'>
  readonly now: () => Instant
}

const STATES: readonly ClusterState['state'][] = ['starting', 'live', 'stale', 'unreachable']

/**
 * Fills the gauges from the ledger, and gives the text of those two that have a series for each place with drift. Where it
 * cannot be read all are absent: old figures would look like new ones.
 */
export function ledgerMetrics(registry: Registry, { reads, now }: LedgerMetricsPorts): () => Promise<string> {
  const gauges = gaugesOf(registry)
  const { readable, ...held } = gauges
  return async () => {
    const found = await Promise.all([reads.counts(), reads.ruleHits(), reads.clusters(), reads.sources()]).catch(
      () => undefined,
    )
    for (const gauge of Object.values(held)) gauge.reset()
    readable.set(found === undefined ? 0 : 1)
    if (found === undefined) return countsText([], now())
    const [counts, rules, clusters, sources] = found
    for (const { rule, fields } of rules) gauges.explained.set({ rule }, fields)
    for (const cluster of clusters) clusterInto(gauges, cluster)
    for (const source of sources) sourceInto(gauges, source)
    return countsText(counts, now())
  }
}

type Gauges = ReturnType<typeof gaugesOf>

function gaugesOf(registry: Registry) {
  return {
    lastCheck: gaugeOf(registry, LEDGER_METRICS.lastCheck),
    clusterState: gaugeOf(registry, LEDGER_METRICS.clusterState),
    notChecked: gaugeOf(registry, LEDGER_METRICS.notChecked),
    objects: gaugeOf(registry, LEDGER_METRICS.objects),
    explained: gaugeOf(registry, LEDGER_METRICS.explained),
    sourceFetched: gaugeOf(registry, LEDGER_METRICS.sourceFetched),
    sourceFailing: gaugeOf(registry, LEDGER_METRICS.sourceFailing),
    sourceHeld: gaugeOf(registry, LEDGER_METRICS.sourceHeld),
    readable: gaugeOf(registry, LEDGER_METRICS.readable),
  }
}

function countsText(counts: readonly FindingCount[], now: Instant): string {
  const findings = counts.map((labels) => ({ labels, value: labels.count }))
  const oldest = oldestOfEach(counts).map((labels) => ({
    labels,
    value: Math.max(0, now - labels.oldest) / SECOND,
  }))
  return `${gaugeText(LEDGER_METRICS.findings, findings)}\n${gaugeText(LEDGER_METRICS.oldest, oldest)}`
}

/** Of the open drift that shares the labels of an age, the oldest. */
function oldestOfEach(counts: readonly FindingCount[]): readonly FindingCount[] {
  const found = new Map<string, FindingCount>()
  for (const one of counts) {
    if (one.state !== 'open' || (one.standing !== 'drift' && one.standing !== 'drift-and-pending')) continue
    const labels = `${one.cluster}\n${one.namespace}\n${one.kind}\n${one.severity}`
    const known = found.get(labels)
    if (known === undefined || one.oldest < known.oldest) found.set(labels, one)
  }
  return [...found.values()]
}

function clusterInto(gauges: Gauges, { name: cluster, state, knownUntil, objects, notChecked }: ClusterState): void {
  for (const one of STATES) gauges.clusterState.set({ cluster, state: one }, one === state ? 1 : 0)
  if (knownUntil !== null) gauges.lastCheck.set({ cluster }, knownUntil / SECOND)
  gauges.objects.set({ cluster }, objects)
  for (const { reason } of notChecked) gauges.notChecked.inc({ cluster, reason })
}

function sourceInto(gauges: Gauges, { name: source, cluster, fetchedAt, failing, held }: SourceState): void {
  if (fetchedAt !== null) gauges.sourceFetched.set({ cluster, source }, fetchedAt / SECOND)
  gauges.sourceFailing.set({ cluster, source }, failing === null ? 0 : 1)
  gauges.sourceHeld.set({ cluster, source }, held === null ? 0 : 1)
}
