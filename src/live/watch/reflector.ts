import { isBefore } from './known-objects.ts'
import type { LiveEvent, WatchScope } from './live-event.ts'
import { nextStep, type NextStep } from './next-step.ts'
import { ScopeObjects } from './scope-objects.ts'
import { ScopeState } from './scope-state.ts'
import type { SharedParts } from './shared-parts.ts'
import { pauseAfter } from './surroundings.ts'
import type { WatchedScope } from './cluster-watch.ts'
import type { WatchEnd, WatchItem } from './watch-source.ts'

/** From so many newly wanted objects on, one list is cheaper than single reads. */
const LIST_FROM = 50

const DAMAGED: WatchEnd = { type: 'end', by: 'damaged' }
/** A bookmark within the initial list comes from a server that streams none: the end of the list would never come. */
const NOT_A_LIST: WatchEnd = { type: 'end', by: 'silent' }

/**
 * Keeps one scope known: lists it, follows its stream from there, and goes on after whatever breaks. {@link nextStep} holds
 * the decisions, {@link ScopeObjects} says what is told of the objects; here is what carries them out.
 */
export class Reflector {
  readonly scope: WatchScope
  readonly #shared: SharedParts
  readonly #onForbidden: () => boolean
  readonly #objects: ScopeObjects
  readonly #state: ScopeState
  readonly #stopped = new AbortController()
  readonly #running: Promise<void>
  /** Ends what is under way now: a pause, a list, a stream. */
  #attempt = new AbortController()
  /** Where the stream goes on; undefined = with a list. */
  #cursor: string | undefined
  /** Newest version that was followed, to notice when the cluster's history goes back. */
  #newest: string | undefined
  #listing = false
  #lists = 0
  #paged = false
  #missing = false
  #verify = false
  #interrupted = false
  #failures = 0
  #pause = 0

  /** @param onForbidden called where the scope may not be read; true = it is taken care of, and this one is being stopped */
  constructor(scope: WatchScope, wanted: 'all' | ReadonlySet<string>, shared: SharedParts, onForbidden: () => boolean) {
    this.scope = scope
    this.#shared = shared
    this.#onForbidden = onForbidden
    this.#objects = new ScopeObjects(scope, shared, (event) => this.#tell(event))
    this.#objects.want(wanted)
    this.#state = new ScopeState(scope, shared.surroundings.now(), (event) => this.#tell(event))
    // Not before the caller has what it is making: events are handed over at once.
    this.#running = Promise.resolve().then(() => this.#run())
  }

  get status(): WatchedScope {
    const { type: _, ...state } = this.#state.current
    return { ...state, knownUntil: this.#state.knownUntil, objects: this.#objects.size }
  }

  /** Changes which objects matter; newly wanted ones are told of as they are now. */
  want(wanted: 'all' | ReadonlySet<string>): void {
    const fresh = this.#objects.want(wanted)
    // A list that is still to come, or to end, tells of them.
    if (this.#cursor === undefined) return
    if (fresh === undefined || fresh.length >= LIST_FROM) this.relist()
    else this.#objects.ask(fresh)
  }

  /** Tells of every wanted object anew, known or not. */
  relist(): void {
    this.#cursor = undefined
    this.#attempt.abort()
  }

  /** Resolves when nothing of it is left; tells nothing from the call on. */
  stop(): Promise<void> {
    this.#stopped.abort()
    this.#attempt.abort()
    this.#objects.drop()
    return this.#running
  }

  async #run(): Promise<void> {
    this.#state.starting()
    while (!this.#stopped.signal.aborted) {
      this.#attempt = new AbortController()
      const { signal } = this.#attempt
      const pause = this.#pause
      this.#pause = 0
      if (pause > 0) await this.#shared.surroundings.sleep(pause, signal)
      if (signal.aborted) continue
      const began = this.#shared.surroundings.now()
      const end = await this.#attemptOnce(signal)
      if (end !== undefined && !signal.aborted) this.#react(end, this.#shared.surroundings.now() - began)
      this.#listing = false
    }
  }

  /** Undefined where it was aborted. */
  async #attemptOnce(signal: AbortSignal): Promise<WatchEnd | undefined> {
    if (this.#missing) {
      const kind = await this.#shared.awaitKind(this.scope.kind, signal)
      if (kind === undefined) return undefined
      this.#objects.kind = kind
      this.#missing = false
    }
    if (this.#cursor !== undefined && this.#verify) {
      const failure = await this.#verifyHistory(this.#cursor, signal)
      if (failure !== undefined || signal.aborted) return failure
    }
    return this.#cursor === undefined ? this.#list(signal) : this.#follow(this.#cursor, signal)
  }

  /**
   * A server whose history went back does not complain about a version that it has not come to: it stays silent until it
   * has, and everything until then would be missed.
   */
  async #verifyHistory(cursor: string, signal: AbortSignal): Promise<WatchEnd | undefined> {
    const now = await this.#shared.stream.collectionVersion(this.#objects.kind, this.scope.namespace)
    if (typeof now !== 'string') return now
    if (signal.aborted) return undefined
    this.#verify = false
    if (isBefore(now, cursor)) this.#restored(cursor, now)
    return undefined
  }

  #restored(before: string, after: string): void {
    this.#cursor = undefined
    this.#newest = undefined
    this.#tell({ type: 'restored', scope: this.scope, at: this.#shared.surroundings.now(), before, after })
  }

  async #list(signal: AbortSignal): Promise<WatchEnd | undefined> {
    const endTurn = await this.#shared.turns.take(signal)
    if (endTurn === undefined) return undefined
    try {
      this.#listing = true
      this.#lists++
      this.#shared.counters.lists++
      this.#objects.beginList()
      if (!this.#paged) return await this.#follow(undefined, signal, endTurn)
      const failure = await this.#readPages(signal)
      if (failure !== undefined) return failure
    } finally {
      endTurn()
    }
    return this.#cursor === undefined ? undefined : this.#follow(this.#cursor, signal)
  }

  async #readPages(signal: AbortSignal): Promise<WatchEnd | undefined> {
    let token: string | undefined = ''
    while (token !== undefined && !signal.aborted) {
      const page = await this.#shared.stream.listPage(this.#objects.kind, this.scope.namespace, token)
      if (!('state' in page)) return page
      if (signal.aborted) return undefined
      for (const object of page.objects) this.#objects.listed(object)
      await this.#shared.delivery.roomy()
      token = page.token === '' ? undefined : page.token
      if (token === undefined && !signal.aborted) this.#listed(page.resourceVersion)
    }
    return undefined
  }

  /** @param onListed called when no list is under way (any more) */
  async #follow(
    from: string | undefined,
    signal: AbortSignal,
    onListed: () => void = () => {},
  ): Promise<WatchEnd | undefined> {
    const { stream, times, surroundings, delivery } = this.#shared
    const lastsMs = times.shortestWatchMs * (1 + surroundings.random())
    const request = { resourceVersion: from, timeoutSeconds: Math.ceil(lastsMs / 1_000), idleMs: times.idleMs }
    for await (const item of stream.watch(this.#objects.kind, this.scope.namespace, request, signal)) {
      if (signal.aborted) return undefined
      const end = item.type === 'end' ? item : this.#take(item)
      if (end !== undefined) return end
      if (!this.#listing) onListed()
      await delivery.roomy()
    }
    return undefined
  }

  /** @returns an end where the stream must not be read on */
  #take(item: Exclude<WatchItem, WatchEnd>): WatchEnd | undefined {
    switch (item.type) {
      case 'opened':
        this.#shared.counters.streams++
        if (!this.#listing) this.#resumed()
        return undefined
      case 'bookmark':
        if (this.#listing && !item.endsInitialList) return NOT_A_LIST
        if (this.#listing) this.#listed(item.resourceVersion)
        else this.#reached(item.resourceVersion)
        return undefined
      case 'object':
        this.#shared.counters.lines++
        if (!this.#objects.streamed(item, this.#listing)) return DAMAGED
        if (!this.#listing) this.#reached(item.resourceVersion)
        return undefined
    }
  }

  #reached(resourceVersion: string): void {
    this.#cursor = resourceVersion
    this.#newest = resourceVersion
    this.#state.known(this.#shared.surroundings.now())
  }

  #listed(resourceVersion: string): void {
    const newest = this.#newest
    if (newest !== undefined && isBefore(resourceVersion, newest)) this.#restored(newest, resourceVersion)
    this.#listing = false
    this.#verify = false
    this.#interrupted = false
    this.#reached(resourceVersion)
    this.#state.live(this.#shared.surroundings.now())
    this.#objects.endList()
  }

  /** The stream goes on where it ended. After a long time without one, a list confirms what it tells. */
  #resumed(): void {
    const { surroundings, times } = this.#shared
    const at = surroundings.now()
    this.#state.live(at)
    const outageMs = at - (this.#state.knownUntil ?? at)
    if (this.#interrupted && outageMs >= times.confirmAfterMs) void this.#confirm(this.#lists)
    this.#interrupted = false
  }

  async #confirm(lists: number): Promise<void> {
    const { surroundings, times } = this.#shared
    await surroundings.sleep(times.confirmAfterMs * surroundings.random(), this.#stopped.signal)
    if (!this.#stopped.signal.aborted && this.#lists === lists) this.relist()
  }

  #react(end: WatchEnd, lastedMs: number): void {
    const { surroundings, times, counters } = this.#shared
    const lasted = lastedMs >= times.shortestStreamMs
    const step = nextStep(end, this.#listing, !lasted)
    if (step.reason === 'forbidden' && this.#onForbidden()) return
    const at = surroundings.now()
    const knownUntil = this.#state.knownUntil
    if (step.gap && knownUntil !== undefined) {
      counters.gaps++
      this.#tell({ type: 'gap', scope: this.scope, since: knownUntil, at, reason: step.reason })
    }
    this.#paged ||= step.paged
    this.#verify ||= step.verify
    this.#missing = step.next === 'await-kind'
    if (step.next !== 'resume') this.#cursor = undefined
    if (step.failed !== 'no' || step.blind) {
      this.#interrupted = true
      this.#state.troubled(step, at, times.staleAfterMs)
    }
    this.#failures = step.failed === 'no' ? 0 : lasted ? 1 : this.#failures + 1
    this.#pause = Math.max(this.#pauseOf(step), askedPause(end, surroundings.random()))
  }

  #pauseOf({ failed, paged }: NextStep): number {
    const { times, surroundings } = this.#shared
    const random = surroundings.random()
    // Watches that a server ended together do not come back together.
    if (failed === 'no') return paged ? 0 : Math.round((times.firstPauseMs * random) / 2)
    const longest = failed === 'refused' ? times.longestRefusedPauseMs : times.longestPauseMs
    return pauseAfter(this.#failures, times.firstPauseMs, longest, random)
  }

  #tell(event: LiveEvent): void {
    if (this.#stopped.signal.aborted) return
    if (event.type === 'version') this.#shared.counters.versions++
    this.#shared.delivery.push(event)
  }
}

/** With a part of a second by chance, so that all watches that were told the same do not come back together. */
function askedPause(end: WatchEnd, random: number): number {
  if (end.by !== 'failure' || end.retryAfterMs === undefined) return 0
  return end.retryAfterMs + Math.round(1_000 * random)
}
