/** More than a busy forge delivers in the time in which it might deliver something twice. */
const MOST_KEPT = 2_000
const LONGEST_ID = 200

/** Ids of deliveries, so that one that comes twice is not taken for two. Bounded; ids are claims and only spare work. */
export class SeenDeliveries {
  readonly #ids = new Set<string>()

  /** Remembers the id. An id of no sensible length is always new. */
  isNew(id: string): boolean {
    if (id === '' || id.length > LONGEST_ID) return true
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    const [oldest] = this.#ids
    if (this.#ids.size > MOST_KEPT && oldest !== undefined) this.#ids.delete(oldest)
    return true
  }

  get size(): number {
    return this.#ids.size
  }
}
