import type { Instant } from '../../model/instant.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { StateEvent, WatchScope } from './live-event.ts'

/** A kind to watch, and which of its objects matter. */
export interface WantedKind {
  readonly kind: KindInfo
  /** By {@link objectKey}; `all` where each one matters, as for kinds that guards depend on. */
  readonly objects: 'all' | ReadonlySet<string>
}

/** Key of one object of a kind: `shop/web`, or `web` for cluster scope. */
export function objectKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

/** One scope, how it stands, and up to when everything in it is known; undefined before its first list. */
export interface WatchedScope extends Omit<StateEvent, 'type'> {
  readonly scope: WatchScope
  readonly knownUntil: Instant | undefined
}
