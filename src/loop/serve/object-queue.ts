/**
 * Work on objects: strictly in order for each, side by side for different ones. An object whose work waits for the server
 * (an undecided leaf, a late source) holds up nobody else.
 */
export class ObjectQueue {
  readonly #tails = new Map<string, Promise<void>>()
  readonly #onFailure: (key: string, error: unknown) => void
  #waiting = 0

  /** @param onFailure told of work that threw; the object's next work goes on */
  constructor(onFailure: (key: string, error: unknown) => void) {
    this.#onFailure = onFailure
  }

  /** Steps that are not done yet, over all objects. */
  get backlog(): number {
    return this.#waiting
  }

  /** Resolves when the work is done, also where it failed. */
  run(key: string, work: () => Promise<void>): Promise<void> {
    this.#waiting++
    const before = this.#tails.get(key)
    const attempt = before === undefined ? this.#attempt(key, work) : before.then(() => this.#attempt(key, work))
    const tail: Promise<void> = attempt.finally(() => {
      this.#waiting--
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    })
    this.#tails.set(key, tail)
    return tail
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values())
  }

  async #attempt(key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#onFailure(key, error)
    }
  }
}
