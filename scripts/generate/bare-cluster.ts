import { startCluster, type TestCluster } from '../../test/cluster/cluster.ts'

/**
 * A server without controllers, so that everything which an answer holds beyond the request comes from the server. It
 * has addresses of both families, so that Services of all kinds can be asked about.
 */
export function bareCluster(): Promise<TestCluster> {
  const apiServerFlags = ['--service-cluster-ip-range=10.0.0.0/16,fd00:10::/108']
  return startCluster({ controllerManager: false, apiServerFlags, auditLevel: 'Metadata' })
}
