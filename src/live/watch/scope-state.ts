import type { CodedError } from '../../model/coded-error.ts'
import type { Instant } from '../../model/instant.ts'
import type { StateEvent, WatchScope, WatchState, WatchTrouble } from './live-event.ts'
import type { NextStep } from './next-step.ts'

/** How one scope stands and up to when everything in it is known; says so whenever it changes. */
export class ScopeState {
  readonly #scope: WatchScope
  readonly #tell: (event: StateEvent) => void
  readonly #started: Instant
  #now: StateEvent
  #knownUntil: Instant | undefined

  constructor(scope: WatchScope, started: Instant, tell: (event: StateEvent) => void) {
    this.#scope = scope
    this.#tell = tell
    this.#started = started
    this.#now = { type: 'state', scope, state: 'starting', reason: undefined, error: undefined, since: started }
  }

  starting(): void {
    this.#tell(this.#now)
  }

  get current(): StateEvent {
    return this.#now
  }

  /** Undefined until the first list is complete. */
  get knownUntil(): Instant | undefined {
    return this.#knownUntil
  }

  /** Everything up to now has been told. */
  known(at: Instant): void {
    this.#knownUntil = at
  }

  live(at: Instant): void {
    this.#become('live', undefined, undefined, at)
  }

  /**
   * Something stands in the way. What was never whole, and what may not be seen any more, is unknown at once; what was whole
   * is stale only after `staleAfterMs`, since most troubles end by themselves.
   */
  troubled({ reason, error, blind }: NextStep, at: Instant, staleAfterMs: number): void {
    const since = this.#knownUntil ?? this.#started
    const unknown = blind || this.#knownUntil === undefined || this.#now.state === 'unknown'
    if (unknown) this.#become('unknown', reason, error, since)
    else if (at - since >= staleAfterMs) this.#become('stale', reason, error, since)
  }

  #become(state: WatchState, reason: WatchTrouble | undefined, error: CodedError | undefined, since: Instant): void {
    const before = this.#now
    if (before.state === state && before.reason === reason && before.error?.code === error?.code) return
    this.#now = { type: 'state', scope: this.#scope, state, reason, error, since }
    this.#tell(this.#now)
  }
}
