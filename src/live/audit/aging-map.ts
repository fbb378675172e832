import type { Instant } from '../../model/instant.ts'

interface Entry<T> {
  readonly place: string
  readonly value: T
  readonly since: Instant
}

/** Values by place that leave after a time, or when there are too many: the oldest first. Adding is O(1). */
export class AgingMap<T> {
  readonly #keepMs: number
  readonly #most: number
  /** In order of arrival. */
  readonly #entries = new Map<string, Entry<T>>()
  readonly #byPlace = new Map<string, Map<string, T>>()

  constructor(keepMs: number, most: number) {
    this.#keepMs = keepMs
    this.#most = most
  }

  get size(): number {
    return this.#entries.size
  }

  /** False where the key is there already; the value stays as it was. */
  add(key: string, place: string, value: T, now: Instant): boolean {
    this.#expire(now)
    if (this.#entries.has(key)) return false
    this.#entries.set(key, { place, value, since: now })
    const there = this.#byPlace.get(place) ?? new Map<string, T>()
    this.#byPlace.set(place, there.set(key, value))
    if (this.#entries.size > this.#most) this.#removeOldest()
    return true
  }

  at(place: string, now: Instant): readonly T[] {
    this.#expire(now)
    return [...(this.#byPlace.get(place)?.values() ?? [])]
  }

  all(now: Instant): readonly T[] {
    this.#expire(now)
    return [...this.#entries.values()].map(({ value }) => value)
  }

  /** A clock that jumps back keeps everything for longer, which harms nobody. */
  #expire(now: Instant): void {
    for (const { since } of this.#entries.values()) {
      if (now - since <= this.#keepMs) return
      this.#removeOldest()
    }
  }

  #removeOldest(): void {
    const [oldest] = this.#entries
    if (oldest === undefined) return
    const [key, { place }] = oldest
    this.#entries.delete(key)
    const there = this.#byPlace.get(place)
    there?.delete(key)
    if (there?.size === 0) this.#byPlace.delete(place)
  }
}
