import type { CodedError } from '../../model/coded-error.ts'
import type { JsonObject } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { FailureReason } from '../cluster-reader.ts'

/** What the watch needs of a cluster beside single reads. Nothing here throws for what a server, network or proxy does. */
export interface WatchSource {
  /**
   * Opens one watch and gives what it tells until it ends; the last item is always an end. Nothing is sent before the
   * first item is asked for. Aborting the signal ends it without a further item.
   *
   * @param namespace empty = all namespaces, or cluster scope
   */
  watch(kind: KindInfo, namespace: string, request: WatchRequest, signal: AbortSignal): AsyncIterable<WatchItem>
  /** One page of a consistent list (no resourceVersion is sent, F-07). */
  listPage(kind: KindInfo, namespace: string, token: string): Promise<ListPage | WatchFailure>
  /** The present version of a whole collection, by the same kind of read, without its objects. */
  collectionVersion(kind: KindInfo, namespace: string): Promise<string | WatchFailure>
}

/** From where a watch begins. */
export interface WatchRequest {
  /** Where to go on; undefined = with the newest state of everything, as `added` items that end with a bookmark. */
  readonly resourceVersion: string | undefined
  /** After which the server ends the watch. */
  readonly timeoutSeconds: number
  /** Without a byte for so long the stream counts as dead (F-04); bookmarks come about every minute. */
  readonly idleMs: number
}

export interface ListPage {
  readonly state: 'page'
  readonly objects: readonly JsonObject[]
  /** Of the whole list: where a watch begins that misses nothing. */
  readonly resourceVersion: string
  /** Asks for the next page; empty on the last one. */
  readonly token: string
}

export type WatchItem = WatchOpened | WatchedObject | WatchBookmark | WatchEnd

/** The server has accepted the watch. */
export interface WatchOpened {
  readonly type: 'opened'
}

/** One line about one object. What identifies it is read at once; the rest only where somebody wants it. */
export interface WatchedObject {
  readonly type: 'object'
  readonly change: 'added' | 'modified' | 'deleted'
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  /** The object; undefined where the line turns out to be damaged. To be called at most once: it may parse the line. */
  readonly read: () => JsonObject | undefined
}

/** Everything up to this version has been told. */
export interface WatchBookmark {
  readonly type: 'bookmark'
  readonly resourceVersion: string
  /** The initial state is complete. */
  readonly endsInitialList: boolean
}

/**
 * `closed`: by the server, at the end of a line. `damaged`: a line is cut off, too long, or not what a watch sends; what it
 * said is lost (F-05). `silent`: not a byte for too long (F-04).
 */
export type WatchEnd = { readonly type: 'end'; readonly by: 'closed' | 'damaged' | 'silent' } | WatchFailure

/** The server, or the way to it, says no: at the start or in the stream. */
export interface WatchFailure {
  readonly type: 'end'
  readonly by: 'failure'
  /**
   * What it means for the watch. `expired`: history before the version is gone (410). `too-new`: the server has not come to
   * this version, as after a restore. `no-initial-list`: it cannot stream one. `not-served`: it does not know the kind.
   */
  readonly meaning: 'expired' | 'too-new' | 'no-initial-list' | 'not-served' | 'other'
  readonly reason: FailureReason
  readonly error: CodedError
  /** Pause that the server asks for; undefined = it asks for none. */
  readonly retryAfterMs: number | undefined
}
