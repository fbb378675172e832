import type { Instant } from '../../model/instant.ts'
import { apiVersionOf, type KindInfo } from '../../model/kind-info.ts'
import type { ClusterReader } from '../cluster-reader.ts'
import { noCounts, type WatchCounters } from './counters.ts'
import { Delivery, DELIVERY_LIMITS, type DeliveryLimits, type LiveConsumer } from './delivery.ts'
import { KindWatch } from './kind-watch.ts'
import { ListTurns } from './list-turns.ts'
import type { StateEvent } from './live-event.ts'
import { ServedKinds } from './served-kinds.ts'
import type { SharedParts } from './shared-parts.ts'
import { MACHINE, type Surroundings, WATCH_TIMES, type WatchTimes } from './surroundings.ts'
import type { WatchSource } from './watch-source.ts'

export { objectKey } from './object-key.ts'

/** A kind to watch, and which of its objects matter. */
export interface WantedKind {
  readonly kind: KindInfo
  /** By `objectKey`; `all` where each one matters, as for kinds that guards depend on. */
  readonly objects: 'all' | ReadonlySet<string>
}

/** One scope, how it stands, and up to when everything in it is known; undefined before its first list. */
export interface WatchedScope extends Omit<StateEvent, 'type'> {
  readonly knownUntil: Instant | undefined
  /** Wanted objects that are there. */
  readonly objects: number
}

/** Where a cluster is read and watched. */
export interface WatchedCluster {
  readonly reader: ClusterReader
  readonly stream: WatchSource
}

export interface WatchOptions {
  readonly surroundings?: Partial<Surroundings>
  readonly times?: Partial<WatchTimes>
  readonly delivery?: Partial<DeliveryLimits>
  /** Initial lists and relists at a time; default 2 (I11). */
  readonly listsAtATime?: number
}

/** One cluster under watch. */
export interface ClusterWatch {
  /** Changes what is wanted; watches of other kinds go on undisturbed. A kind that comes twice is wanted by both. */
  want(wanted: readonly WantedKind[]): void
  /** Tells of every wanted object of the kind anew, known or not. Nothing where the kind is not watched. */
  relist(group: string, kind: string): void
  scopes(): readonly WatchedScope[]
  counters(): Readonly<WatchCounters>
  /**
   * Ends all watches. Nothing is told from the call on; resolves when no stream or timer is left. A single read that is under
   * way goes on unheard until it or its client ends.
   */
  stop(): Promise<void>
}

/**
 * Watches the wanted objects of one cluster and tells of them in stream order. Never throws for what a cluster does; where
 * it cannot be watched, that is told as well.
 *
 * @param onEvent must not throw. The first event comes after the call has returned.
 */
export function watchCluster(
  cluster: WatchedCluster,
  wanted: readonly WantedKind[],
  onEvent: LiveConsumer,
  options: WatchOptions = {},
): ClusterWatch {
  const watch = new WholeClusterWatch(cluster, onEvent, options)
  watch.want(wanted)
  return watch
}

class WholeClusterWatch implements ClusterWatch {
  readonly #shared: SharedParts
  readonly #kinds = new Map<string, KindWatch>()
  readonly #ending = new Set<Promise<void>>()
  #stopped = false

  constructor({ reader, stream }: WatchedCluster, onEvent: LiveConsumer, options: WatchOptions) {
    const surroundings = { ...MACHINE, ...options.surroundings }
    const times = { ...WATCH_TIMES, ...options.times }
    const served = new ServedKinds(reader, surroundings, times.discoveryMs)
    this.#shared = {
      reader,
      stream,
      surroundings,
      times,
      delivery: new Delivery(onEvent, { ...DELIVERY_LIMITS, ...options.delivery }),
      turns: new ListTurns(options.listsAtATime ?? 2),
      counters: noCounts(),
      awaitKind: (kind, signal) => served.appears(kind, signal),
    }
  }

  want(wanted: readonly WantedKind[]): void {
    if (this.#stopped) return
    const byKey = merged(wanted)
    for (const [key, watch] of this.#kinds) if (!byKey.has(key)) this.#end(key, watch)
    for (const [key, { kind, objects }] of byKey) {
      const watch = this.#kinds.get(key)
      if (watch !== undefined) watch.want(objects)
      else this.#kinds.set(key, this.#watch(kind, objects))
    }
  }

  relist(group: string, kind: string): void {
    for (const watch of this.#kinds.values()) if (watch.kind.group === group && watch.kind.kind === kind) watch.relist()
  }

  scopes(): readonly WatchedScope[] {
    return [...this.#kinds.values()].flatMap(({ scopes }) => scopes)
  }

  counters(): Readonly<WatchCounters> {
    return { ...this.#shared.counters, coalesced: this.#shared.delivery.coalesced }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#shared.delivery.close()
    for (const [key, watch] of this.#kinds) this.#end(key, watch)
    await Promise.all(this.#ending)
  }

  #watch(kind: KindInfo, objects: WantedKind['objects']): KindWatch {
    return new KindWatch(kind, objects, this.#shared, (event) => this.#shared.delivery.push(event))
  }

  #end(key: string, watch: KindWatch): void {
    this.#kinds.delete(key)
    const ending = watch.stop().finally(() => this.#ending.delete(ending))
    this.#ending.add(ending)
  }
}

function keyOf(kind: Pick<KindInfo, 'group' | 'version' | 'kind'>): string {
  return `${apiVersionOf(kind)}/${kind.kind}`
}

function merged(wanted: readonly WantedKind[]): ReadonlyMap<string, WantedKind> {
  const byKey = new Map<string, WantedKind>()
  for (const one of wanted) {
    const before = byKey.get(keyOf(one.kind))
    byKey.set(keyOf(one.kind), before === undefined ? one : { kind: one.kind, objects: union(before, one) })
  }
  return byKey
}

function union(a: WantedKind, b: WantedKind): WantedKind['objects'] {
  if (a.objects === 'all' || b.objects === 'all') return 'all'
  return new Set([...a.objects, ...b.objects])
}
