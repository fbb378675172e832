import { cpus } from 'node:os'
import process from 'node:process'
import type { DiffComparison } from './against-gitops-engine.ts'
import type { ScanComparison } from './against-kubectl.ts'
import { printTime, type ProcessRun } from '../timing.ts'

export interface Figures {
  readonly diffs: DiffComparison
  readonly scans: ScanComparison
  readonly memory: ProcessRun & { readonly objects: number }
}

/** The section that the benchmark writes; every figure comes from the run itself. */
export function scanSection({ diffs, scans, memory }: Figures): string {
  const ratio = (other: number): string => `${(other / scans.scan).toFixed(1)} x`
  return `## scan

Node ${process.version}, ${cpus().length} cores, Kubernetes 1.36.3 and its clients on the same machine. Medians; ratios are what counts, since
the machine is shared.

### Comparing pairs, one core

${diffs.pairs} pairs of kube-prometheus (${diffs.liveKib.toFixed(1)} KiB a live object, parsed before the clock starts), managedFields, rules and attribution included
on our side; gitops-engine's \`diff.Diff\` is what Argo CD uses by default.

| | pairs a second | clean pairs called different |
|---|---|---|
| driftage | ${Math.round(diffs.ours)} | ${diffs.oursDifferent} |
| gitops-engine | ${Math.round(diffs.theirs)} | ${diffs.theirsDifferent} |

Ratio: **${diffs.ratio.toFixed(1)} x** (must 20, aim 50).

### A clean scan of kube-prometheus, process start included

| | median | driftage is faster by |
|---|---|---|
| \`driftage scan\` (exit code ${scans.exitCodes.join(', ')}, peak ${Math.round(scans.scanPeakMib)} MiB) | ${printTime(scans.scan)} | |
| \`kubectl diff --server-side\` | ${printTime(scans.serverSideDiff)} | ${ratio(scans.serverSideDiff)} (must 3, aim 8) |
| \`kubectl diff\` | ${printTime(scans.clientSideDiff)} | ${ratio(scans.clientSideDiff)} (must 8, aim 20) |

### ${memory.objects.toLocaleString('en-US')} objects

A clean scan takes ${printTime(memory.milliseconds)} and ${Math.round(memory.peakMib)} MiB at its peak (exit code ${memory.code}).
`
}
