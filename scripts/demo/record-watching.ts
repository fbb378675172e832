import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { followFile } from '../../src/adapters/audit-file/follow-file.ts'
import { writeArchiveFile } from '../../src/adapters/archive/write-archive-file.ts'
import { openStore } from '../../src/adapters/sql/open-store.ts'
import { createLog } from '../../src/adapters/log/create-log.ts'
import { ArchiveRecorder } from '../../src/compose/archive/archive-recorder.ts'
import { openConfiguredCluster } from '../../src/compose/service/open-cluster.ts'
import { startWatching } from '../../src/compose/service/run-service.ts'
import { configFromFlags } from '../../src/config/config-from-flags.ts'
import type { Config } from '../../src/config/config.ts'
import { AuditIntake } from '../../src/live/audit/intake.ts'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { waitUntilNothingIsMissing } from '../../test/cluster/waiting.ts'
import type { Teams } from './weeks.ts'

/** Of a build, since this file runs as a bundle elsewhere: `npm run build` comes first. */
const WORKER = pathToFileURL(resolve('dist/store-worker.js'))
const TEMPLATE = pathToFileURL(resolve('dist/store-template.tar.gz'))

/** A service under recording. */
export interface Recording {
  readonly from: number
  readonly poke: (source: string) => void
  stop(): Promise<void>
}

/** Starts the real service on the cluster and the repositories, and writes down all that it sees. */
export async function recordWatching(cluster: TestCluster, teams: Teams, file: string): Promise<Recording> {
  const config = configOf(cluster, teams)
  const folder = await mkdtemp(join(tmpdir(), 'driftage-recording-store-'))
  const store = await openStore({ kind: 'embedded', folder }, { workerUrl: WORKER, templateUrl: TEMPLATE })
  const client = await openConfiguredCluster(config.clusters[0] as Config['clusters'][number], () => {})
  const from = Date.now()
  const archive = writeArchiveFile(file, { id: randomUUID(), cluster: 'demo', from, times: 'recorded' })
  const recorder = new ArchiveRecorder('demo', archive, Date.now)
  const watching = await startWatching({
    config,
    store,
    key: { id: 'demo', secret: Buffer.from('0123456789abcdef0123456789abcdef') },
    clusters: new Map([['demo', recorder.cluster(client)]]),
    renderer: { render: () => Promise.reject(new Error('plain manifests only')), close: () => Promise.resolve() },
    log: createLog({ level: 'error' }),
    onSources: (sources) => recorder.sources(sources, (name) => name),
    onChange: () => {},
  })
  // What happens before the first pass is over would be recorded as found.
  const held = Object.keys(teams).length
  await waitUntilNothingIsMissing('the first pass is over', async () => {
    const read = (await store.ledger.sources()).filter(({ baselineSince }) => baselineSince === null)
    return read.length === held ? [] : ['a source without its first pass']
  })
  const intake = new AuditIntake({
    isRelevant: (name, { group, resource }) => watching.service.holdsResource(name, group, resource),
    isStatusRelevant: () => false,
    deliver: async (events) => {
      for (const event of events) {
        recorder.auditEvent(event)
        watching.service.auditEvent(event)
      }
    },
    count: () => {},
  })
  const closing = new AbortController()
  const following = followFile(
    { path: cluster.auditLog, from: undefined, pollMs: 100, signal: closing.signal },
    {
      take: async ({ lines }) => {
        while (!closing.signal.aborted && !intake.offerLines('demo', lines)) await intake.idle()
      },
      failed: (code) => {
        throw new Error(code)
      },
    },
  )
  return {
    from,
    poke: (source) => watching.poke(source),
    stop: async () => {
      closing.abort()
      await following
      await intake.idle()
      await watching.stop()
      recorder.end()
      await archive.close()
      await client.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
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
