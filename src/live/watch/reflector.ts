import type { WatchedScope } from './cluster-watch.ts'
import type { LiveEvent, WatchScope } from './live-event.ts'
import { nextStep, type NextStep } from './next-step.ts'
import { ScopeObjects } from './scope-objects.ts'
import { ScopeReading } from './scope-reading.ts'
import { ScopeState } from './scope-state.ts'
import type { SharedParts } from './shared-parts.ts'
import { pauseAfter } from './surroundings.ts'
import { troubleError } from './trouble-error.ts'
import type { WatchEnd } from './watch-source.ts'

/** From so many newly wanted objects on, one list is cheaper than single reads. */
const LIST_FROM = 50

/**
 * Keeps one scope known, whatever breaks: {@link ScopeReading} lists and follows it, {@link ScopeObjects} says what is told of
 * the objects, {@link nextStep} decides how it goes on after each end, and here is the loop around them.
 */
export class Reflector {
  readonly scope: WatchScope
  readonly #shared: SharedParts
  readonly #onForbidden: () => boolean
  readonly #objects: ScopeObjects
  readonly #state: ScopeState
  readonly #reading: ScopeReading
  readonly #stopped = new AbortController()
  readonly #running: Promise<void>
  /** Ends what is under way now: a pause, a list, a stream. */
  #attempt = new AbortController()
  #failures = 0
  #pause = 0

  /** @param onForbidden called where the scope may not be read; true = it is taken care of, and this one is being stopped */
  constructor(scope: WatchScope, wanted: 'all' | ReadonlySet<string>, shared: SharedParts, onForbidden: () => boolean) {
    this.scope = scope
    this.#shared = shared
    this.#onForbidden = onForbidden
    const tell = (event: LiveEvent): void => this.#tell(event)
    this.#objects = new ScopeObjects(scope, shared, tell)
    this.#objects.want(wanted)
    this.#state = new ScopeState(scope, shared.surroundings.now(), tell)
    const onLongOutage = (): void => void this.#confirm(this.#reading.lists)
    this.#reading = new ScopeReading({ scope, shared, objects: this.#objects, state: this.#state, tell, onLongOutage })
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
    if (this.#reading.listIsToCome) return
    if (fresh === undefined || fresh.length >= LIST_FROM) this.relist()
    else this.#objects.ask(fresh)
  }

  /** Tells of every wanted object anew, known or not. */
  relist(): void {
    this.#reading.beginAnew()
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
    const { surroundings } = this.#shared
    this.#state.starting()
    while (!this.#stopped.signal.aborted) {
      this.#attempt = new AbortController()
      const { signal } = this.#attempt
      const pause = this.#pause
      this.#pause = 0
      if (pause > 0) await surroundings.sleep(pause, signal)
      if (signal.aborted) continue
      const began = surroundings.now()
      const end = await this.#reading.attempt(signal)
      if (end !== undefined && !signal.aborted) this.#react(end, surroundings.now() - began)
    }
  }

  #react(end: WatchEnd, lastedMs: number): void {
    const { surroundings, times, reader } = this.#shared
    const lasted = lastedMs >= times.shortestStreamMs
    const step = nextStep(end, this.#reading.listing, !lasted)
    if (step.reason === 'forbidden' && this.#onForbidden()) return
    const at = surroundings.now()
    if (step.gap) this.#tellGap(step, at)
    this.#reading.follow(step)
    if (step.failed !== 'no' || step.blind) {
      const error = step.error ?? troubleError(reader.name, this.scope, step.reason)
      this.#state.troubled({ ...step, error }, at, times.staleAfterMs)
    }
    this.#failures = step.failed === 'no' ? 0 : lasted ? 1 : this.#failures + 1
    this.#pause = Math.max(this.#pauseOf(step), askedPause(end, surroundings.random()))
  }

  #tellGap({ reason }: NextStep, at: number): void {
    const since = this.#state.knownUntil
    if (since === undefined) return
    this.#shared.counters.gaps++
    this.#tell({ type: 'gap', scope: this.scope, since, at, reason })
  }

  #pauseOf({ failed, paged }: NextStep): number {
    const { times, surroundings } = this.#shared
    const random = surroundings.random()
    // Watches that a server ended together do not come back together.
    if (failed === 'no') return paged ? 0 : Math.round((times.firstPauseMs * random) / 2)
    const longest = failed === 'refused' ? times.longestRefusedPauseMs : times.longestPauseMs
    return pauseAfter(this.#failures, times.firstPauseMs, longest, random)
  }

  /** Lists once more, at a time of its own, unless somebody did since. */
  async #confirm(lists: number): Promise<void> {
    const { surroundings, times } = this.#shared
    await surroundings.sleep(times.confirmAfterMs * surroundings.random(), this.#stopped.signal)
    if (!this.#stopped.signal.aborted && this.#reading.lists === lists) this.relist()
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
