import type { ScanReport } from '../../src/model/scan-report.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import { findingLines } from './program.ts'

/** The namespace in which stories happen. */
export const NAMESPACE = 'shop'

/** A ConfigMap whose drift must still be found, whatever is wrong beside it. */
export function configMap(name: string, data: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: NAMESPACE }, data }
}

/** What Git says of the witness, and what the cluster or the dump says. */
export const WITNESS_IN_GIT = JSON.stringify(configMap('witness', { colour: 'green' }))
export const WITNESS_LIVE = configMap('witness', { colour: 'blue' })

export const WITNESS_FINDING = 'ConfigMap/witness .data.colour modified'

/** True where the drift of the witness was found. */
export function sawWitness(report: ScanReport): boolean {
  return findingLines(report).includes(WITNESS_FINDING)
}

/** Puts the namespace and the witness into a cluster. */
export async function placeWitness(cluster: TestCluster): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: namespace })
  await cluster.admin.expect('POST', `/api/v1/namespaces/${NAMESPACE}/configmaps`, { body: WITNESS_LIVE })
}
