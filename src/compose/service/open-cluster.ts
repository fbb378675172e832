import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createClusterReader, type ClusterClient } from '../../adapters/kube/cluster-client.ts'
import { inClusterConfig } from '../../adapters/kube/in-cluster.ts'
import { loadClusterConfig } from '../../adapters/kube/load-cluster-config.ts'
import type { ClusterConfig } from '../../config/config.ts'
import { pruneDocument } from '../../diff/schema/prune.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import { cacheFolder } from '../cache-folder.ts'
import { PRUNING_ID } from '../cluster.ts'

/** Opens a configured cluster under its configured name; nothing is sent yet. @throws DriftageError DRF30xx */
export async function openConfiguredCluster(
  { name, access }: ClusterConfig,
  log: (line: string) => void,
): Promise<ClusterClient> {
  const around = { env: process.env, home: homedir(), cwd: process.cwd() }
  const config =
    access.kind === 'in-cluster'
      ? await inClusterConfig({}, process.env)
      : await loadClusterConfig({ kubeconfig: access.file, context: access.context }, around)
  if (config === undefined) throw notInCluster(name)
  return createClusterReader(
    { ...config, name },
    {
      cacheDir: join(cacheFolder(), 'openapi'),
      pruning: { id: PRUNING_ID, prune: pruneDocument },
      log,
    },
  )
}

function notInCluster(name: string): DriftageError {
  return new DriftageError(
    'DRF3001',
    `The cluster ${name} is configured as the one that driftage runs in, but this is not a pod with a service account. Name a kubeconfig instead. Nothing was read.`,
  )
}
