import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createLog } from '../../src/adapters/log/create-log.ts'
import { record, type Recording } from '../../src/compose/archive/record.ts'
import { configFromFlags } from '../../src/config/config-from-flags.ts'
import type { Config } from '../../src/config/config.ts'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import type { Teams } from './weeks.ts'

/** Of a build, since this file runs as a bundle elsewhere: `npm run build` comes first. */
const WORKER = pathToFileURL(resolve('dist/store-worker.js'))
const TEMPLATE = pathToFileURL(resolve('dist/store-template.tar.gz'))

/** Records the cluster and the repositories as `driftage record` does. */
export function recordWatching(cluster: TestCluster, teams: Teams, file: string): Promise<Recording> {
  const config = configOf(cluster, teams)
  return record({
    config,
    cluster: config.clusters[0] as Config['clusters'][number],
    file,
    overwrite: false,
    auditFile: cluster.auditLog,
    renderer: { render: () => Promise.reject(new Error('plain manifests only')), close: () => Promise.resolve() },
    log: createLog({ level: 'error' }),
    store: { workerUrl: WORKER, templateUrl: TEMPLATE },
    signal: new AbortController().signal,
  })
}

function configOf(cluster: TestCluster, teams: Teams): Config {
  const config = configFromFlags({
    paths: Object.keys(teams),
    cluster: 'demo',
    kubeconfig: cluster.kubeconfigs.admin,
    folder: '/nowhere',
    secrets: true,
  })
  const sources = Object.entries(teams).map(([name, { folder }], index) => {
    const from = { kind: 'git', repository: folder, revision: 'HEAD', folder: '.' } as const
    return {
      ...(config.sources[index] as Config['sources'][number]),
      name,
      from,
      namespace: name,
      owner: `team-${name}`,
    }
  })
  return { ...config, sources }
}
