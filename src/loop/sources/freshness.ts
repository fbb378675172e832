import { SECOND, type Instant } from '../../model/instant.ts'
import type { Sight } from './look-at-source.ts'

/** While a source fails, a question about its freshness is an attempt only so often. */
const LEAST_PAUSE_WHILE_FAILING_MS = 10 * SECOND

/** How late a source was looked at, and how often in a row that failed. */
export class Freshness {
  readonly #now: () => Instant
  #freshAt: Instant | undefined
  #checkedAt: Instant | undefined
  #failures = 0

  constructor(now: () => Instant) {
    this.#now = now
  }

  /** In a row; 0 after a check that saw the head, also where it is held. */
  get failures(): number {
    return this.#failures
  }

  checked(sight: Sight): void {
    this.#checkedAt = this.#now()
    this.#failures = sight.kind === 'failed' ? this.#failures + 1 : 0
    if (sight.kind === 'same' || sight.kind === 'moved') this.#freshAt = sight.askedAt
  }

  /** What the head held at this time or later is in use. A time that has not come is not trusted: the clock was set back. */
  isAfter(time: Instant): boolean {
    return this.#freshAt !== undefined && this.#freshAt >= time && this.#freshAt <= this.#now()
  }

  /** False where an attempt has only just failed. */
  mayAttempt(): boolean {
    if (this.#failures === 0 || this.#checkedAt === undefined) return true
    const passed = this.#now() - this.#checkedAt
    return passed < 0 || passed >= LEAST_PAUSE_WHILE_FAILING_MS
  }
}
