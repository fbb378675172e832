import { type JsonObject, stringAt } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { ListPage, WatchFailure, WatchItem, WatchRequest, WatchSource } from '../watch/watch-source.ts'
import type { ArchivedObject } from './entry.ts'

/** One watch that is open. */
interface Stream {
  readonly kind: Pick<KindInfo, 'group' | 'resource'>
  readonly namespace: string
  readonly waiting: WatchItem[]
  wake: () => void
}

/** The watches of a replayed cluster. They stay open until whoever opened them leaves, as recorded streams have no end. */
export class ReplayedStreams implements WatchSource {
  readonly #objects: (kind: KindInfo) => ReadonlyMap<string, JsonObject> | undefined
  readonly #open = new Set<Stream>()
  #newest = 0n

  /** @param objects all that is known of a kind now; undefined where nothing of it was recorded */
  constructor(objects: (kind: KindInfo) => ReadonlyMap<string, JsonObject> | undefined) {
    this.#objects = objects
  }

  /** The state has moved already. */
  tell(entry: ArchivedObject): void {
    const version = versionOf(entry.object)
    if (/^\d+$/.test(version) && BigInt(version) > this.#newest) this.#newest = BigInt(version)
    const change = entry.change === 'present' ? 'modified' : entry.change
    for (const stream of this.#open) {
      const isMeant = stream.kind.group === entry.group && stream.kind.resource === entry.resource
      if (!isMeant || !isIn(entry.object, stream.namespace)) continue
      stream.waiting.push(itemOf(entry.object, change))
      stream.wake()
    }
  }

  /** Everything up to now has been told. */
  bookmark(): void {
    for (const stream of this.#open) {
      stream.waiting.push({ type: 'bookmark', resourceVersion: `${this.#newest}`, endsInitialList: false })
      stream.wake()
    }
  }

  async *watch(
    kind: KindInfo,
    namespace: string,
    { resourceVersion }: WatchRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WatchItem> {
    const objects = this.#objects(kind)
    // A kind that nobody watched while it was recorded has no history; the watch of an empty kind would be a claim.
    if (objects === undefined) {
      yield notRecorded(kind)
      return
    }
    const stream: Stream = { kind, namespace, waiting: [{ type: 'opened' }], wake: () => {} }
    if (resourceVersion === undefined) {
      const mine = [...objects.values()].filter((object) => isIn(object, namespace))
      stream.waiting.push(...mine.map((object) => itemOf(object, 'added')))
      stream.waiting.push({ type: 'bookmark', resourceVersion: `${this.#newest}`, endsInitialList: true })
    }
    this.#open.add(stream)
    const leave = (): void => stream.wake()
    signal.addEventListener('abort', leave)
    try {
      while (!signal.aborted) {
        const item = stream.waiting.shift()
        if (item !== undefined) yield item
        else {
          await new Promise<void>((resolve) => {
            stream.wake = resolve
          })
        }
      }
    } finally {
      signal.removeEventListener('abort', leave)
      this.#open.delete(stream)
    }
  }

  listPage(kind: KindInfo, namespace: string): Promise<ListPage | WatchFailure> {
    const objects = this.#objects(kind)
    if (objects === undefined) return Promise.resolve(notRecorded(kind))
    const mine = [...objects.values()].filter((object) => isIn(object, namespace))
    return Promise.resolve({ state: 'page', objects: mine, resourceVersion: `${this.#newest}`, token: '' })
  }

  collectionVersion(): Promise<string | WatchFailure> {
    return Promise.resolve(`${this.#newest}`)
  }
}

function isIn(object: JsonObject, namespace: string): boolean {
  return namespace === '' || stringAt(object, 'metadata', 'namespace') === namespace
}

function itemOf(object: JsonObject, change: 'added' | 'modified' | 'deleted'): WatchItem {
  return {
    type: 'object',
    change,
    namespace: stringAt(object, 'metadata', 'namespace') ?? '',
    name: stringAt(object, 'metadata', 'name') ?? '',
    uid: stringAt(object, 'metadata', 'uid') ?? '',
    resourceVersion: versionOf(object),
    read: () => object,
  }
}

function versionOf(object: JsonObject): string {
  return stringAt(object, 'metadata', 'resourceVersion') ?? ''
}

function notRecorded({ resource }: KindInfo): WatchFailure {
  const message = `The archive does not hold ${resource}, since nothing watched them while it was recorded. What depends on them is not checked.`
  return {
    type: 'end',
    by: 'failure',
    meaning: 'other',
    reason: 'not-in-dump',
    error: { code: 'DRF5405', message },
    retryAfterMs: undefined,
  }
}
