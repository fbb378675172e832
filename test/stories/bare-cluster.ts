import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { placeWitness } from './witness.ts'

let cluster: TestCluster | undefined

/** The cluster that all stories of bare-cluster.test.ts share, with the witness in it and without controllers. */
export function bareCluster(): TestCluster {
  if (cluster === undefined) throw new Error('These stories run in bare-cluster.test.ts only.')
  return cluster
}

export async function startBareCluster(): Promise<void> {
  cluster = await startCluster({ controllerManager: false, auditLevel: 'Metadata' })
  await placeWitness(cluster)
}

export async function stopBareCluster(): Promise<void> {
  await cluster?.stop()
  cluster = undefined
}
