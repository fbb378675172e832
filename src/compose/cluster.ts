import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createClusterReader, type ClusterClient } from '../adapters/kube/cluster-client.ts'
import type { ClusterConfig } from '../adapters/kube/cluster-config.ts'
import { loadClusterConfig } from '../adapters/kube/load-cluster-config.ts'
import { pruneDocument } from '../diff/schema/prune.ts'
import type { ClusterArguments } from '../surfaces/cli/arguments/cluster-flags.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { cacheFolder } from './cache-folder.ts'

/** A cluster to read, and the namespace that its context names. */
export interface OpenCluster {
  readonly reader: ClusterClient
  readonly namespace: string
}

/** Changes when pruned documents hold something else than before, so that old ones in the cache are not taken. */
export const PRUNING_ID = 'types-1'
const PRUNING = { id: PRUNING_ID, prune: pruneDocument }

/** Finds the cluster that kubectl would talk to; nothing is sent yet. @throws DriftageError DRF30xx */
export async function openCluster(
  asked: ClusterArguments,
  clusterName: string | undefined,
  talk: Talk,
): Promise<OpenCluster> {
  const { kubeconfig, asGroups, requestTimeoutMs, ...flags } = asked
  const config = await loadClusterConfig(
    {
      ...flags,
      kubeconfig: kubeconfig.from === 'flag' ? kubeconfig.file : undefined,
      asGroup: asGroups,
      requestTimeout: requestTimeoutMs === undefined ? undefined : `${requestTimeoutMs}ms`,
    },
    { env: process.env, home: homedir(), cwd: process.cwd() },
  )
  const named: ClusterConfig = clusterName === undefined ? config : { ...config, name: clusterName }
  const reader = createClusterReader(named, {
    cacheDir: join(cacheFolder(), 'openapi'),
    pruning: PRUNING,
    log: (line) => {
      talk.debug(line)
    },
  })
  return { reader, namespace: config.namespace }
}
