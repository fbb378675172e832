import { isObject, type JsonObject, property, stringAt } from '../../model/json.ts'
import type { Instant } from '../../model/instant.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { AccessQuestion, ClusterReader, Discovery, Reading } from '../cluster-reader.ts'
import type {
  ListPage,
  WatchedObject,
  WatchFailure,
  WatchItem,
  WatchRequest,
  WatchSource,
} from '../watch/watch-source.ts'
import type { ArchivedObject, ArchiveEntry } from './entry.ts'

export interface RecordingPorts {
  readonly now: () => Instant
  /** Takes what was seen. The object is as the server sent it: secrets must leave it before it goes anywhere. */
  readonly record: (entry: ArchiveEntry) => void
  /** Whether a Secret is one of those that the sources hold; others are never recorded. */
  readonly holdsSecret: (namespace: string, name: string) => boolean
}

/**
 * A cluster whose answers are recorded on their way to whoever asks: exactly what the comparison looked at, and no more.
 * Objects of a stream that nobody reads are not looked at here either.
 */
export class RecordedCluster implements ClusterReader, WatchSource {
  readonly name: string
  readonly stream: WatchSource
  readonly #reader: ClusterReader
  readonly #source: WatchSource
  readonly #ports: RecordingPorts
  readonly #listed = new Set<string>()
  /** Last recorded version of each object, by kind, namespace and name. */
  readonly #versions = new Map<string, { readonly version: string; readonly object: JsonObject }>()
  readonly #said = new Map<string, string>()

  constructor(reader: ClusterReader, source: WatchSource, ports: RecordingPorts) {
    this.name = reader.name
    this.stream = this
    this.#reader = reader
    this.#source = source
    this.#ports = ports
  }

  async version(): Promise<Reading<string>> {
    const read = await this.#reader.version()
    if (read.state === 'found' && this.#isNew('version', read.value)) {
      this.#ports.record({ type: 'version', at: this.#ports.now(), version: read.value })
    }
    return read
  }

  async discover(): Promise<Discovery> {
    const read = await this.#reader.discover()
    if (this.#isNew('discovery', JSON.stringify(read.kinds))) {
      this.#ports.record({ type: 'discovery', at: this.#ports.now(), kinds: read.kinds })
    }
    return read
  }

  async openApi(group: string, version: string): Promise<Reading<JsonObject>> {
    const read = await this.#reader.openApi(group, version)
    if (read.state === 'found' && this.#isNew(`schema ${group}/${version}`, JSON.stringify(read.value, unlimited))) {
      this.#ports.record({ type: 'schema', at: this.#ports.now(), group, version, document: read.value })
    }
    return read
  }

  async get(kind: KindInfo, namespace: string, name: string): Promise<Reading<JsonObject>> {
    const read = await this.#reader.get(kind, namespace, name)
    if (read.state === 'found') this.#present(kind, read.value)
    if (read.state !== 'failed') this.#sawAll(kind)
    return read
  }

  async list(kind: KindInfo, namespace: string): Promise<Reading<readonly JsonObject[]>> {
    const read = await this.#reader.list(kind, namespace)
    if (read.state === 'found') {
      for (const object of read.value) this.#present(kind, object)
      this.#sawAll(kind)
    }
    return read
  }

  dryRunCreate(kind: KindInfo, namespace: string, manifest: JsonObject): Promise<Reading<JsonObject>> {
    return this.#reader.dryRunCreate(kind, namespace, manifest)
  }

  mayI(question: AccessQuestion): Promise<Reading<boolean>> {
    return this.#reader.mayI(question)
  }

  async *watch(
    kind: KindInfo,
    namespace: string,
    request: WatchRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WatchItem> {
    let listed: Set<string> | undefined = request.resourceVersion === undefined ? new Set() : undefined
    for await (const item of this.#source.watch(kind, namespace, request, signal)) {
      if (item.type === 'bookmark' && item.endsInitialList && listed !== undefined) {
        this.#goneMeanwhile(kind, namespace, listed)
        listed = undefined
        this.#sawAll(kind)
      }
      if (item.type === 'object') listed?.add(keyOf(kind, item.namespace, item.name))
      yield item.type === 'object' ? this.#watched(kind, item, listed !== undefined) : item
    }
  }

  async listPage(kind: KindInfo, namespace: string, token: string): Promise<ListPage | WatchFailure> {
    const page = await this.#source.listPage(kind, namespace, token)
    if ('state' in page) {
      for (const object of page.objects) this.#present(kind, object)
      if (page.token === '') this.#sawAll(kind)
    }
    return page
  }

  collectionVersion(kind: KindInfo, namespace: string): Promise<string | WatchFailure> {
    return this.#source.collectionVersion(kind, namespace)
  }

  #watched(kind: KindInfo, item: WatchedObject, isInitial: boolean): WatchedObject {
    const key = keyOf(kind, item.namespace, item.name)
    const known = this.#versions.get(key)
    if (item.change === 'deleted' && known !== undefined) {
      this.#versions.delete(key)
      this.#object(kind, 'deleted', withVersion(known.object, item.resourceVersion))
    }
    const change = !isInitial ? item.change : known === undefined ? 'present' : 'modified'
    const read = (): JsonObject | undefined => {
      const object = item.read()
      if (object !== undefined && change !== 'deleted') this.#seen(kind, change, object)
      return object
    }
    return { ...item, read }
  }

  /** A list after an outage of the watch: what it does not hold any more went without a word. */
  #goneMeanwhile(kind: KindInfo, namespace: string, listed: ReadonlySet<string>): void {
    const prefix = namespace === '' ? keyOf(kind, '', '').slice(0, -1) : keyOf(kind, namespace, '')
    for (const [key, { object }] of this.#versions) {
      if (!key.startsWith(prefix) || listed.has(key)) continue
      this.#versions.delete(key)
      this.#object(kind, 'deleted', object)
    }
  }

  #present(kind: KindInfo, object: JsonObject): void {
    this.#seen(kind, 'present', object)
  }

  #seen(kind: KindInfo, change: ArchivedObject['change'], object: JsonObject): void {
    const namespace = stringAt(object, 'metadata', 'namespace') ?? ''
    const name = stringAt(object, 'metadata', 'name') ?? ''
    if (kind.group === '' && kind.kind === 'Secret' && !this.#ports.holdsSecret(namespace, name)) return
    const key = keyOf(kind, namespace, name)
    const version = stringAt(object, 'metadata', 'resourceVersion') ?? ''
    // What a single read brings may be older than what the stream told, or the same.
    const known = this.#versions.get(key)
    if (known !== undefined && !isAfter(version, known.version)) return
    // A single read that is ahead of the stream would take the version from it.
    if (known !== undefined && change === 'present') return
    this.#versions.set(key, { version, object })
    this.#object(kind, change, object)
  }

  #object({ group, resource, kind, version }: KindInfo, change: ArchivedObject['change'], object: JsonObject): void {
    const apiVersion = group === '' ? version : `${group}/${version}`
    // Objects of a list name neither their kind nor their version.
    const named: JsonObject = property(object, 'kind') === undefined ? { apiVersion, kind, ...object } : object
    this.#ports.record({ type: 'object', at: this.#ports.now(), change, group, resource, object: named })
  }

  #sawAll({ group, resource }: KindInfo): void {
    const key = `${group}/${resource}`
    if (this.#listed.has(key)) return
    this.#listed.add(key)
    this.#ports.record({ type: 'listed', at: this.#ports.now(), group, resource })
  }

  #isNew(what: string, said: string): boolean {
    if (this.#said.get(what) === said) return false
    this.#said.set(what, said)
    return true
  }
}

function keyOf({ group, resource }: KindInfo, namespace: string, name: string): string {
  return `${group}/${resource}/${namespace}/${name}`
}

function withVersion(object: JsonObject, resourceVersion: string): JsonObject {
  const metadata = property(object, 'metadata')
  return isObject(metadata) ? { ...object, metadata: { ...metadata, resourceVersion } } : object
}

/** Versions that are no numbers cannot be ordered; the later one to come counts as the later one. */
function isAfter(version: string, known: string): boolean {
  const areNumbers = /^\d+$/.test(version) && /^\d+$/.test(known)
  return areNumbers ? BigInt(version) > BigInt(known) : version !== known
}

function unlimited(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
