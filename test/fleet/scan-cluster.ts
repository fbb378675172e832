import { type ClusterClient, createClusterReader } from '../../src/adapters/kube/cluster-client.ts'
import { loadClusterConfig } from '../../src/adapters/kube/load-cluster-config.ts'
import { facts, knowledge } from '../../src/compose/knowledge.ts'
import type { ClusterReader } from '../../src/live/cluster-reader.ts'
import { ClusterSchemas } from '../../src/loop/cluster-schemas.ts'
import { runPass } from '../../src/loop/pass.ts'
import { buildReport } from '../../src/loop/report.ts'
import type { LoadedSource, SchemaSource, ScanPorts } from '../../src/loop/scan-ports.ts'
import type { ScanReport } from '../../src/model/scan-report.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import type { ClusterUser } from '../cluster/users.ts'

/** Compiled once. */
const KNOWLEDGE = knowledge()

/** What a test may choose about a scan. */
export interface FleetScan {
  /** Default false. */
  readOnly?: boolean
  /** Field manager that deploys; default found from managedFields. */
  deployer?: string
}

/** Opens the product's own client. Close it at the end. */
export async function openReader(cluster: TestCluster, user: ClusterUser = 'admin'): Promise<ClusterClient> {
  const around = { env: {}, home: cluster.dir, cwd: cluster.dir }
  return createClusterReader(await loadClusterConfig({ kubeconfig: cluster.kubeconfigs[user] }, around))
}

/** A pass of the product over sources that are already loaded. */
export async function scanSources(
  reader: ClusterReader,
  schemas: SchemaSource,
  sources: readonly LoadedSource[],
  { readOnly = false, deployer }: FleetScan = {},
): Promise<ScanReport> {
  const ports: ScanPorts = {
    cluster: reader,
    schemas,
    loadSources: () => Promise.resolve(sources),
    now: () => new Date(),
    progress: () => {},
  }
  const pass = await runPass(ports, { defaultNamespace: 'default', deployer, readOnly }, KNOWLEDGE)
  return buildReport(pass, reader.name)
}

/** Types of the kinds of one cluster. */
export function schemasOf(reader: ClusterReader): SchemaSource {
  return new ClusterSchemas(reader, facts())
}

/** One scan with a client of its own. */
export async function scanOnce(
  cluster: TestCluster,
  sources: readonly LoadedSource[],
  how: FleetScan = {},
): Promise<ScanReport> {
  const reader = await openReader(cluster)
  try {
    return await scanSources(reader, schemasOf(reader), sources, how)
  } finally {
    await reader.close()
  }
}
