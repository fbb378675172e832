import type { WantedKind } from '../../live/watch/cluster-watch.ts'
import type { VersionEvent } from '../../live/watch/live-event.ts'
import type { Instant } from '../../model/instant.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import type { ClusterView } from './cluster-view.ts'
import { kindKey } from './kind-key.ts'
import type { Leaving } from './leaving.ts'

/** A server publishes the types of a definition only some moment after it tells of the definition. */
const LOOK_AGAIN_AFTER_MS = [3_000, 15_000]

export interface ViewFollowerParts {
  readonly view: ClusterView
  readonly desired: ClusterDesired
  readonly leaving: Pick<Leaving, 'drop'>
  readonly defaultNamespace: string
  readonly now: () => Instant
  /** Asks the watch for what is wanted by now. */
  readonly want: () => void
  /** Reads a kind anew, as its types changed. */
  readonly relist: (group: string, kind: string) => void
  /** Whether anything can have been judged yet. */
  readonly isBegun: () => boolean
  /** Judges anew what depends on more than itself. */
  readonly lookAtUnsettled: () => Promise<void>
}

/**
 * Follows the objects that others are judged by: definitions, autoscalers, admission. Where one moves, what was judged in the
 * old view is looked at once more.
 */
export class ViewFollower {
  readonly #parts: ViewFollowerParts
  #kinds: ReadonlySet<string> = new Set()
  /** When definitions are looked at once more, since they moved. */
  #definitionsDue: readonly Instant[] = []
  readonly #wishes = new Set<'definitions' | 'unsettled'>()
  #granting: Promise<void> | undefined

  constructor(parts: ViewFollowerParts) {
    this.#parts = parts
  }

  /** Kinds that the view needs whole. */
  wanted(): readonly WantedKind[] {
    const kinds = this.#parts.view.kinds()
    this.#kinds = new Set(kinds.map(kindKey))
    return kinds.map((kind) => ({ kind, objects: 'all' }))
  }

  /** Whether all objects of the kind are watched for the view's sake, as of the last {@link wanted}. */
  needs(kind: KindInfo): boolean {
    return this.#kinds.has(kindKey(kind))
  }

  /** @param event undefined = the object is gone */
  moved(kind: KindInfo, namespace: string, name: string, event: VersionEvent | undefined): void {
    if (!this.needs(kind)) return
    const change = this.#parts.view.changed(kind.group, kind.kind, namespace, name, event?.object)
    if (change === 'nothing') return
    if (change === 'definitions') {
      const now = this.#parts.now()
      this.#definitionsDue = LOOK_AGAIN_AFTER_MS.map((ms) => now + ms)
      this.#wish('definitions')
    }
    // Until the first list is whole nothing has been judged in the old view.
    else if (this.#parts.isBegun()) this.#wish('unsettled')
  }

  /** Works off what time has brought due. */
  tick(now: Instant): void {
    const due = this.#definitionsDue.filter((at) => at <= now)
    if (due.length === 0) return
    this.#definitionsDue = this.#definitionsDue.filter((at) => at > now)
    this.#wish('definitions')
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#granting
  }

  /** One after the other; many wishes for the same that come meanwhile are one. */
  #wish(wish: 'definitions' | 'unsettled'): void {
    this.#wishes.add(wish)
    this.#granting ??= this.#grant().finally(() => {
      this.#granting = undefined
    })
  }

  async #grant(): Promise<void> {
    for (const wish of this.#wishes) {
      this.#wishes.delete(wish)
      if (wish === 'definitions') await this.#definitionsMoved()
      else await this.#parts.lookAtUnsettled()
    }
  }

  /** Types may have changed without any event on their objects (E12): kinds whose documents changed are listed anew. */
  async #definitionsMoved(): Promise<void> {
    const { view, desired, defaultNamespace } = this.#parts
    const before = new Map<string, string>()
    for (const kind of desired.byKind().keys()) before.set(kindKey(kind), await view.schemas.hashOf(kind))
    if (!(await view.refresh())) return
    const known = [...desired.byKind().keys()]
    const move = desired.update(desired.sources, view.discovery, defaultNamespace)
    // Also of what comes back: the types that it had before it went are not those that it has now (F-10).
    for (const { group } of [...known, ...desired.byKind().keys()]) if (group.includes('.')) view.schemas.forget(group)
    this.#parts.want()
    for (const kind of desired.byKind().keys()) {
      const hash = before.get(kindKey(kind))
      if (hash === undefined || hash === (await view.schemas.hashOf(kind))) continue
      view.typesMoved()
      this.#parts.relist(kind.group, kind.kind)
    }
    await this.#parts.leaving.drop(move.dropped)
  }
}
