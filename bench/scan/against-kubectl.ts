import type { TestCluster } from '../../test/cluster/cluster.ts'
import { join } from 'node:path'
import process from 'node:process'
import { median, timeProcess } from '../timing.ts'

/** Medians of whole processes, start included, run in turn. Milliseconds. */
export interface ScanComparison {
  readonly scan: number
  readonly scanPeakMib: number
  readonly serverSideDiff: number
  readonly clientSideDiff: number
  readonly exitCodes: readonly (number | null)[]
}

const RUNS = 5

/** A clean scan of the corpus against both forms of `kubectl diff` on the same files. */
export async function compareScans(cluster: TestCluster, corpus: string): Promise<ScanComparison> {
  const kubeconfig = cluster.kubeconfigs.admin
  const scanArgs = ['dist/main.js', 'scan', corpus, '--kubeconfig', kubeconfig, '-o', 'json', '--quiet']
  const diffArgs = ['diff', '--kubeconfig', kubeconfig, '-f', corpus, '-f', join(corpus, 'setup')]
  const runs = { scan: [] as number[], peak: [] as number[], server: [] as number[], client: [] as number[] }
  const codes = new Set<number | null>()
  // The first scan fills the schema cache, as it would on anybody's machine.
  await timeProcess(process.execPath, scanArgs)
  for (let i = 0; i < RUNS; i++) {
    const scan = await timeProcess(process.execPath, scanArgs)
    runs.scan.push(scan.milliseconds)
    runs.peak.push(scan.peakMib)
    codes.add(scan.code)
    const serverSide = ['--server-side', '--force-conflicts', '--field-manager=argocd-controller']
    runs.server.push((await timeProcess(cluster.kubectlPath, [...diffArgs, ...serverSide])).milliseconds)
    runs.client.push((await timeProcess(cluster.kubectlPath, diffArgs)).milliseconds)
  }
  return {
    scan: median(runs.scan),
    scanPeakMib: Math.max(...runs.peak),
    serverSideDiff: median(runs.server),
    clientSideDiff: median(runs.client),
    exitCodes: [...codes],
  }
}
