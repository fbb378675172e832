import type { Instant } from '../../model/instant.ts'
import { type JsonObject, stringAt } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { VersionId } from '../../model/object-version.ts'
import type { Reading } from '../cluster-reader.ts'
import { KnownObjects } from './known-objects.ts'
import type { LiveEvent, VersionEvent, WatchScope } from './live-event.ts'
import { splitObjectKey } from './object-key.ts'
import { ObjectReads } from './object-reads.ts'
import type { SharedParts } from './shared-parts.ts'
import type { WatchedObject } from './watch-source.ts'

/**
 * Tells of the wanted objects of one scope: what its lists and stream say of them, and what has to be read by name where
 * those say nothing.
 */
export class ScopeObjects {
  /** As it is asked for; may change when a CRD comes back in another form. */
  kind: KindInfo
  readonly #scope: WatchScope
  readonly #shared: SharedParts
  readonly #tell: (event: LiveEvent) => void
  readonly #known: KnownObjects
  readonly #reads: ObjectReads
  /** Versions that were known when objects were asked for by name. */
  readonly #asked = new Map<string, VersionId | undefined>()
  /** When the list that is under way, or was last, began. */
  #listBegan = 0

  constructor(scope: WatchScope, shared: SharedParts, tell: (event: LiveEvent) => void) {
    this.kind = scope.kind
    this.#scope = scope
    this.#shared = shared
    this.#tell = tell
    this.#known = new KnownObjects(shared.reader.name, scope)
    const { surroundings, times } = shared
    this.#reads = new ObjectReads({
      read: (key) => this.#readByName(key),
      onRead: (key, reading, askedAt) => this.#onRead(key, reading, askedAt),
      surroundings,
      times,
    })
  }

  get size(): number {
    return this.#known.size
  }

  /** @returns as {@link KnownObjects.want} */
  want(wanted: 'all' | ReadonlySet<string>): readonly string[] | undefined {
    return this.#known.want(wanted)
  }

  beginList(): void {
    this.drop()
    this.#listBegan = this.#now()
    this.#known.beginList()
  }

  /** Answers that are under way count for nothing any more. */
  drop(): void {
    this.#reads.drop()
    this.#asked.clear()
  }

  listed(object: JsonObject): void {
    const namespace = stringAt(object, 'metadata', 'namespace') ?? ''
    const name = stringAt(object, 'metadata', 'name') ?? ''
    if (!this.#known.wants(namespace, name)) return
    this.#tellIfNew(askedFor(this.#known.seen(object, 'list', this.#now()), this.#listBegan))
  }

  /** Whoever is not in the list is looked for by name, or was never there; `synced` comes when all of that is told. */
  endList(): void {
    const { missing, late, absent } = this.#known.endList()
    for (const key of absent) this.#tell(this.#known.gone(key, 'list', this.#now()))
    this.ask([...missing, ...late], () => this.#tell({ type: 'synced', scope: this.#scope, at: this.#now() }))
  }

  /** @returns false where the line turns out to be damaged */
  streamed(item: WatchedObject, listing: boolean): boolean {
    if (!this.#known.wants(item.namespace, item.name)) return true
    const at = this.#now()
    if (item.change === 'deleted') {
      this.#tellIfNew(this.#known.deleted(item.namespace, item.name, item.resourceVersion, at))
      return true
    }
    const object = item.read()
    if (object === undefined) return false
    const event = this.#known.seen(object, listing ? 'list' : 'watch', at, item.change === 'added')
    this.#tellIfNew(listing ? askedFor(event, this.#listBegan) : event)
    return true
  }

  /** Reads objects by name and tells of them. */
  ask(keys: readonly string[], answered?: () => void): void {
    for (const key of keys) this.#asked.set(key, this.#known.idOf(key))
    this.#reads.request(keys, answered)
  }

  #readByName(key: string): Promise<Reading<JsonObject>> {
    this.#shared.counters.reads++
    const { namespace, name } = splitObjectKey(key)
    return this.#shared.reader.get(this.kind, namespace, name)
  }

  /** What the stream told since the question is newer than the answer. @returns whether to ask again after a failure */
  #onRead(key: string, reading: Reading<JsonObject>, askedAt: Instant): boolean {
    const { namespace, name } = splitObjectKey(key)
    const told = this.#known.idOf(key) !== this.#asked.get(key)
    const open = !told && this.#known.wants(namespace, name)
    if (open && reading.state === 'failed') {
      const { reason, error } = reading
      this.#tell({ type: 'unread', scope: this.#scope, ref: this.#known.refOf(key), at: this.#now(), reason, error })
      return true
    }
    this.#asked.delete(key)
    if (open && reading.state === 'absent') this.#tell(this.#known.gone(key, 'get', this.#now()))
    if (!open || reading.state !== 'found') return false
    this.#tellIfNew(askedFor(this.#known.seen(reading.value, 'read', this.#now()), askedAt))
    return false
  }

  #tellIfNew(event: LiveEvent | undefined): void {
    if (event !== undefined) this.#tell(event)
  }

  #now(): number {
    return this.#shared.surroundings.now()
  }
}

function askedFor(event: VersionEvent | undefined, askedAt: Instant): VersionEvent | undefined {
  return event && { ...event, origin: { ...event.origin, askedAt } }
}
