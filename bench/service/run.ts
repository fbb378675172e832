import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster, type TestCluster } from '../../test/cluster/cluster.ts'
import { PERFORMANCE, writeSection } from '../../test/pages/page-section.ts'
import { measureRecorded } from './many-recorded.ts'
import { measureReal } from './real-cluster.ts'
import { serviceSection } from './section.ts'

/**
 * `driftage serve` on a real cluster and on a recorded one. Needs a built `dist`. Takes about a quarter of an
 * hour. Argument: the share of all sizes to measure with; only the whole is written into the page.
 */
export async function run([shareText = '1']: readonly string[]): Promise<void> {
  const share = Number(shareText)
  const sized = (whole: number, step = 1): number => Math.max(step, Math.round((whole * share) / step) * step)
  const seconds = sized(60)
  const real = await onCluster((cluster, folder) =>
    measureReal(cluster, folder, { objects: sized(20_000, 1_000), writes: sized(300) }, say),
  )
  const loads = [
    { looks: 'owned', rate: 1_000, seconds },
    { looks: 'edited', rate: 1_000, seconds },
    { looks: 'deployed', rate: 1_000, seconds },
    { looks: 'owned', rate: 3_000, seconds },
  ] as const
  const recorded = await onCluster((cluster, folder) =>
    measureRecorded(cluster, folder, { objects: sized(100_000, 1_000), loads }, say),
  )
  const section = serviceSection(real, recorded)
  if (share === 1) writeSection(PERFORMANCE, 'service', section)
  console.log(section)
}

async function onCluster<T>(measure: (cluster: TestCluster, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'driftage-bench-'))
  const cluster = await startCluster({ controllerManager: false, auditLevel: 'Metadata' })
  try {
    return await measure(cluster, folder)
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
