import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { workingTrees } from '../../adapters/files/working-trees.ts'
import { gitWatchedRepositories } from '../../adapters/git/watched-repositories.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { OpenStore } from '../../adapters/sql/open-store.ts'
import type { Config } from '../../config/config.ts'
import type { Renderer } from '../../desired/renderer.ts'
import { AuditWindow } from '../../live/audit/window.ts'
import type { ClusterReader } from '../../live/cluster-reader.ts'
import { type ClusterWatch, watchCluster, type WatchOptions } from '../../live/watch/cluster-watch.ts'
import type { WatchSource } from '../../live/watch/watch-source.ts'
import { ledgerDesk } from '../../loop/ledger-desk.ts'
import type { LedgerCommands } from '../../loop/commands.ts'
import { CauseIndex } from '../../loop/serve/cause-index.ts'
import { LEASE_MS } from '../../loop/serve/cluster-lease.ts'
import { ClusterRunner } from '../../loop/serve/cluster-runner.ts'
import { Service } from '../../loop/serve/service.ts'
import { versionMemory } from '../../loop/serve/version-memory.ts'
import { ServicePolicy } from '../../loop/serve/service-policy.ts'
import type { SourceEvent } from '../../loop/sources/source-event.ts'
import type { SourceWatch } from '../../loop/sources/source-watch.ts'
import { watchSources } from '../../loop/sources/watch-sources.ts'
import type { LedgerChange } from '../../ledger/ports.ts'
import { HOUR, MINUTE } from '../../model/instant.ts'
import type { MarkKey } from '../../model/value-mark.ts'
import { facts, knowledge } from '../knowledge.ts'
import { cacheFolder } from '../cache-folder.ts'
import { policyInForce } from './policy-in-force.ts'
import { SourceSettingsBook } from './source-settings.ts'
import { configuredSource, watchedSources } from './watched-sources.ts'

/** A cluster as a service needs it: to be read, and to be watched. */
export interface ServedCluster extends ClusterReader {
  readonly stream: WatchSource
}

/**
 * The lock on an embedded store keeps others away. A short lease would guard against nobody, and under overload, when its
 * renewal has to wait behind much else in the one session, it would cost a whole new look at the cluster.
 */
const LONE_LEASE_MS = 24 * HOUR

/** What is made outside, since it outlives the service or differs in tests. */
export interface ServiceRequisites {
  readonly config: Config
  readonly store: OpenStore
  readonly key: MarkKey
  readonly clusters: ReadonlyMap<string, ServedCluster>
  readonly renderer: Renderer
  readonly log: ServiceLog
  /** Default the machine's. */
  readonly now?: () => number
  /** Runs once after so many milliseconds of `now`; returns what calls it off. Default the machine's timers. */
  readonly after?: (ms: number, run: () => void) => () => void
  /** How long a lease lasts that is not renewed, in ms; default 15 s, and a day where no other service can come. */
  readonly leaseMs?: number
  /** How late audit events are as a rule, in ms; default as {@link AuditWindow} has it. */
  readonly auditPatienceMs?: number
  /** For how long audit events are gathered before what they are about is asked for again, in ms; default 100. */
  readonly gatherMs?: number
  /** What watches take from the machine; default all of it. */
  readonly watching?: WatchOptions
  /** Where desired states come from; default the configured sources. */
  readonly openSources?: (onEvent: (event: SourceEvent) => void) => SourceWatch
  /** Told before the service is that sources may say something new. */
  readonly onSources?: (sources: SourceWatch) => void
  readonly onChange: (change: LedgerChange) => void
  /** The epoch under which this process holds the cluster from now on; undefined when it holds it no more. */
  readonly onLease?: (cluster: string, epoch: number | undefined) => void
  /** The watch of the cluster from now on. */
  readonly onWatch?: (cluster: string, watch: ClusterWatch) => void
}

/** A service that watches, with what surfaces need of it. */
export interface WatchingService {
  readonly service: Service
  readonly commands: LedgerCommands
  readonly window: AuditWindow
  /** Checks a source's head soon. */
  readonly poke: (source: string) => void
  /** The configuration in use. */
  readonly config: () => Config
  /** Takes another configuration without losing a watch. Clusters, store and address count from the next start only. */
  readonly reload: (config: Config) => void
  stop(): Promise<void>
}

/** Connects everything that watches and remembers. Nothing listens yet. */
export async function startWatching(requisites: ServiceRequisites): Promise<WatchingService> {
  const { store, log } = requisites
  let { config } = requisites
  const now = requisites.now ?? Date.now
  const after = requisites.after ?? timerOf(log)
  const { auditPatienceMs } = requisites
  const patience = auditPatienceMs === undefined ? {} : { patienceMs: () => auditPatienceMs }
  const window = new AuditWindow({ now, skewMs: () => MINUTE, ...patience })
  const objectsOf = (name: string): number => sources.sources().find((one) => one.name === name)?.objects ?? 0
  const causes = new CauseIndex(objectsOf)
  const book = new SourceSettingsBook(config, log)
  const policy = new ServicePolicy(policyInForce(config, book), causes)
  const applyPolicy = (): void => {
    policy.replace(policyInForce(config, book))
    service.rulesMoved()
  }
  const restored = await store.ledger.sources()
  const openConfigured = (tell: (event: SourceEvent) => void): SourceWatch => {
    const ports = {
      workingTrees,
      renderer: requisites.renderer,
      repositories: gitWatchedRepositories({ cacheFolder: join(cacheFolder(), 'git') }),
      target: (cluster: string) => service.target(cluster),
      now,
      random: Math.random,
      after,
    }
    return watchSources(watchedSources(config), ports, tell, { restored })
  }
  /** What sources tell before the service is there to hear it: that some left the configuration while none was running. */
  const early: SourceEvent[] = []
  let take = (event: SourceEvent): void => void early.push(event)
  const sources = (requisites.openSources ?? openConfigured)((event) => take(event))
  const takeEvent = (event: SourceEvent): void => {
    const isNews = event.kind === 'desired-changed' && book.take(event.source, event.files)
    if (event.kind === 'source-removed') book.forget(event.source)
    if (isNews) applyPolicy()
    requisites.onSources?.(sources)
    service.sourceEvent(event)
  }
  const service: Service = new Service({
    ledger: store.ledger,
    reads: store.reads,
    leases: store.leases,
    leaseMs: requisites.leaseMs ?? (store.isAlone ? LONE_LEASE_MS : LEASE_MS),
    ...(requisites.gatherMs === undefined ? {} : { gatherMs: requisites.gatherMs }),
    owner: `${process.pid}-${randomUUID()}`,
    clusters: config.clusters.map(({ name }) => name),
    sources,
    namespaceOf: (source) => configuredSource(config, source)?.namespace ?? 'default',
    window,
    now,
    monotonic: () => performance.now(),
    after,
    signs: {
      changed: requisites.onChange,
      failed: (where, error) => log.error('Something failed and is tried again', error, { where }),
      leaseHeld: (cluster, epoch) => {
        log.info('Lease', { cluster, held: epoch !== undefined, epoch: epoch ?? 0 })
        requisites.onLease?.(cluster, epoch)
      },
    },
    runner: (cluster, given) => {
      const settings = config.clusters.find(({ name }) => name === cluster)
      const client = requisites.clusters.get(cluster)
      if (settings === undefined || client === undefined) throw new Error(`no cluster ${cluster}`)
      return new ClusterRunner({
        ...given,
        cluster,
        reader: client,
        watch: (onEvent) => {
          const watch = watchCluster({ reader: client, stream: client.stream }, [], onEvent, requisites.watching)
          requisites.onWatch?.(cluster, watch)
          return watch
        },
        memory: versionMemory(),
        types: facts(),
        knowledge: knowledge(),
        oracle: settings.oracle,
        secrets: settings.secrets,
        defaultNamespace: 'default',
        key: requisites.key,
        store: store.ledger,
        reads: store.reads,
        policy,
        causes,
        deployerNamed: (source) => configuredSource(config, source)?.deployer,
        now,
      })
    },
  })
  /** Each service reads sources for itself: what is said to one that does not watch their cluster would be heard by nobody. */
  const onlyWhereWatched = (source: string): void => {
    const known = sources.sources().find(({ name }) => name === source)
    if (known !== undefined) service.runnerOf(known)
  }
  take = takeEvent
  for (const event of early) takeEvent(event)
  await service.start()
  return {
    service,
    window,
    poke: (source) => sources.poke(source),
    config: () => config,
    commands: ledgerDesk({
      reads: store.reads,
      change: (ref, decide) => service.runnerOf(ref).change(ref, decide),
      recheck: (ref) => service.runnerOf(ref).again([ref]),
      deployed: async (source, revision) => {
        onlyWhereWatched(source)
        await sources.deployed(source, revision)
      },
      confirmSource: async (source) => {
        onlyWhereWatched(source)
        await sources.confirm(source)
      },
    }),
    reload: (next) => {
      config = next
      book.replace(next)
      sources.update(watchedSources(next))
      applyPolicy()
    },
    stop: async () => {
      await sources.close()
      await service.stop()
    },
  }
}

/** Timers that let the process end, and whose work cannot bring it down. */
function timerOf(log: ServiceLog): (ms: number, run: () => void) => () => void {
  return (ms, run) => {
    const timer = setTimeout(() => {
      try {
        run()
      } catch (error) {
        log.error('A timer failed', error)
      }
    }, ms)
    return () => clearTimeout(timer)
  }
}
