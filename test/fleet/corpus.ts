import { join } from 'node:path'
import type { TestCluster } from '../cluster/cluster.ts'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'
import { applyFiles } from './appliers.ts'
import { KUBE_PROMETHEUS } from './places.ts'

interface Definitions {
  items: { metadata: { name: string }; status?: { conditions?: { type: string; status: string }[] } }[]
}

/**
 * Brings kube-prometheus into a cluster. `setup/` always goes by server-side apply, since its definitions are larger than
 * the annotation of a client-side apply may be.
 */
export async function applyCorpus(cluster: TestCluster, way: 'server-side' | 'client-side'): Promise<void> {
  await applyFiles(cluster, 'server-side', [join(KUBE_PROMETHEUS, 'setup')])
  await waitUntilNothingIsMissing('the definitions of kube-prometheus are served', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    const { items } = await cluster.admin.expect<Definitions>('GET', path)
    const waiting = items.filter(
      ({ status }) => !status?.conditions?.some((one) => one.type === 'Established' && one.status === 'True'),
    )
    return waiting.map(({ metadata }) => metadata.name)
  })
  await applyFiles(cluster, way, [KUBE_PROMETHEUS])
  await cluster.waitForSettled({ timeoutMs: 180_000 })
}
