import process from 'node:process'
import { join } from 'node:path'
import type { ClusterClient } from '../../adapters/kube/cluster-client.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import { openStore, type OpenStore, type StoreOptions, type StorePlace } from '../../adapters/sql/open-store.ts'
import type { Config } from '../../config/config.ts'
import { readSecret } from '../../config/read-secret.ts'
import type { Renderer } from '../../desired/renderer.ts'
import type { LedgerChange } from '../../ledger/ports.ts'
import { createApi } from '../../surfaces/api/create-api.ts'
import { createMetrics } from '../../surfaces/metrics/create-metrics.ts'
import { ApiTokens } from './api-tokens.ts'
import { openAuditInlet } from './audit-inlet.ts'
import { countChange } from './count-change.ts'
import { announceService, markKey, STORE_FOLDER, usualDataFolder } from './data-folder.ts'
import { openConfiguredCluster } from './open-cluster.ts'
import { openPushInlet } from './push-inlet.ts'
import { WatchMeter } from './watch-meter.ts'
import { startWatching, type WatchingService } from './run-service.ts'

export interface ServeParts {
  readonly config: Config
  readonly version: string
  readonly renderer: Renderer
  readonly log: ServiceLog
  /** Places of the store's own files; default beside the program. */
  readonly store?: StoreOptions
  readonly now?: () => number
  /** How long a lease lasts that is not renewed; default 15 s. */
  readonly leaseMs?: number
}

/** A service that watches, remembers and answers. */
export interface Serving {
  /** Where it answers, such as `http://127.0.0.1:8420`. */
  readonly origin: string
  /** For this machine; undefined where it is reachable from others, who have tokens of their own. */
  readonly token: string | undefined
  readonly watching: WatchingService
  readonly store: OpenStore
  /**
   * Takes another configuration without losing a watch; clusters, store, webhooks and address stay those of the start.
   *
   * @throws DriftageError DRF1213, DRF6003 where a token is not there or too short; then everything stays as it is
   */
  take(config: Config): Promise<void>
  /** Reads tokens anew, whose files may have been written anew. Never fails. */
  renew(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the whole service: the store first, since nothing may be seen that cannot be recorded, then the watches, then the
 * ways to ask for it. What was opened is closed again where a later step fails.
 *
 * @throws DriftageError DRF50xx store, DRF30xx clusters, DRF60xx API, DRF1213 secrets
 */
export async function serve(parts: ServeParts): Promise<Serving> {
  const closing: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).toReversed())
      await close().catch((error: unknown) => parts.log.error('Closing failed', error))
  }
  try {
    return await start(parts, closing, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  parts: ServeParts,
  closing: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Serving> {
  const { config, log, version } = parts
  const now = parts.now ?? Date.now
  const folder = config.store.kind === 'embedded' ? config.store.folder : usualDataFolder()
  const store = await openStore(await placeOf(config, folder), parts.store)
  closing.push(() => store.close())
  const clusters = await openClusters(config, log)
  closing.push(() => Promise.all([...clusters.values()].map((client) => client.close())))
  closing.push(() => parts.renderer.close())
  const { metrics, render } = createMetrics({ reads: store.reads, now })
  const meter = new WatchMeter(metrics)
  const listeners = new Set<() => void>()
  const onChange = (change: LedgerChange): void => {
    countChange(change, metrics)
    for (const listener of listeners) listener()
  }
  const key = await markKey(folder)
  const watching = await startWatching({
    config,
    store,
    key,
    clusters,
    renderer: parts.renderer,
    log,
    now,
    ...(parts.leaseMs === undefined ? {} : { leaseMs: parts.leaseMs }),
    onChange,
    onLease: (cluster, epoch) => metrics.leaseHeld(cluster, epoch),
    onWatch: (cluster, watch) => meter.follow(cluster, watch),
  })
  closing.push(() => watching.stop())
  const audit = await openAuditInlet({
    config,
    service: watching.service,
    settings: store.settings,
    metrics,
    log,
    now,
    key,
  })
  closing.push(() => audit.close())
  const push = await openPushInlet({ config: watching.config, poke: watching.poke })
  const tokens = await ApiTokens.open(config, log)
  const api = createApi(
    {
      reads: store.reads,
      commands: watching.commands,
      changes: (recorded) => {
        listeners.add(recorded)
        return () => listeners.delete(recorded)
      },
      freshness: () => ({
        store: watching.service.isRecording ? 'open' : 'failing',
        clusters: watching.service.knownStates(),
      }),
      tokens: tokens.book,
      metrics: () => {
        meter.sample()
        return render()
      },
      answered: (route, method, status, seconds) => metrics.answered(route, method, status, seconds),
      intakes: { audit: audit.receiver, ...push },
      log,
      now,
    },
    { version, openMetrics: config.listen.openMetrics, hosts: config.listen.hosts },
  )
  closing.push(() => api.close())
  const origin = await api.listen(config.listen.address, config.listen.port)
  const { local } = tokens
  if (local !== undefined) closing.push(await announceService(folder, { origin, token: local, pid: process.pid }))
  const take = async (next: Config): Promise<void> => {
    await tokens.take(next)
    watching.reload(next)
  }
  return { origin, token: local, watching, store, take, renew: () => tokens.renew(), stop }
}

async function placeOf({ store }: Config, folder: string): Promise<StorePlace> {
  if (store.kind === 'embedded') return { kind: 'embedded', folder: join(folder, STORE_FOLDER) }
  return { kind: 'postgres', url: await readSecret(store.url, process.env) }
}

async function openClusters({ clusters }: Config, log: ServiceLog): Promise<ReadonlyMap<string, ClusterClient>> {
  const opened = await Promise.all(
    clusters.map(async (cluster) => {
      const client = await openConfiguredCluster(cluster, (line) => log.debug('Request', { line }))
      return [cluster.name, client] as const
    }),
  )
  return new Map(opened)
}
