/** Tells on standard error how far a long run has come, now and then, so that what goes to standard output stays its figures. */
export class Progress {
  readonly #what: string
  readonly #every: number
  readonly #started = performance.now()
  #done = 0

  /** @param what is counted, in the plural  @param every so many are worth a line */
  constructor(what: string, every: number) {
    this.#what = what
    this.#every = every
  }

  /** One more is done. @param note what is known by now and worth a word, such as faults */
  step(note = ''): void {
    this.#done++
    if (this.#done % this.#every !== 0) return
    const minutes = ((performance.now() - this.#started) / 60_000).toFixed(1)
    console.error(`${this.#done} ${this.#what} in ${minutes} min${note === '' ? '' : `, ${note}`}`)
  }
}
