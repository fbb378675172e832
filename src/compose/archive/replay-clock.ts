import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Instant } from '../../model/instant.ts'

interface Timer {
  readonly at: Instant
  readonly run: () => void
  /** On the machine's clock, once the archive is over. */
  machine?: NodeJS.Timeout
}

/**
 * Time as an archive tells it. It stands still while work is done and jumps to the next moment at which something happens;
 * timers run when it comes past them, each once a jump, so that the pace of a service does not cost a turn for every second
 * of a month. After {@link goOn} it runs with the machine.
 */
export class ReplayClock {
  readonly #timers = new Set<Timer>()
  readonly #machine: () => number
  #at: Instant
  #since: number | undefined

  /** @param machine milliseconds that only go forwards */
  constructor(at: Instant, machine: () => number) {
    this.#at = at
    this.#machine = machine
  }

  readonly now = (): Instant =>
    this.#since === undefined ? this.#at : this.#at + Math.round(this.#machine() - this.#since)

  readonly after = (ms: number, run: () => void): (() => void) => {
    if (this.#since !== undefined) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    }
    const timer: Timer = { at: this.#at + ms, run }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
      clearTimeout(timer.machine)
    }
  }

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const cancel = this.after(ms, () => {
        signal.removeEventListener('abort', end)
        resolve()
      })
      const end = (): void => {
        cancel()
        resolve()
      }
      signal.addEventListener('abort', end, { once: true })
    })

  /** Jumps, and runs what is due by then in the order of its times. What that starts anew is due after the jump. */
  advance(to: Instant): void {
    this.#at = Math.max(this.#at, to)
    const due = [...this.#timers].filter(({ at }) => at <= this.#at).toSorted((a, b) => a.at - b.at)
    for (const timer of due) if (this.#timers.delete(timer)) timer.run()
  }

  /** From here on the machine's time passes. */
  goOn(): void {
    this.#since = this.#machine()
    for (const timer of this.#timers) timer.machine = setTimeout(timer.run, Math.max(0, timer.at - this.#at)).unref()
    this.#timers.clear()
  }
}

/** Turns of the process without any work under way after which nothing more is to come. */
const QUIET_TURNS = 4

/** Resolves when nothing is under way any more: all that is left waits for the clock. */
export async function settled(idle: () => Promise<void>, underWay: () => number): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await idle()
    await nextTurn()
    quiet = underWay() === 0 ? quiet + 1 : 0
  }
}
