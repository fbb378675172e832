import type { TestCluster } from '../../cluster/cluster.ts'
import { NAMESPACE } from '../witness.ts'

const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`

/** A Deployment with one argument of so many bytes, of which `end` is the last. */
export function largeDeployment(name: string, bytes: number, end: string): object {
  const labels = { app: name }
  const container = { name: 'main', image: 'example.com/main:1', args: ['x'.repeat(bytes - 1) + end] }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
  }
}

/** Creates the largest such Deployment that the cluster stores, to within 512 bytes, and gives the size of its argument. */
export async function createLargest({ admin }: TestCluster, name: string, end: string): Promise<number> {
  let stored = 0
  // etcd takes requests of 1.5 MiB; the API server itself would take twice as much.
  for (let low = 1_400_000, high = 1_600_000; high - low > 512; ) {
    const bytes = Math.floor((low + high) / 2)
    const { status } = await admin.send('POST', DEPLOYMENTS, { body: largeDeployment(name, bytes, end) })
    if (status === 201) {
      stored = low = bytes
      await admin.expect('DELETE', `${DEPLOYMENTS}/${name}`)
    } else high = bytes
  }
  await admin.expect('POST', DEPLOYMENTS, { body: largeDeployment(name, stored, end) })
  return stored
}
