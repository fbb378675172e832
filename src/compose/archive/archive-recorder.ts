import { createHash, randomBytes } from 'node:crypto'
import type { OpenArchive } from '../../adapters/archive/write-archive-file.ts'
import { pruneDocument } from '../../diff/schema/prune.ts'
import type { ArchivedSource, ArchiveEntry } from '../../live/archive/entry.ts'
import { RecordedCluster } from '../../live/archive/recorded-cluster.ts'
import type { ClusterReader } from '../../live/cluster-reader.ts'
import type { WatchSource } from '../../live/watch/watch-source.ts'
import type { SourceWatch } from '../../loop/sources/source-watch.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { Instant } from '../../model/instant.ts'
import { canonicalJson, stringAt } from '../../model/json.ts'
import { WithoutSecrets } from './without-secrets.ts'

/** What has been written down so far, by kind. */
export interface RecordedCounts {
  /** What was there when somebody first looked. */
  readonly found: number
  /** Versions of objects that came and went since. */
  readonly changes: number
  readonly auditEvents: number
  readonly sourceStates: number
}

/** What the configuration says of a source. */
export interface RecordedSettings {
  readonly namespace: string
  readonly deployer: string | undefined
}

/** Writes down what a service sees of one cluster, without a single secret. */
export class ArchiveRecorder {
  readonly #archive: Pick<OpenArchive, 'write'>
  readonly #now: () => Instant
  readonly #clean: WithoutSecrets
  readonly #secrets = new Set<string>()
  readonly #counts = { found: 0, changes: 0, auditEvents: 0, sourceStates: 0 }
  /** By source: what was last written of it, to write each state once. */
  readonly #sources = new Map<string, WrittenSource>()
  #sayAgain: () => void = () => {}
  #knowsKinds = false
  #latest: Instant

  constructor(cluster: string, archive: Pick<OpenArchive, 'write'>, now: () => Instant) {
    this.#archive = archive
    this.#now = now
    this.#latest = now()
    // Lives for this recording and is kept nowhere: whoever has the archive cannot test a guess.
    const key = { id: randomBytes(4).toString('hex'), secret: randomBytes(32) }
    this.#clean = new WithoutSecrets(cluster, key)
  }

  /** The cluster, with everything that is asked of it written down. */
  cluster(reader: ClusterReader & { readonly stream: WatchSource }): RecordedCluster {
    return new RecordedCluster(reader, reader.stream, {
      now: () => this.#time(),
      record: (entry) => this.#record(entry),
      holdsSecret: (namespace, name) => this.#secrets.has(`${namespace}/${name}`),
    })
  }

  auditEvent(event: AuditEvent): void {
    // A mark of the whole object would not fit the object without its secrets.
    const { contentMark: _, ...kept } = event
    this.#record({ type: 'audit', at: this.#time(), event: kept })
  }

  /** Writes down what sources say that has changed since the last time. */
  sources(sources: Pick<SourceWatch, 'sources' | 'desired'>, settingsOf: (source: string) => RecordedSettings): void {
    this.#sayAgain = () => this.sources(sources, settingsOf)
    // Which namespace a manifest belongs to, and so its digests, depends on what the cluster says of its kind.
    if (!this.#knowsKinds) return
    const states = new Map(sources.sources().map((state) => [state.name, state]))
    for (const { revision, manifests, gaps } of sources.desired()) {
      const state = states.get(revision.name)
      if (state === undefined || manifests.length === 0) continue
      const { held, failing, deployed } = state
      const said = JSON.stringify([revision, gaps, held, failing?.code, deployed])
      if (!this.#isNews(revision.name, said, manifests)) continue
      const { namespace, deployer } = settingsOf(revision.name)
      for (const { manifest } of manifests) {
        if (stringAt(manifest, 'kind') !== 'Secret') continue
        const own = stringAt(manifest, 'metadata', 'namespace') ?? namespace
        this.#secrets.add(`${own}/${stringAt(manifest, 'metadata', 'name') ?? ''}`)
      }
      const named = deployer === undefined ? {} : { deployer }
      this.#record({ type: 'source', at: this.#time(), state, revision, namespace, ...named, manifests, gaps })
    }
  }

  get counts(): RecordedCounts {
    return { ...this.#counts }
  }

  /** The moment up to which all that was seen has been taken. */
  get now(): Instant {
    return this.#time()
  }

  /** @param at after which nothing was taken any more; default now */
  end(at = this.#time()): void {
    this.#record({ type: 'end', at })
  }

  /** A folder without commits says something new under the same revision. */
  #isNews(source: string, said: string, manifests: readonly SourceManifest[]): boolean {
    const last = this.#sources.get(source)
    if (last?.said === said && last.manifests === manifests) return false
    const digest = digestOf(manifests)
    this.#sources.set(source, { said, manifests, digest })
    return last?.said !== said || last.digest !== digest
  }

  #record(entry: ArchiveEntry): void {
    if (entry.type === 'discovery') this.#clean.discovered(entry.kinds)
    this.#archive.write(this.#cleaned(entry))
    this.#count(entry)
    if (entry.type !== 'discovery') return
    this.#knowsKinds = true
    this.#sources.clear()
    this.#sayAgain()
  }

  #count(entry: ArchiveEntry): void {
    if (entry.type === 'object') this.#counts[entry.change === 'present' ? 'found' : 'changes']++
    if (entry.type === 'audit') this.#counts.auditEvents++
    if (entry.type === 'source') this.#counts.sourceStates++
  }

  #cleaned(entry: ArchiveEntry): ArchiveEntry {
    switch (entry.type) {
      case 'object':
        return this.#clean.object(entry)
      case 'source':
        return this.#clean.source(entry satisfies ArchivedSource)
      case 'schema':
        return { ...entry, document: pruneDocument(entry.document) }
      default:
        return entry
    }
  }

  /** Never backwards, whatever the clock of the machine does. */
  #time(): Instant {
    this.#latest = Math.max(this.#latest, this.#now())
    return this.#latest
  }
}

interface WrittenSource {
  readonly said: string
  readonly manifests: readonly SourceManifest[]
  /** Of the manifests; lives in memory only. */
  readonly digest: string
}

function digestOf(manifests: readonly SourceManifest[]): string {
  const hash = createHash('sha256')
  for (const { manifest, place } of manifests) hash.update(`${place.file}\n${canonicalJson(manifest)}\n`)
  return hash.digest('hex')
}
