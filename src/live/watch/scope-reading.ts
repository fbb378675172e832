import { isBefore } from './known-objects.ts'
import type { LiveEvent, WatchScope } from './live-event.ts'
import type { NextStep } from './next-step.ts'
import type { ScopeObjects } from './scope-objects.ts'
import type { ScopeState } from './scope-state.ts'
import type { SharedParts } from './shared-parts.ts'
import { unlessAborted } from './unless-aborted.ts'
import type { ListPage, WatchEnd, WatchFailure, WatchItem } from './watch-source.ts'

const DAMAGED: WatchEnd = { type: 'end', by: 'damaged' }
/** A bookmark within the initial list comes from a server that streams none: the end of the list would never come. */
const NOT_A_LIST: WatchEnd = { type: 'end', by: 'silent' }

export interface ReadingParts {
  readonly scope: WatchScope
  readonly shared: SharedParts
  readonly objects: ScopeObjects
  readonly state: ScopeState
  readonly tell: (event: LiveEvent) => void
  /** The stream goes on after a time without one that was so long that a list should confirm what it tells. */
  readonly onLongOutage: () => void
}

/** Lists one scope and follows its stream from there, one attempt at a time, and knows where the next one goes on. */
export class ScopeReading {
  readonly #parts: ReadingParts
  /** Where the stream goes on; undefined = with a list. */
  #cursor: string | undefined
  /** Newest version that was followed, to notice when the cluster's history goes back. */
  #newest: string | undefined
  /** A list was asked for, maybe by whoever is just being told of something, after which the stream would reach on. */
  #anew = false
  #listing = false
  #lists = 0
  #paged = false
  #missing = false
  #verify = false
  #interrupted = false

  constructor(parts: ReadingParts) {
    this.#parts = parts
  }

  /** Whether a list is under way. */
  get listing(): boolean {
    return this.#listing
  }

  /** Whether a list has still to begin, or is under way: it will tell of everything. */
  get listIsToCome(): boolean {
    return this.#anew || this.#cursor === undefined
  }

  /** Lists begun so far. */
  get lists(): number {
    return this.#lists
  }

  /** The next attempt begins with a list. */
  beginAnew(): void {
    this.#anew = true
  }

  /** What is to be done next, after an attempt has ended by itself. */
  follow(step: NextStep): void {
    this.#paged ||= step.paged
    this.#verify ||= step.verify
    this.#interrupted ||= step.failed !== 'no' || step.blind
    this.#missing = step.next === 'await-kind'
    if (step.next !== 'resume') this.#cursor = undefined
  }

  /** Reads until something ends it. Undefined where that is the signal. */
  async attempt(signal: AbortSignal): Promise<WatchEnd | undefined> {
    this.#listing = false
    if (this.#anew) this.#cursor = undefined
    const { shared, scope, objects } = this.#parts
    if (this.#missing) {
      const kind = await shared.awaitKind(scope.kind, signal)
      if (kind === undefined) return undefined
      objects.kind = kind
      this.#missing = false
    }
    if (this.#cursor !== undefined && this.#verify) {
      const failure = await this.#verifyHistory(this.#cursor, signal)
      if (failure !== undefined || signal.aborted) return failure
    }
    return this.#cursor === undefined ? this.#list(signal) : this.#stream(this.#cursor, signal)
  }

  /**
   * A server whose history went back does not complain about a version that it has not come to: it stays silent until it
   * has, and everything until then would be missed.
   */
  async #verifyHistory(cursor: string, signal: AbortSignal): Promise<WatchEnd | undefined> {
    const { shared, scope, objects } = this.#parts
    const now = await unlessAborted(shared.stream.collectionVersion(objects.kind, scope.namespace), signal)
    if (typeof now !== 'string') return now
    if (signal.aborted) return undefined
    this.#verify = false
    if (isBefore(now, cursor)) this.#restored(cursor, now)
    return undefined
  }

  #restored(before: string, after: string): void {
    const { scope, shared, tell } = this.#parts
    this.#cursor = undefined
    this.#newest = undefined
    tell({ type: 'restored', scope, at: shared.surroundings.now(), before, after })
  }

  async #list(signal: AbortSignal): Promise<WatchEnd | undefined> {
    const { shared, objects } = this.#parts
    const endTurn = await shared.turns.take(signal)
    if (endTurn === undefined) return undefined
    try {
      this.#anew = false
      this.#listing = true
      this.#lists++
      shared.counters.lists++
      objects.beginList()
      if (!this.#paged) return await this.#stream(undefined, signal, endTurn)
      const failure = await this.#readPages(signal)
      if (failure !== undefined) return failure
    } finally {
      endTurn()
    }
    return this.#cursor === undefined ? undefined : this.#stream(this.#cursor, signal)
  }

  async #readPages(signal: AbortSignal): Promise<WatchEnd | undefined> {
    const { shared, scope, objects } = this.#parts
    let token: string | undefined = ''
    while (token !== undefined && !signal.aborted) {
      const asked: Promise<ListPage | WatchFailure> = shared.stream.listPage(objects.kind, scope.namespace, token)
      const page = await unlessAborted(asked, signal)
      if (page === undefined || signal.aborted) return undefined
      if (!('state' in page)) return page
      for (const object of page.objects) {
        objects.listed(object)
        await shared.delivery.roomy()
        if (signal.aborted) return undefined
      }
      token = page.token === '' ? undefined : page.token
      if (token === undefined && !signal.aborted) this.#listed(page.resourceVersion)
    }
    return undefined
  }

  /** @param onListed called when no list is under way (any more) */
  async #stream(
    from: string | undefined,
    signal: AbortSignal,
    onListed: () => void = () => {},
  ): Promise<WatchEnd | undefined> {
    const { shared, scope, objects } = this.#parts
    const { times, surroundings } = shared
    const lastsMs = times.shortestWatchMs * (1 + surroundings.random())
    const request = { resourceVersion: from, timeoutSeconds: Math.ceil(lastsMs / 1_000), idleMs: times.idleMs }
    for await (const item of shared.stream.watch(objects.kind, scope.namespace, request, signal)) {
      if (signal.aborted) return undefined
      const end = item.type === 'end' ? item : this.#take(item)
      if (end !== undefined) return end
      if (!this.#listing) onListed()
      await shared.delivery.roomy()
    }
    return undefined
  }

  /** @returns an end where the stream must not be read on */
  #take(item: Exclude<WatchItem, WatchEnd>): WatchEnd | undefined {
    const { shared, objects } = this.#parts
    switch (item.type) {
      case 'opened':
        shared.counters.streams++
        if (!this.#listing) this.#resumed()
        return undefined
      case 'bookmark':
        if (this.#listing && !item.endsInitialList) return NOT_A_LIST
        if (this.#listing) this.#listed(item.resourceVersion)
        else this.#reached(item.resourceVersion)
        return undefined
      case 'object':
        shared.counters.lines++
        if (!objects.streamed(item, this.#listing)) return DAMAGED
        if (!this.#listing) this.#reached(item.resourceVersion)
        return undefined
    }
  }

  #reached(resourceVersion: string): void {
    this.#cursor = resourceVersion
    this.#newest = resourceVersion
    this.#parts.state.known(this.#parts.shared.surroundings.now())
  }

  #listed(resourceVersion: string): void {
    const { state, shared, objects } = this.#parts
    const newest = this.#newest
    if (newest !== undefined && isBefore(resourceVersion, newest)) this.#restored(newest, resourceVersion)
    this.#listing = false
    this.#verify = false
    this.#interrupted = false
    this.#reached(resourceVersion)
    state.live(shared.surroundings.now())
    objects.endList()
  }

  #resumed(): void {
    const { state, shared, onLongOutage } = this.#parts
    const at = shared.surroundings.now()
    state.live(at)
    const outageMs = at - (state.knownUntil ?? at)
    if (this.#interrupted && outageMs >= shared.times.confirmAfterMs) onLongOutage()
    this.#interrupted = false
  }
}
