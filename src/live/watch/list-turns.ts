/** Lets only so many lists run at a time in one cluster (I11); the others wait in the order in which they came. */
export class ListTurns {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(atATime: number) {
    this.#free = atATime
  }

  /** Resolves when it is this caller's turn, with what ends it; undefined where the signal was aborted first. */
  async take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined
    if (this.#free > 0) this.#free--
    else if (!(await this.#turn(signal))) return undefined
    return this.#release()
  }

  #turn(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const begin = (): void => {
        signal.removeEventListener('abort', leave)
        resolve(true)
      }
      const leave = (): void => {
        this.#waiting.delete(begin)
        resolve(false)
      }
      this.#waiting.add(begin)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  #release(): () => void {
    let done = false
    return () => {
      if (done) return
      done = true
      const [next] = this.#waiting
      if (next === undefined) {
        this.#free++
        return
      }
      this.#waiting.delete(next)
      next()
    }
  }
}
