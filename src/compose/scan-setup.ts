import type { ScanOptions, ScanPorts } from '../loop/scan-ports.ts'
import { ClusterSchemas } from '../loop/cluster-schemas.ts'
import type { ComparisonArguments } from '../surfaces/cli/arguments/comparison-flags.ts'
import type { ClusterArguments } from '../surfaces/cli/arguments/cluster-flags.ts'
import type { SourceArguments } from '../surfaces/cli/arguments/source-flags.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { openCluster } from './cluster.ts'
import { facts } from './knowledge.ts'
import { sourceLoader } from './sources.ts'

/** Everything that a pass over a real cluster needs; `close` ends connections and renderers. */
export interface ScanSetup {
  readonly ports: ScanPorts
  readonly options: ScanOptions
  close(): Promise<void>
}

export interface ClusterAsked extends ComparisonArguments {
  readonly desired: SourceArguments
  readonly cluster: ClusterArguments
}

export async function setUpScan(asked: ClusterAsked, talk: Talk): Promise<ScanSetup> {
  const { reader, namespace } = await openCluster(asked.cluster, asked.clusterName, talk)
  const loader = await sourceLoader(asked.desired, namespace, talk)
  return {
    ports: {
      cluster: reader,
      schemas: new ClusterSchemas(reader, facts()),
      loadSources: (target) => loader.load(target),
      now: () => new Date(),
      progress: (stage, done, total) => {
        talk.progress(stage, done, total)
      },
    },
    options: { defaultNamespace: namespace, deployer: asked.deployer, readOnly: asked.readOnly },
    close: async () => {
      await Promise.all([reader.close(), loader.close()])
    },
  }
}
