/**
 * Work on objects: strictly in order for each, side by side for different ones. An object whose work waits for the server
 * (an undecided leaf, a late source) holds up nobody else.
 */
export class ObjectQueue {
  readonly #tails = new Map<string, Promise<void>>()
  readonly #onFailure: (key: string, error: unknown) => void
  #waiting = 0
  #crowded: { readonly until: number; readonly resolve: () => void }[] = []

  /** @param onFailure told of work that threw; the object's next work goes on */
  constructor(onFailure: (key: string, error: unknown) => void) {
    this.#onFailure = onFailure
  }

  /** Steps that are not done yet, over all objects. */
  get backlog(): number {
    return this.#waiting
  }

  /** Undefined while fewer than `limit` steps wait; else resolves when half of them are done: more would only pile up. */
  room(limit: number): Promise<void> | undefined {
    if (this.#waiting < limit) return undefined
    return new Promise((resolve) => this.#crowded.push({ until: limit / 2, resolve }))
  }

  /** Resolves when the work is done, also where it failed. */
  run(key: string, work: () => Promise<void>): Promise<void> {
    this.#waiting++
    const before = this.#tails.get(key)
    const attempt = before === undefined ? this.#attempt(key, work) : before.then(() => this.#attempt(key, work))
    const tail: Promise<void> = attempt.finally(() => {
      this.#waiting--
      this.#makeRoom()
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    })
    this.#tails.set(key, tail)
    return tail
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values())
  }

  /** Resolves when what waits now is done. Unlike {@link idle} it ends where objects are written to without a pause. */
  async caughtUp(): Promise<void> {
    await Promise.all(this.#tails.values())
  }

  #makeRoom(): void {
    if (this.#crowded.length === 0) return
    const relieved = this.#crowded.filter(({ until }) => this.#waiting <= until)
    this.#crowded = this.#crowded.filter(({ until }) => this.#waiting > until)
    for (const { resolve } of relieved) resolve()
  }

  async #attempt(key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#onFailure(key, error)
    }
  }
}
