import type { KindInfo } from '../../model/kind-info.ts'
import { objectKey, type WantedKind, type WatchedScope } from '../../live/watch/cluster-watch.ts'
import type { LiveConsumer } from '../../live/watch/delivery.ts'
import type { GapEvent, LiveEvent, RestoredEvent, VersionEvent } from '../../live/watch/live-event.ts'
import type { Instant } from '../../model/instant.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { DesiredEntry } from '../desired-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import type { ClusterDesired, DesiredMove } from './cluster-desired.ts'
import type { ClusterView } from './cluster-view.ts'
import type { Deployers } from './deployers.ts'
import { kindKey } from './kind-key.ts'
import type { Leaving } from './leaving.ts'
import type { LeftObject } from './left-object.ts'
import type { ObjectDesk } from './object-desk.ts'
import { ViewFollower } from './view-follower.ts'

/** The watch of one cluster, as the service drives it. */
export interface ClusterWatching {
  /** Takes another set of kinds and objects; what stays is not disturbed. */
  want(wanted: readonly WantedKind[]): void
  /** Reads a kind anew, as its types changed. */
  relist(group: string, kind: string): void
  scopes(): readonly WatchedScope[]
  stop(): Promise<void>
}

export interface ClusterServiceParts {
  readonly view: ClusterView
  readonly desired: ClusterDesired
  readonly deployers: Deployers
  readonly desk: ObjectDesk
  readonly watch: (onEvent: LiveConsumer) => ClusterWatching
  /** A promise while too much waits already: the watch then keeps only the newest version of each object. */
  readonly room: () => Promise<void> | undefined
  readonly defaultNamespace: string
  readonly now: () => Instant
  /** Objects whose state depends on more than themselves: with differences, explained ones included, or not decided. */
  readonly unsettled: () => readonly ObjectRef[]
  readonly leaving: Leaving
  /** A first whole pass over everything wanted is assessed and recorded. */
  readonly onSynced: () => void
  readonly onNews: (event: GapEvent | RestoredEvent) => void
  readonly onFailure: (error: unknown) => void
}

/**
 * One cluster under watch: routes what the watch tells to the objects that Git manages and to the view that they are judged
 * in, and follows Git as it moves. Decides nothing itself.
 */
export class ClusterService {
  readonly #parts: ClusterServiceParts
  #watch: ClusterWatching | undefined
  readonly #following: ViewFollower
  readonly #synced = new Set<string>()
  /** Scopes of which nothing can be known now. */
  readonly #frozen = new Set<string>()

  constructor(parts: ClusterServiceParts) {
    this.#parts = parts
    this.#following = new ViewFollower({
      ...parts,
      want: () => this.#watch?.want(this.#wanted()),
      relist: (group, kind) => this.#watch?.relist(group, kind),
      isBegun: () => this.#synced.size > 0,
      lookAtUnsettled: () => this.again(parts.unsettled()),
    })
  }

  /** Begins to watch what the sources hold. The view must have been refreshed once. */
  async start(sources: readonly LoadedSource[]): Promise<void> {
    const { view, desired, deployers, defaultNamespace } = this.#parts
    desired.update(sources, view.discovery, defaultNamespace)
    await Promise.all([deployers.find(desired), view.admission()])
    this.#watch = this.#parts.watch((event) => {
      this.#take(event)
      return this.#parts.room()
    })
    this.#watch.want(this.#wanted())
  }

  /** The sources say something new. What stayed the same is not looked at. */
  async sourcesMoved(sources: readonly LoadedSource[]): Promise<void> {
    const { view, desired, deployers, desk, defaultNamespace } = this.#parts
    const move: DesiredMove = desired.update(sources, view.discovery, defaultNamespace)
    await deployers.find(desired)
    // New objects come by the watch; asking for them is what makes it tell.
    this.#watch?.want(this.#wanted())
    const open = this.scopes().filter(({ state }) => state === 'starting')
    // A list that is under way tells of all that it covers.
    await desk.again(move.changed.filter(({ ref }) => !open.some(({ scope }) => covers(scope, ref))))
    await this.drop(move.dropped)
  }

  /** Takes objects that are held no longer. */
  async drop(left: readonly LeftObject[]): Promise<void> {
    const { leaving } = this.#parts
    await leaving.drop(left)
    if (leaving.entries.length > 0) this.#watch?.want(this.#wanted())
  }

  /** Looks at these once more, or at all. */
  async again(refs?: readonly ObjectRef[]): Promise<void> {
    const { desired, desk } = this.#parts
    await desk.again(refs === undefined ? desired.state.objects : refs.flatMap((ref) => desired.entry(ref) ?? []))
  }

  /** Works off what time has brought due. */
  tick(now: Instant): void {
    this.#following.tick(now)
  }

  scopes(): readonly WatchedScope[] {
    return this.#watch?.scopes() ?? []
  }

  async stop(): Promise<void> {
    await this.#watch?.stop()
    await this.#following.idle()
  }

  #wanted(): readonly WantedKind[] {
    const { desired, leaving } = this.#parts
    const wanted = [...this.#following.wanted()]
    for (const [kind, entries] of withLeaving(desired.byKind(), leaving.entries)) {
      if (this.#following.needs(kind)) continue
      wanted.push({ kind, objects: new Set(entries.map(({ ref }) => objectKey(ref.namespace, ref.name))) })
    }
    return wanted
  }

  #take(event: LiveEvent): void {
    const { desired, desk, leaving, onNews } = this.#parts
    switch (event.type) {
      case 'version':
        return this.#version(event)
      case 'gone': {
        this.#following.moved(event.scope.kind, event.ref.namespace, event.ref.name, undefined)
        const entry = desired.entry(event.ref)
        const left = leaving.entry(event.ref)
        if (entry !== undefined) void desk.gone(entry, event)
        else if (left !== undefined) void leaving.gone(left)
        return
      }
      case 'unread': {
        const entry = desired.entry(event.ref)
        if (entry !== undefined) void desk.unread(entry, event)
        return
      }
      case 'state':
        if (event.state === 'unknown') this.#freeze(event.scope, event.reason ?? 'unknown')
        if (event.state === 'live' && this.#frozen.delete(scopeKey(event.scope))) void this.#thaw(event.scope)
        return
      case 'synced':
        return this.#scopeSynced(event.scope)
      case 'gap':
      case 'restored':
        return onNews(event)
      case 'retired':
        this.#synced.delete(scopeKey(event.scope))
        this.#frozen.delete(scopeKey(event.scope))
    }
  }

  #version(event: VersionEvent): void {
    const { desired, desk } = this.#parts
    const { ref } = event.origin
    this.#following.moved(event.scope.kind, ref.namespace, ref.name, event)
    const entry = desired.entry(ref)
    if (entry !== undefined) void desk.version(entry, event)
  }

  /** Absence of evidence: nothing of this kind is judged until it can be read again (I1). */
  #freeze(scope: WatchedScope['scope'], reason: string): void {
    this.#frozen.add(scopeKey(scope))
    for (const entry of this.#entriesOf(scope)) void this.#parts.desk.unknown(entry, reason)
  }

  /** A watch that goes on where it ended tells only of what moves: the rest is looked at anew, or it stayed unknown. */
  async #thaw(scope: WatchedScope['scope']): Promise<void> {
    try {
      await this.#parts.desk.again(this.#entriesOf(scope))
    } catch (error) {
      this.#parts.onFailure(error)
    }
  }

  #entriesOf({ kind, namespace }: WatchedScope['scope']): readonly DesiredEntry[] {
    return [...this.#parts.desired.byKind()]
      .filter(([held]) => kindKey(held) === kindKey(kind))
      .flatMap(([, entries]) => entries.filter(({ ref }) => namespace === '' || ref.namespace === namespace))
  }

  #scopeSynced(scope: WatchedScope['scope']): void {
    this.#synced.add(scopeKey(scope))
    const open = this.scopes().filter((one) => one.state === 'starting')
    if (open.length === 0) this.#parts.onSynced()
  }
}

function covers({ kind, namespace }: WatchedScope['scope'], ref: ObjectRef): boolean {
  return kindKey(kind) === kindKey(ref) && (namespace === '' || namespace === ref.namespace)
}

/** Objects that Git dropped are watched until they are gone, also where no other object of their kind is left. */
function withLeaving(
  held: ReadonlyMap<KindInfo, readonly DesiredEntry[]>,
  leaving: readonly DesiredEntry[],
): ReadonlyMap<KindInfo, readonly DesiredEntry[]> {
  const kinds = new Map(held)
  for (const entry of leaving) {
    const { kindInfo } = entry.manifests[0]
    const known = [...kinds.keys()].find((kind) => kindKey(kind) === kindKey(kindInfo)) ?? kindInfo
    kinds.set(known, [...(kinds.get(known) ?? []), entry])
  }
  return kinds
}

function scopeKey({ kind, namespace }: WatchedScope['scope']): string {
  return `${kindKey(kind)}/${namespace}`
}
