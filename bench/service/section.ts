import { cpus } from 'node:os'
import process from 'node:process'
import { printTime } from '../timing.ts'
import type { LoadFigures } from './load.ts'
import type { RecordedFigures } from './many-recorded.ts'
import { quantile } from './quantile.ts'
import type { RealFigures } from './real-cluster.ts'

const LOOKS = {
  owned: 'another manager owns the same value: assessed, nothing to record',
  edited: 'a field that Git manages changed: each is a finding to record',
  deployed: 'as Git says again: each ends a difference',
} as const

/** The section that the benchmark writes; every figure comes from the run itself. */
export function serviceSection(real: RealFigures, recorded: RecordedFigures): string {
  const stored = (share: number): string => printTime(quantile(real.storedAfterMs, share))
  const perGib = Math.round((recorded.objects / recorded.restingMib) * 1_024)
  return `## service

Node ${process.version}, ${cpus().length} cores, embedded store; service, API server, etcd and whoever writes share the machine.

### ${real.objects.toLocaleString('en-US')} objects of a real Kubernetes 1.36.3, half ConfigMaps, half Deployments

| | |
|---|---|
| first start until everything was compared and recorded | ${printTime(real.coldStartMs)} |
| start after \`kill -9\` until everything was known again | ${printTime(real.restartMs)} (must 60 s, aim 20 s) |
| resident memory: largest during the first start, after a minute at rest | ${Math.round(real.peakMib)} MiB, ${Math.round(real.restingMib)} MiB |
| a write sent until its finding was stored and told, ${real.storedAfterMs.length} writes one after the other | p50 ${stored(0.5)}, p99 ${stored(0.99)}, worst ${stored(1)} (must 300 ms / 2 s, aim 100 ms / 1 s) |

### ${recorded.objects.toLocaleString('en-US')} recorded objects served over HTTP

Recorded from the real server, served by the benchmark as an API server serves them. First start: ${printTime(recorded.coldStartMs)}; resident
memory: at most ${Math.round(recorded.peakMib)} MiB until then, ${Math.round(recorded.restingMib)} MiB after a minute at rest. That is ${Math.round((recorded.restingMib * 1_048_576) / recorded.objects)} bytes an object,
everything included, or ${perGib.toLocaleString('en-US')} objects a GiB (must 100,000, aim 250,000).

| events | a second | for | arrived | left out under overload | loop lag over all that time: p50, p99, worst | findings stored | settled after | resident |
|---|---|---|---|---|---|---|---|---|
${recorded.loads.map(loadRow).join('\n')}

Must: 1,000 a second for 60 s with a lag p99 below 200 ms; aim 3,000. Events are sent evenly whatever becomes of them.
`
}

function loadRow(load: LoadFigures): string {
  const { looks, rate, seconds, sent, arrived, coalesced, lag, findings, settledAfterMs, residentMib } = load
  const lags = [lag.p50Ms, lag.p99Ms, lag.maxMs].map((ms) => `${Math.round(ms)} ms`).join(', ')
  return `| ${LOOKS[looks]} | ${rate} | ${seconds} s | ${arrived} of ${sent} | ${coalesced} | ${lags} | ${findings} | ${printTime(settledAfterMs)} | ${Math.round(residentMib)} MiB |`
}
