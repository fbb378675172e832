import { randomBytes } from 'node:crypto'
import type { OpenArchive } from '../../adapters/archive/write-archive-file.ts'
import { pruneDocument } from '../../diff/schema/prune.ts'
import type { ArchivedSource, ArchiveEntry } from '../../live/archive/entry.ts'
import { RecordedCluster } from '../../live/archive/recorded-cluster.ts'
import type { ClusterReader } from '../../live/cluster-reader.ts'
import type { WatchSource } from '../../live/watch/watch-source.ts'
import type { SourceWatch } from '../../loop/sources/source-watch.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Instant } from '../../model/instant.ts'
import { stringAt } from '../../model/json.ts'
import { WithoutSecrets } from './without-secrets.ts'

/** Writes down what a service sees of one cluster, without a single secret. */
export class ArchiveRecorder {
  readonly #archive: Pick<OpenArchive, 'write'>
  readonly #now: () => Instant
  readonly #clean: WithoutSecrets
  readonly #secrets = new Set<string>()
  /** By source: what was last written of it, to write each state once. */
  readonly #sources = new Map<string, string>()
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
  sources(sources: SourceWatch, namespaceOf: (source: string) => string): void {
    const states = new Map(sources.sources().map((state) => [state.name, state]))
    for (const { revision, manifests, gaps } of sources.desired()) {
      const state = states.get(revision.name)
      const said = JSON.stringify([
        revision,
        gaps,
        state?.held,
        state?.failing?.code,
        state?.deployed,
        manifests.length,
      ])
      if (state === undefined || manifests.length === 0 || this.#sources.get(revision.name) === said) continue
      this.#sources.set(revision.name, said)
      const namespace = namespaceOf(revision.name)
      for (const { manifest } of manifests) {
        if (stringAt(manifest, 'kind') !== 'Secret') continue
        const own = stringAt(manifest, 'metadata', 'namespace') ?? namespace
        this.#secrets.add(`${own}/${stringAt(manifest, 'metadata', 'name') ?? ''}`)
      }
      this.#record({ type: 'source', at: this.#time(), state, revision, namespace, manifests, gaps })
    }
  }

  end(): void {
    this.#record({ type: 'end', at: this.#time() })
  }

  #record(entry: ArchiveEntry): void {
    if (entry.type === 'discovery') this.#clean.discovered(entry.kinds)
    this.#archive.write(this.#cleaned(entry))
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
