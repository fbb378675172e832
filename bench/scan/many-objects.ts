import process from 'node:process'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { fillCluster } from '../fill-cluster.ts'
import { timeProcess, type ProcessRun } from '../timing.ts'

const OBJECTS = 10_000

/** Time and peak memory of a clean scan of 10,000 objects. */
export async function measureMemory(
  cluster: TestCluster,
  folder: string,
): Promise<ProcessRun & { readonly objects: number }> {
  const source = await fillCluster(cluster, folder, OBJECTS)
  const args = ['dist/main.js', 'scan', source, '--kubeconfig', cluster.kubeconfigs.admin, '-o', 'json', '--quiet']
  const run = await timeProcess(process.execPath, args)
  return { ...run, objects: OBJECTS }
}
