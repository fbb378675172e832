import { expect, it } from 'vitest'
import { HOUR } from '../../model/instant.ts'
import { createMetrics } from '../../surfaces/metrics/create-metrics.ts'
import { sampleLedger } from '../../surfaces/sample-ledger.ts'
import { NOW } from '../../surfaces/sample-records.ts'
import { countChange } from './count-change.ts'
import { WatchMeter } from './watch-meter.ts'

const { reads } = sampleLedger()
const registry = () => createMetrics({ reads, now: () => NOW })

async function shown(of: ReturnType<typeof createMetrics>, name: string): Promise<readonly string[]> {
  return (await of.render()).body.split('\n').filter((line) => line.startsWith(name))
}

async function drift() {
  const [finding] = (await reads.findings({ limit: 1, now: NOW })).items
  if (finding === undefined) throw new Error('the sample has no finding')
  return finding
}

function entry(kind: string, id: string) {
  const subject = { type: 'finding', id } as const
  return { at: NOW, actor: { kind: 'system', id: 'watch' }, surface: 'watch', kind, subject, detail: {} } as const
}

it('an end counts once, when it is told, with how long it lasted', async () => {
  const found = registry()
  const finding = await drift()
  const period = { from: NOW - HOUR, to: NOW, resolution: 'reverted', flips: 0 } as const
  const over = { ...finding, state: 'resolved', period } as const
  const ref = finding.drift.object
  countChange({ ref, findings: [over, finding], activity: [entry('finding-resolved', finding.id)] }, found.metrics)
  // The same state once more, since somebody was assigned to it.
  countChange({ ref, findings: [over], activity: [entry('assigned', finding.id)] }, found.metrics)
  const labels = `cluster="${ref.cluster}",severity="${finding.drift.severity}",resolution="reverted"`
  expect(await shown(found, 'driftage_finding_age_seconds_sum')).toEqual([
    `driftage_finding_age_seconds_sum{${labels}} 3600`,
  ])
  expect(await shown(found, 'driftage_finding_age_seconds_count')).toEqual([
    `driftage_finding_age_seconds_count{${labels}} 1`,
  ])
})

it('a drift counts by how sure its author is when it is seen, and again when he is better known', async () => {
  const found = registry()
  const finding = await drift()
  const ref = finding.drift.object
  for (const kind of ['finding-seen', 'finding-changed', 'finding-attributed', 'fix-overwritten']) {
    countChange({ ref, findings: [finding], activity: [entry(kind, finding.id)] }, found.metrics)
  }
  expect(await shown(found, 'driftage_attribution_total')).toEqual([
    `driftage_attribution_total{confidence="${finding.drift.attribution.confidence}"} 2`,
  ])
  expect(await shown(found, 'driftage_overwritten_fixes_total')).toEqual([
    `driftage_overwritten_fixes_total{cluster="${ref.cluster}"} 1`,
  ])
})

it('what watches count goes on when a cluster is watched anew', async () => {
  const found = registry()
  const meter = new WatchMeter(found.metrics)
  const counts = { lists: 0, streams: 0, reads: 0, lines: 0, versions: 5, gaps: 0, coalesced: 2 }
  meter.follow('a', { counters: () => counts })
  meter.sample()
  counts.versions = 7
  meter.follow('a', { counters: () => ({ ...counts, versions: 1, coalesced: 0 }) })
  meter.sample()
  expect(await shown(found, 'driftage_watch_events_total')).toEqual(['driftage_watch_events_total{cluster="a"} 8'])
  expect(await shown(found, 'driftage_versions_coalesced_total')).toEqual([
    'driftage_versions_coalesced_total{cluster="a"} 2',
  ])
})
