import { SECOND, type Instant } from '../../model/instant.ts'
import type { SourceWatchPorts } from './source-watch.ts'

/** At least this long from the beginning of one check to that of the next, however many are asked for. */
const LEAST_GAP_MS = SECOND

/** Checks of one source, never two at a time. Whoever asks shares the first check that looks late enough. */
export class CheckTurns {
  readonly #ports: Pick<SourceWatchPorts, 'now' | 'after'>
  readonly #check: (notBefore: Instant) => Promise<void>
  #running: Turn | undefined
  #next: Turn | undefined
  #lastStart: Instant | undefined
  #callOff: (() => void) | undefined
  #closed = false

  /** @param check never throws */
  constructor(ports: Pick<SourceWatchPorts, 'now' | 'after'>, check: (notBefore: Instant) => Promise<void>) {
    this.#ports = ports
    this.#check = check
  }

  /** Resolves after a check that saw the head as it was at `notBefore` or later, or when all ends. */
  request(notBefore: Instant): Promise<void> {
    if (this.#closed) return Promise.resolve()
    if (this.#running !== undefined && this.#running.notBefore >= notBefore) return this.#running.done
    if (this.#next !== undefined) {
      this.#next.notBefore = Math.max(this.#next.notBefore, notBefore)
      return this.#next.done
    }
    const turn = newTurn(notBefore)
    this.#next = turn
    if (this.#running === undefined) this.#begin()
    return turn.done
  }

  /** Waits for the check that runs; all that wait for a later one are let go. */
  async close(): Promise<void> {
    this.#closed = true
    this.#callOff?.()
    this.#next?.end()
    this.#next = undefined
    await this.#running?.done
  }

  #begin(): void {
    const now = this.#ports.now()
    const passed = this.#lastStart === undefined ? LEAST_GAP_MS : now - this.#lastStart
    // A clock that was set back makes it negative.
    const wait = passed < 0 ? LEAST_GAP_MS : LEAST_GAP_MS - passed
    if (wait <= 0) void this.#run()
    else this.#callOff = this.#ports.after(wait, () => void this.#run())
  }

  async #run(): Promise<void> {
    const turn = this.#next
    if (turn === undefined) return
    this.#next = undefined
    this.#running = turn
    this.#lastStart = this.#ports.now()
    try {
      await this.#check(turn.notBefore)
    } finally {
      this.#running = undefined
      turn.end()
      if (this.#next !== undefined) this.#begin()
    }
  }
}

function newTurn(notBefore: Instant): Turn {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { notBefore, done, end }
}

interface Turn {
  notBefore: Instant
  readonly done: Promise<void>
  readonly end: () => void
}
