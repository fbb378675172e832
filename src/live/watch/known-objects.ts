import { type Instant, parseInstant } from '../../model/instant.ts'
import { type JsonObject, stringAt } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { VersionId, VersionOrigin } from '../../model/object-version.ts'
import type { GoneEvent, VersionEvent, WatchScope } from './live-event.ts'
import { objectKey, splitObjectKey } from './object-key.ts'

/** How an object was come by: `read` = by name, beside the stream, which may be behind or ahead. */
export type SeenBy = 'watch' | 'list' | 'read'

interface Known {
  id: VersionId
  /** Number of the list that saw it last. */
  list: number
  /** A read by name was ahead of the stream up to this version: what the stream tells until then is no news. */
  ahead: bigint | undefined
  /** Whether the stream's next version of it comes right after this one. */
  unbroken: boolean
}

/** What the end of a list leaves open. */
export interface ListRest {
  /** Known before and not in the list: to be read by name before they count as gone. */
  readonly missing: readonly string[]
  /** Became wanted while the list was under way, which may have passed them by. */
  readonly late: readonly string[]
  /** Wanted from the start, never seen, and not in the list. */
  readonly absent: readonly string[]
}

/**
 * The wanted objects of one scope and the version of each that was told last. Turns what is seen into events; objects that
 * nobody wants leave no trace here.
 */
export class KnownObjects {
  readonly #cluster: string
  readonly #scope: WatchScope
  readonly #known = new Map<string, Known>()
  #wanted: 'all' | ReadonlySet<string> = new Set()
  #list = 0
  #late = new Set<string>()

  constructor(cluster: string, scope: WatchScope) {
    this.#cluster = cluster
    this.#scope = scope
  }

  get size(): number {
    return this.#known.size
  }

  /** Changes what is wanted. @returns keys that were not wanted before; undefined where they are more than can be named */
  want(wanted: 'all' | ReadonlySet<string>): readonly string[] | undefined {
    const before = this.#wanted
    this.#wanted = wanted
    if (wanted === 'all') return before === 'all' ? [] : undefined
    for (const key of this.#known.keys()) if (!wanted.has(key)) this.#known.delete(key)
    if (before === 'all') return [...wanted].filter((key) => !this.#known.has(key))
    const fresh = [...wanted].filter((key) => !before.has(key))
    for (const key of fresh) this.#late.add(key)
    return fresh
  }

  wants(namespace: string, name: string): boolean {
    return this.#wanted === 'all' || this.#wanted.has(objectKey(namespace, name))
  }

  /** Version that was told last; undefined where none was. */
  idOf(key: string): VersionId | undefined {
    return this.#known.get(key)?.id
  }

  beginList(): void {
    this.#list++
    this.#late = new Set()
  }

  endList(): ListRest {
    const missing = [...this.#known].filter(([, { list }]) => list !== this.#list).map(([key]) => key)
    const unseen = this.#wanted === 'all' ? [] : [...this.#wanted].filter((key) => !this.#known.has(key))
    const late = unseen.filter((key) => this.#late.has(key))
    const absent = unseen.filter((key) => !this.#late.has(key))
    this.#late = new Set()
    return { missing, late, absent }
  }

  /**
   * An object is seen.
   *
   * @param created the stream says that it was created just now
   * @returns undefined where that is no news
   */
  seen(object: JsonObject, by: SeenBy, at: Instant, created = false): VersionEvent | undefined {
    // From the object and not from the line's beginning: a piece of a string keeps the whole string in memory.
    const id = { uid: textAt(object, 'uid'), resourceVersion: textAt(object, 'resourceVersion') }
    const key = objectKey(textAt(object, 'namespace'), textAt(object, 'name'))
    const known = this.#known.get(key)
    if (by === 'watch' && known !== undefined && (sameId(known.id, id) || isBehind(known, id.resourceVersion))) {
      return undefined
    }
    const follows = known === undefined ? created : known.unbroken && known.id.uid === id.uid
    const position = by === 'read' ? versionNumber(id.resourceVersion) : undefined
    const unbroken = by !== 'read' || position !== undefined
    const previous = known?.id
    this.#known.set(key, { id, list: this.#list, ahead: position, unbroken })
    return {
      type: 'version',
      scope: this.#scope,
      object,
      origin: {
        ref: this.refOf(key),
        id,
        previous,
        by: by === 'watch' && follows ? 'watch' : 'relist',
        seenAt: at,
        ...(known?.id.uid === id.uid ? {} : creationOf(object)),
        coalesced: 0,
      },
    }
  }

  /** The stream says that an object was deleted. @returns undefined where that is no news */
  deleted(namespace: string, name: string, resourceVersion: string, at: Instant): GoneEvent | undefined {
    const key = objectKey(namespace, name)
    const known = this.#known.get(key)
    if (known !== undefined && isBehind(known, resourceVersion)) return undefined
    return this.gone(key, 'watch', at)
  }

  gone(key: string, confirmedBy: GoneEvent['confirmedBy'], at: Instant): GoneEvent {
    const lastVersion = this.#known.get(key)?.id
    this.#known.delete(key)
    return { type: 'gone', scope: this.#scope, ref: this.refOf(key), lastVersion, at, confirmedBy }
  }

  refOf(key: string): ObjectRef {
    const { group, kind } = this.#scope.kind
    return { cluster: this.#cluster, group, kind, ...splitObjectKey(key) }
  }
}

function creationOf(object: JsonObject): Partial<Pick<VersionOrigin, 'createdAt'>> {
  const createdAt = parseInstant(textAt(object, 'creationTimestamp'))
  return createdAt === undefined ? {} : { createdAt }
}

function textAt(object: JsonObject, field: string): string {
  return stringAt(object, 'metadata', field) ?? ''
}

function sameId(a: VersionId, b: VersionId): boolean {
  return a.resourceVersion === b.resourceVersion && a.uid === b.uid
}

function isBehind({ ahead }: Known, resourceVersion: string): boolean {
  if (ahead === undefined) return false
  const position = versionNumber(resourceVersion)
  return position !== undefined && position <= ahead
}

/** Only numbers have an order; opaque versions of aggregated servers are never said to go back. */
export function isBefore(version: string, other: string): boolean {
  const [a, b] = [versionNumber(version), versionNumber(other)]
  return a !== undefined && b !== undefined && a < b
}

function versionNumber(resourceVersion: string): bigint | undefined {
  return /^\d{1,20}$/.test(resourceVersion) ? BigInt(resourceVersion) : undefined
}
