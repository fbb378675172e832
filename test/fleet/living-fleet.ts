import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { applyFleet } from './apply-fleet.ts'
import type { Way } from './appliers.ts'

let cluster: TestCluster | undefined

/** The cluster that the stories of one test file share, with the example fleet in it, which has settled. */
export function fleet(): TestCluster {
  if (cluster === undefined) throw new Error('These stories run in the files of test/fleet only.')
  return cluster
}

export async function openFleet(way: Way): Promise<void> {
  cluster = await startCluster({ nodes: 2, auditLevel: 'Metadata' })
  await applyFleet(cluster, way)
}

export async function closeFleet(): Promise<void> {
  await cluster?.stop()
  cluster = undefined
}
