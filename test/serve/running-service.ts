import { createLog } from '../../src/adapters/log/create-log.ts'
import type { ClusterClient } from '../../src/adapters/kube/cluster-client.ts'
import type { OpenStore, StorePlace } from '../../src/adapters/sql/open-store.ts'
import { type OpenAuditInlet, openAuditInlet } from '../../src/compose/service/audit-inlet.ts'
import { openConfiguredCluster } from '../../src/compose/service/open-cluster.ts'
import { startWatching, type WatchingService } from '../../src/compose/service/run-service.ts'
import type { AuditConfig, Config } from '../../src/config/config.ts'
import { configFromFlags } from '../../src/config/config-from-flags.ts'
import type { LedgerChange } from '../../src/ledger/ports.ts'
import type { WatchOptions } from '../../src/live/watch/cluster-watch.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { ActivityEntry } from '../../src/model/activity.ts'
import type { Rule } from '../../src/model/response-rule.ts'
import { createMetrics } from '../../src/surfaces/metrics/create-metrics.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import type { TestEngine } from '../store/engines.ts'

export interface ServedSource {
  readonly name: string
  /** Folder of the repository. */
  readonly repository: string
  readonly namespace?: string
}

export interface ServiceOptions {
  readonly cluster: Pick<TestCluster, 'kubeconfigs'>
  readonly engine: Pick<TestEngine, 'open'>
  readonly place: StorePlace
  readonly sources: readonly ServedSource[]
  readonly rules?: readonly Rule[]
  readonly oracle?: boolean
  readonly deployer?: string
  readonly now?: () => number
  /** Default none. */
  readonly audit?: AuditConfig
  /** How late audit events are as a rule, in ms; default as in a service. */
  readonly auditPatienceMs?: number
  readonly watching?: WatchOptions
}

const KEY = { id: 'test', secret: Buffer.from('0123456789abcdef0123456789abcdef') }

/** A service on a real cluster, real repositories and a real store, as a test drives it. */
export class RunningService {
  readonly store: OpenStore
  readonly changes: LedgerChange[] = []
  readonly #client: ClusterClient
  readonly #watching: WatchingService
  readonly #audit: OpenAuditInlet

  private constructor(
    store: OpenStore,
    client: ClusterClient,
    watching: WatchingService,
    audit: OpenAuditInlet,
    changes: LedgerChange[],
  ) {
    this.store = store
    this.#client = client
    this.#watching = watching
    this.#audit = audit
    this.changes = changes
  }

  static async start(options: ServiceOptions): Promise<RunningService> {
    const config = configOf(options)
    const store = await options.engine.open(options.place)
    const [settings] = config.clusters
    const client = await openConfiguredCluster(settings as Config['clusters'][number], () => {})
    const changes: LedgerChange[] = []
    const log = createLog({ level: process.env['DRIFTAGE_TEST_LOG'] === undefined ? 'error' : 'info' })
    const watching = await startWatching({
      config,
      store,
      key: KEY,
      clusters: new Map([['test', client]]),
      renderer: { render: () => Promise.reject(new Error('plain manifests only')), close: () => Promise.resolve() },
      log,
      onChange: (change) => changes.push(change),
      ...(options.now === undefined ? {} : { now: options.now }),
      ...(options.auditPatienceMs === undefined ? {} : { auditPatienceMs: options.auditPatienceMs }),
      ...(options.watching === undefined ? {} : { watching: options.watching }),
    })
    const now = options.now ?? Date.now
    const { metrics } = createMetrics({ reads: store.reads, now })
    const { service } = watching
    const audit = await openAuditInlet({ config, service, settings: store.settings, metrics, log, now, key: KEY })
    return new RunningService(store, client, watching, audit, changes)
  }

  /** Where the audit webhook of the cluster reaches it. */
  get auditReceiver(): OpenAuditInlet['receiver'] {
    return this.#audit.receiver
  }

  get commands(): WatchingService['commands'] {
    return this.#watching.commands
  }

  get watching(): WatchingService {
    return this.#watching
  }

  poke(source: string): void {
    this.#watching.poke(source)
  }

  /** Unresolved findings of the ledger, sorted by object and path. */
  async findings(): Promise<readonly Finding[]> {
    const page = await this.store.reads.findings({ now: Date.now(), limit: 1_000, states: ['settling', 'open'] })
    return page.items.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
  }

  async activity(): Promise<readonly ActivityEntry[]> {
    return (await this.store.reads.activity({ limit: 1_000 })).items
  }

  /** Waits until something holds of the ledger. */
  async until<T>(what: string, read: () => Promise<T | undefined | false>, ms = 20_000): Promise<T> {
    const end = Date.now() + ms
    for (;;) {
      const found = await read()
      if (found !== undefined && found !== false) return found
      if (Date.now() > end)
        throw new Error(`not in ${ms} ms: ${what}; there is: ${JSON.stringify(told(await this.findings()))}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Waits until the first pass over everything is over. */
  live(): Promise<boolean> {
    return this.until('live', async () => {
      const states = this.#watching.service.clusterStates()
      return states.length > 0 && states.every(({ state }) => state === 'live')
    })
  }

  async stop(): Promise<void> {
    await this.#audit.close()
    await this.#watching.stop()
    await this.#client.close()
    await this.store.close()
  }
}

function configOf({ cluster, sources, rules = [], oracle = false, deployer, audit }: ServiceOptions): Config {
  const config = configFromFlags({
    paths: sources.map(({ repository }) => repository),
    cluster: 'test',
    kubeconfig: cluster.kubeconfigs.admin,
    folder: '/nowhere',
    oracle,
    secrets: true,
    ...(deployer === undefined ? {} : { deployer }),
  })
  const watched = sources.map(({ name, repository, namespace }, index) => {
    const from = { kind: 'git', repository, revision: 'HEAD', folder: '.' } as const
    return { ...(config.sources[index] as Config['sources'][number]), name, from, namespace: namespace ?? 'default' }
  })
  const clusters = config.clusters.map((one) => ({ ...one, audit }))
  return { ...config, clusters, sources: watched, rules }
}

function keyOf({ drift }: Finding): string {
  return `${drift.object.kind}/${drift.object.namespace}/${drift.object.name} ${drift.path}`
}

/** One line a finding: state, standing, object, path, kind. */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ state, standing, drift }) =>
      `${state} ${standing} ${drift.kind} ${drift.object.kind}/${drift.object.name} ${drift.path || '(object)'}`,
  )
}
