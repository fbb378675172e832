import type { BetterKnown } from './attribution-desk.ts'

export interface LateAnswersParts {
  readonly after: (ms: number, run: () => void) => () => void
  /** 0 = ask at once, as where time stands still between events. Default 100. */
  readonly gatherMs?: number
  /** Decides and writes down; resolves when that is over. */
  readonly write: (known: BetterKnown) => Promise<void>
}

/** Events come in batches, and many are about the same change. */
const DEFAULT_GATHER_MS = 100

/**
 * Changes whose author is to be asked for again. However many events come about one before it is decided, it is decided once,
 * with all of them: an object that somebody writes to all the time would take the time of all others.
 */
export class LateAnswers {
  readonly #parts: LateAnswersParts
  readonly #gathered = new Map<string, BetterKnown>()
  /** Handed on, and not decided yet. */
  readonly #asked = new Set<string>()
  #cancel: (() => void) | undefined

  constructor(parts: LateAnswersParts) {
    this.#parts = parts
  }

  add(known: readonly BetterKnown[]): void {
    for (const one of known) if (!this.#asked.has(one.key)) this.#gathered.set(one.key, one)
    const { after, gatherMs = DEFAULT_GATHER_MS } = this.#parts
    if (gatherMs === 0) this.flush()
    else if (this.#gathered.size > 0) this.#cancel ??= after(gatherMs, () => this.flush())
  }

  /** Hands on what was gathered, without waiting longer. */
  flush(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const gathered = [...this.#gathered.values()]
    this.#gathered.clear()
    for (const one of gathered) void this.#ask(one)
  }

  async #ask({ key, ref, decide }: BetterKnown): Promise<void> {
    this.#asked.add(key)
    try {
      await this.#parts.write({
        key,
        ref,
        decide: (record, now) => {
          // What comes from here on is not in this answer.
          this.#asked.delete(key)
          return decide(record, now)
        },
      })
    } finally {
      this.#asked.delete(key)
    }
  }
}
