import { createLog } from '../../src/adapters/log/create-log.ts'
import { serve, type Serving } from '../../src/compose/service/serve.ts'
import type { Config } from '../../src/config/config.ts'
import { configFromFlags } from '../../src/config/config-from-flags.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import { embeddedFiles } from '../store/embedded-files.ts'
import { isLive } from './is-live.ts'

export interface WholeOptions {
  readonly cluster: Pick<TestCluster, 'auditLog' | 'kubeconfigs'>
  readonly store: Config['store']
  /** Repository folder by namespace, which the source is named after. */
  readonly repositories: ReadonlyMap<string, string>
}

/** The configuration of a whole service that follows the cluster's audit log, on any free port. */
export function wholeConfig({ cluster, store, repositories }: WholeOptions): Config {
  const config = configFromFlags({
    paths: [...repositories.values()],
    cluster: 'test',
    kubeconfig: cluster.kubeconfigs.admin,
    folder: '/nowhere',
    port: 0,
  })
  const [watched] = config.clusters
  const clusters = [{ ...(watched as Config['clusters'][number]), audit: { file: cluster.auditLog } }]
  const sources = [...repositories].map(([namespace, repository], index) => {
    const from = { kind: 'git', repository, revision: 'HEAD', folder: '.' } as const
    return { ...(config.sources[index] as Config['sources'][number]), name: namespace, from, namespace }
  })
  return { ...config, store, clusters, sources }
}

/** The service as users run it, in this process; resolves when its first pass is over. */
export async function startWhole(config: Config): Promise<Serving> {
  const serving = await serve({
    config,
    version: 'test',
    renderer: { render: () => Promise.reject(new Error('plain manifests only')), close: () => Promise.resolve() },
    log: createLog({ level: process.env['DRIFTAGE_TEST_LOG'] === undefined ? 'error' : 'info' }),
    store: await embeddedFiles(),
  })
  await isLive(serving)
  return serving
}
