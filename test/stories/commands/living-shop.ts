import { bringUpShop, driftShop, SHOP } from '../../../scripts/demo/shop.ts'
import type { ScanReport } from '../../../src/model/scan-report.ts'
import { startCluster, type TestCluster } from '../../cluster/cluster.ts'
import { driftage, reportOf } from '../program.ts'

let cluster: TestCluster | undefined
let drifted: Promise<ScanReport> | undefined

/** The cluster that all stories of shop.test.ts share: the demo's source, as its engine applied it. */
export function shop(): TestCluster {
  if (cluster === undefined) throw new Error('These stories run in shop.test.ts only.')
  return cluster
}

export async function openShop(): Promise<void> {
  cluster = await startCluster({ nodes: 2, auditLevel: 'Metadata' })
  await bringUpShop(cluster)
}

/** Lets the shop drift, once and for all stories after that, and gives what a scan says of it. */
export function driftedShop(): Promise<ScanReport> {
  drifted ??= driftShop(shop()).then(async () =>
    reportOf(
      await driftage('scan', SHOP, '--kubeconfig', shop().kubeconfigs.admin, '--cluster-name', 'shop', '-o', 'json'),
    ),
  )
  return drifted
}

export async function closeShop(): Promise<void> {
  await cluster?.stop()
  cluster = undefined
}
