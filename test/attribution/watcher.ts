import { request } from 'node:https'
import { at, isList, type JsonObject, stringAt } from '../../src/model/json.ts'
import { parseLossless } from '../../src/model/lossless-json.ts'
import type { VersionId, VersionOrigin } from '../../src/model/object-version.ts'
import type { TestCluster } from '../cluster/cluster.ts'

/** A kind of which one namespace is watched. */
export interface WatchedKind {
  readonly group: string
  readonly resource: string
  readonly kind: string
  /** Path of the collection. */
  readonly collection: string
}

/** One version, with the one before it, or the end of an object. */
export interface SeenVersion {
  readonly kind: WatchedKind
  readonly origin: VersionOrigin
  /** Undefined for an object that is gone. */
  readonly object: JsonObject | undefined
  readonly before: JsonObject | undefined
}

/**
 * The smallest watch that there can be: one stream from a list on, never renewed. It stands for the reflector, so that what
 * is tested here depends on nothing of it.
 */
export class Watcher {
  readonly #cluster: TestCluster
  readonly #seen: (version: SeenVersion) => void
  readonly #known = new Map<string, { readonly id: VersionId; readonly object: JsonObject }>()
  readonly #stops: (() => void)[] = []

  constructor(cluster: TestCluster, seen: (version: SeenVersion) => void) {
    this.#cluster = cluster
    this.#seen = seen
  }

  async watch(kind: WatchedKind): Promise<void> {
    const list = await this.#cluster.admin.expect<JsonObject>('GET', kind.collection)
    const items = at(list, 'items')
    for (const item of isList(items) ? items : []) {
      this.#known.set(keyOf(kind, item as JsonObject), { id: idOf(item as JsonObject), object: item as JsonObject })
    }
    const version = stringAt(list, 'metadata', 'resourceVersion') ?? ''
    await this.#stream(kind, `${kind.collection}?watch=true&timeoutSeconds=3600&resourceVersion=${version}`)
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }

  #stream(kind: WatchedKind, path: string): Promise<void> {
    const headers = { authorization: `Bearer ${this.#cluster.tokens.admin}` }
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, this.#cluster.url), { headers, ca: this.#cluster.ca }, (incoming) => {
        let text = ''
        incoming.setEncoding('utf8')
        incoming.on('data', (chunk: string) => {
          const lines = `${text}${chunk}`.split('\n')
          text = lines.pop() ?? ''
          for (const line of lines) this.#line(kind, parseLossless(line) as JsonObject)
        })
        incoming.on('error', () => {})
        resolve()
      })
      outgoing.on('error', reject)
      this.#stops.push(() => outgoing.destroy())
      outgoing.end()
    })
  }

  #line(kind: WatchedKind, event: JsonObject): void {
    const object = at(event, 'object') as JsonObject
    const key = keyOf(kind, object)
    const known = this.#known.get(key)
    const id = idOf(object)
    const isGone = stringAt(event, 'type') === 'DELETED'
    const last = known?.id.uid === id.uid ? known : undefined
    const ref = {
      cluster: 'test',
      group: kind.group,
      kind: kind.kind,
      namespace: stringAt(object, 'metadata', 'namespace') ?? '',
      name: stringAt(object, 'metadata', 'name') ?? '',
    }
    if (isGone) this.#known.delete(key)
    else this.#known.set(key, { id, object })
    this.#seen({
      kind,
      origin: {
        ref,
        id: isGone ? (last?.id ?? id) : id,
        previous: last?.id,
        by: 'watch',
        seenAt: Date.now(),
        createdAt: Date.parse(stringAt(object, 'metadata', 'creationTimestamp') ?? ''),
        coalesced: 0,
      },
      object: isGone ? undefined : object,
      before: last?.object,
    })
  }
}

function keyOf(kind: WatchedKind, object: JsonObject): string {
  return `${kind.resource}/${stringAt(object, 'metadata', 'namespace') ?? ''}/${stringAt(object, 'metadata', 'name') ?? ''}`
}

function idOf(object: JsonObject): VersionId {
  return {
    uid: stringAt(object, 'metadata', 'uid') ?? '',
    resourceVersion: stringAt(object, 'metadata', 'resourceVersion') ?? '',
  }
}
