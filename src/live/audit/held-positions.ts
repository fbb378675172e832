import { type Instant, MINUTE, SECOND } from '../../model/instant.ts'
import type { FollowPosition } from './followed-file.ts'

/** Longer than a version waits for its last events, and than it takes to record what they tell. */
const HELD_MS = 2 * MINUTE

interface Held {
  readonly position: FollowPosition
  readonly at: Instant
}

/**
 * Events live in memory until they are used, so a position that is stored at once would leave out, after a restart, what was
 * read and not used. What was read within the last two minutes is read again instead; events that are known change nothing.
 */
export class HeldPositions {
  readonly #held: Held[] = []

  /** Takes the position up to which was read. Returns the newest one that everything before has been used of, if it is new. */
  behind(position: FollowPosition, now: Instant): FollowPosition | undefined {
    const last = this.#held.at(-1)
    // One a second is enough.
    if (last === undefined || now - last.at >= SECOND) this.#held.push({ position, at: now })
    const young = this.#held.findIndex(({ at }) => at > now - HELD_MS)
    return this.#held.splice(0, young < 0 ? this.#held.length : young).at(-1)?.position
  }
}
