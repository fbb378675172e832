import type { CodedError } from '../../model/coded-error.ts'
import { type JsonObject, stringAt } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { ClusterReader, Discovery, Reading } from '../cluster-reader.ts'
import type { WatchSource } from '../watch/watch-source.ts'
import type { ArchivedObject, ArchiveEntry } from './entry.ts'
import { ReplayedStreams } from './replayed-streams.ts'

/**
 * A recorded cluster as it was at one moment, which moves forward entry by entry. It answers as the cluster did; what was
 * not recorded it does not know, which is never the same as "not there".
 */
export class ReplayedCluster implements ClusterReader {
  readonly name: string
  readonly stream: WatchSource
  readonly #streams = new ReplayedStreams((kind) => this.#scope(kind))
  readonly #objects = new Map<string, Map<string, JsonObject>>()
  readonly #schemas = new Map<string, JsonObject>()
  #version: string | undefined
  #kinds: Discovery['kinds'] = []

  constructor(name: string) {
    this.name = name
    this.stream = this.#streams
  }

  /** Takes what was seen next, and tells the watches. Sources and audit events are for others. */
  apply(entry: ArchiveEntry): void {
    switch (entry.type) {
      case 'version':
        this.#version = entry.version
        return
      case 'discovery':
        this.#kinds = entry.kinds
        return
      case 'schema':
        this.#schemas.set(`${entry.group}/${entry.version}`, entry.document)
        return
      case 'listed':
        this.#ofKind(entry)
        return
      case 'object':
        this.#take(entry)
        return
      default:
    }
  }

  /** Tells all watches that nothing was left out up to now. */
  bookmark(): void {
    this.#streams.bookmark()
  }

  version(): Promise<Reading<string>> {
    return Promise.resolve(
      this.#version === undefined ? notRecorded('the version of the server') : { state: 'found', value: this.#version },
    )
  }

  discover(): Promise<Discovery> {
    return Promise.resolve({ kinds: this.#kinds, failed: [] })
  }

  openApi(group: string, version: string): Promise<Reading<JsonObject>> {
    const document = this.#schemas.get(`${group}/${version}`)
    return Promise.resolve(
      document === undefined ? notRecorded(`the types of ${group}/${version}`) : { state: 'found', value: document },
    )
  }

  get(kind: KindInfo, namespace: string, name: string): Promise<Reading<JsonObject>> {
    const objects = this.#scope(kind)
    if (objects === undefined) return Promise.resolve(notRecorded(kind.resource))
    const object = objects.get(objectKey(namespace, name))
    return Promise.resolve(object === undefined ? { state: 'absent' } : { state: 'found', value: object })
  }

  list(kind: KindInfo, namespace: string): Promise<Reading<readonly JsonObject[]>> {
    const objects = this.#scope(kind)
    if (objects === undefined) return Promise.resolve(notRecorded(kind.resource))
    const all = [...objects.values()]
    const value = namespace === '' ? all : all.filter((one) => stringAt(one, 'metadata', 'namespace') === namespace)
    return Promise.resolve({ state: 'found', value })
  }

  dryRunCreate(): Promise<Reading<JsonObject>> {
    return Promise.resolve(notRecorded('answers to dry-run creates'))
  }

  mayI(): Promise<Reading<boolean>> {
    return Promise.resolve(notRecorded('rights'))
  }

  #take(entry: ArchivedObject): void {
    const objects = this.#ofKind(entry)
    const namespace = stringAt(entry.object, 'metadata', 'namespace') ?? ''
    const key = objectKey(namespace, stringAt(entry.object, 'metadata', 'name') ?? '')
    if (entry.change === 'deleted') objects.delete(key)
    else objects.set(key, entry.object)
    this.#streams.tell(entry)
  }

  #ofKind({ group, resource }: Pick<KindInfo, 'group' | 'resource'>): Map<string, JsonObject> {
    const key = `${group}/${resource}`
    const objects = this.#objects.get(key) ?? new Map<string, JsonObject>()
    this.#objects.set(key, objects)
    return objects
  }

  /** Undefined where nothing of the kind was recorded. */
  #scope({ group, resource }: Pick<KindInfo, 'group' | 'resource'>): ReadonlyMap<string, JsonObject> | undefined {
    return this.#objects.get(`${group}/${resource}`)
  }
}

function objectKey(namespace: string, name: string): string {
  return `${namespace}/${name}`
}

function notRecorded(what: string): {
  readonly state: 'failed'
  readonly reason: 'not-in-dump'
  readonly error: CodedError
} {
  const message = `The archive does not hold ${what}. What depends on it is not checked. Record again with the sources that need it.`
  return { state: 'failed', reason: 'not-in-dump', error: { code: 'DRF5405', message } }
}
