import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type OpenArchive, removeArchive, writeArchiveFile } from '../../adapters/archive/write-archive-file.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { OpenStore, StoreOptions } from '../../adapters/sql/open-store.ts'
import type { ClusterConfig, Config } from '../../config/config.ts'
import type { Renderer } from '../../desired/renderer.ts'
import type { ErrorCode } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { SourceWatch } from '../../loop/sources/source-watch.ts'
import type { Instant } from '../../model/instant.ts'
import type { ClusterState, SourceState } from '../../model/source-state.ts'
import { openConfiguredCluster } from '../service/open-cluster.ts'
import { type ServedCluster, startWatching, type WatchingService } from '../service/run-service.ts'
import { configuredSource } from '../service/watched-sources.ts'
import { ArchiveRecorder, type RecordedCounts, type RecordedSettings } from './archive-recorder.ts'
import { closeAll, type Closing } from './closing.ts'
import { firstLookIsOver } from './first-look.ts'
import { followAudit } from './followed-audit.ts'
import { temporaryStore } from './temporary-store.ts'

export interface RecordParts {
  /** Of one cluster. */
  readonly config: Config
  readonly cluster: ClusterConfig
  readonly file: string
  readonly overwrite: boolean
  readonly auditFile: string | undefined
  readonly renderer: Renderer
  readonly log: ServiceLog
  /** Places of the store's own files; default beside the program. */
  readonly store?: StoreOptions
  /** Calls it off until the first look is over. */
  readonly signal: AbortSignal
}

/** A cluster under recording; everything was looked at once. */
export interface Recording {
  readonly from: Instant
  readonly counts: RecordedCounts
  /** Bytes that have reached the file. */
  readonly size: number
  readonly sources: readonly SourceState[]
  readonly clusters: readonly ClusterState[]
  /** Resolves when nothing more can be taken: DRF5407, DRF5409. */
  readonly ended: Promise<DriftageError>
  /** Checks a source's head soon. */
  poke(source: string): void
  /** Closes the archive whole; resolves with its last moment. @throws DriftageError DRF5407 */
  stop(): Promise<Instant>
}

/**
 * Starts the real service on a cluster and its sources, with a memory that nobody keeps, and writes down all that it sees.
 *
 * @throws DriftageError DRF30xx the cluster does not answer, DRF2xxx no source can be read, DRF5407, DRF5408
 */
export async function record(parts: RecordParts): Promise<Recording> {
  const closing: Closing[] = []
  try {
    return await started(parts, closing)
  } catch (error) {
    await closeAll(closing).catch(() => {})
    throw error
  }
}

async function started(parts: RecordParts, closing: Closing[]): Promise<Recording> {
  const { cluster, file, overwrite, renderer, log, signal } = parts
  closing.push(() => renderer.close())
  const client = await openConfiguredCluster(cluster, (line) => log.debug('Request', { line }))
  closing.push(() => client.close())
  await mustAnswer(client)
  const from = Date.now()
  const archive = await writeArchiveFile(
    file,
    { id: randomUUID(), cluster: cluster.name, from, times: 'recorded' },
    { overwrite },
  )
  try {
    const store = await temporaryStore(parts.store, closing)
    return await watched({ ...parts, archive, client, store, from }, closing)
  } catch (error) {
    await archive.close().catch(() => {})
    // What is in the file may be all that there is of it; a look that was never over is nothing.
    const isKept = error instanceof DriftageError && (error.code === 'DRF5407' || error.code === 'DRF5409')
    if (!isKept) await removeArchive(file)
    throw signal.aborted ? new Error('interrupted') : error
  }
}

interface Opened extends Omit<RecordParts, 'store'> {
  readonly archive: OpenArchive
  readonly client: ServedCluster
  readonly store: OpenStore
  readonly from: Instant
}

async function watched(opened: Opened, closing: Closing[]): Promise<Recording> {
  const { config, cluster, archive, client, store, log, from } = opened
  const recorder = new ArchiveRecorder(cluster.name, archive, Date.now)
  let sources: SourceWatch | undefined
  const watching = await startWatching({
    config,
    store,
    key: { id: randomBytes(4).toString('hex'), secret: randomBytes(32) },
    clusters: new Map([[cluster.name, recorder.cluster(client)]]),
    renderer: opened.renderer,
    log,
    onSources: (told) => {
      sources = told
      recorder.sources(told, (name) => settingsOf(config, name))
    },
    onChange: () => {},
  })
  closing.push(() => watching.stop())
  let until: Instant | undefined
  void archive.ended.then(() => (until = recorder.now))
  const clusters = (): readonly ClusterState[] => watching.service.clusterStates()
  await firstLook(opened, watching, () => sources?.sources())
  const unfollow = followed(opened, watching, recorder)
  return {
    from,
    get counts() {
      return recorder.counts
    },
    get size() {
      return archive.size
    },
    get sources() {
      return sources?.sources() ?? []
    },
    get clusters() {
      return clusters()
    },
    ended: archive.ended,
    poke: (source) => watching.poke(source),
    stop: async () => {
      if (until === undefined) await sleep(TAIL_MS)
      await unfollow()
      const last = until ?? recorder.now
      // The archive first: what is told while the watches end comes after its last moment.
      closing.push(() => archive.close())
      recorder.end(last)
      await closeAll(closing)
      return last
    },
  }
}

/** What was done just before the end is told by then, and by whom. */
const TAIL_MS = 500

async function mustAnswer(client: ServedCluster): Promise<void> {
  const version = await client.version()
  if (version.state !== 'failed') return
  const { code, message } = version.error
  throw new DriftageError(code as ErrorCode, `${message} Nothing was recorded.`)
}

function settingsOf(config: Config, source: string): RecordedSettings {
  const { namespace = 'default', deployer } = configuredSource(config, source) ?? {}
  return { namespace, deployer }
}

async function firstLook(
  { store, archive, signal }: Opened,
  { service }: WatchingService,
  sources: () => readonly SourceState[] | undefined,
): Promise<void> {
  const giveUp = new AbortController()
  const isOver = firstLookIsOver({
    clusters: () => service.clusterStates(),
    sources,
    recorded: () => store.ledger.sources(),
    signal: AbortSignal.any([signal, giveUp.signal]),
  })
  const failure = archive.ended.then((reason) => Promise.reject(reason))
  failure.catch(() => {})
  try {
    await Promise.race([isOver, failure])
  } finally {
    giveUp.abort()
  }
}

function followed(opened: Opened, { service }: WatchingService, recorder: ArchiveRecorder): Closing {
  const { auditFile, cluster, log } = opened
  if (auditFile === undefined) return () => Promise.resolve()
  const record = recorder.auditEvent.bind(recorder)
  return followAudit({ cluster: cluster.name, path: auditFile, service, record, log })
}
