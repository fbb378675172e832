import { startCluster, type TestCluster } from '../../test/cluster/cluster.ts'

/** A server without controllers, so that everything which an answer holds beyond the request comes from the server. */
export function bareCluster(): Promise<TestCluster> {
  return startCluster({ controllerManager: false })
}
