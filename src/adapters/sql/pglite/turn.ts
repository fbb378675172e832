/** Gives one thing to one caller at a time, in the order of asking. */
export class Turn {
  #taken = false
  readonly #waiting: (() => void)[] = []

  /** Resolves when it is the caller's turn; call what it gives when done, once. */
  take(): Promise<() => void> {
    if (!this.#taken) {
      this.#taken = true
      return Promise.resolve(this.#once())
    }
    return new Promise((resolve) => this.#waiting.push(() => resolve(this.#once())))
  }

  #once(): () => void {
    let done = false
    return () => {
      if (done) return
      done = true
      const next = this.#waiting.shift()
      if (next === undefined) this.#taken = false
      else next()
    }
  }
}
