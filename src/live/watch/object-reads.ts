import type { Instant } from '../../model/instant.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Reading } from '../cluster-reader.ts'
import { pauseAfter, type Surroundings, type WatchTimes } from './surroundings.ts'

export interface ReadsParts {
  readonly read: (key: string) => Promise<Reading<JsonObject>>
  /** Gets each answer, failures too. @returns whether the object has to be asked for again if the answer is a failure */
  readonly onRead: (key: string, reading: Reading<JsonObject>, askedAt: Instant) => boolean
  readonly surroundings: Surroundings
  readonly times: WatchTimes
}

const AT_A_TIME = 4

/**
 * Reads objects of one scope by name beside its stream: those that a relist did not show, and those that became wanted.
 * What cannot be read is read again after a pause, a few at a time however many they are; as soon as one can be read, all.
 */
export class ObjectReads {
  readonly #parts: ReadsParts
  #waiting = new Set<string>()
  #running = 0
  /** Failed, to be read again. */
  #failed = new Set<string>()
  /** Pauses in a row after which nothing could be read. */
  #pauses = 0
  #pausing = false
  /** Replaced when everything is dropped, so that answers under way count for nothing. */
  #round = new AbortController()
  #whenAnswered: { readonly keys: Set<string>; readonly go: () => void }[] = []

  constructor(parts: ReadsParts) {
    this.#parts = parts
  }

  /** @param answered called once, when each of the keys has been answered for the first time; not after {@link drop} */
  request(keys: readonly string[], answered: () => void = () => {}): void {
    if (keys.length === 0) return answered()
    this.#whenAnswered.push({ keys: new Set(keys), go: answered })
    for (const key of keys) this.#waiting.add(key)
    this.#start()
  }

  /** Forgets all requests: a list is going to tell. */
  drop(): void {
    this.#round.abort()
    this.#round = new AbortController()
    this.#waiting = new Set()
    this.#failed = new Set()
    this.#whenAnswered = []
    this.#running = 0
    this.#pauses = 0
    this.#pausing = false
  }

  #start(): void {
    for (const key of this.#waiting) {
      if (this.#running >= AT_A_TIME) return
      this.#waiting.delete(key)
      this.#running++
      void this.#read(key, this.#round.signal)
    }
  }

  async #read(key: string, signal: AbortSignal): Promise<void> {
    const askedAt = this.#parts.surroundings.now()
    const reading = await this.#parts.read(key)
    if (signal.aborted) return
    this.#running--
    const again = this.#parts.onRead(key, reading, askedAt)
    if (reading.state !== 'failed') this.#recover()
    else if (again) this.#failed.add(key)
    this.#answered(key)
    this.#start()
    if (this.#failed.size > 0 && !this.#pausing) void this.#retry(signal)
  }

  #recover(): void {
    this.#pauses = 0
    for (const key of this.#failed) this.#waiting.add(key)
    this.#failed = new Set()
  }

  async #retry(signal: AbortSignal): Promise<void> {
    const { surroundings, times } = this.#parts
    this.#pausing = true
    this.#pauses++
    const pause = pauseAfter(this.#pauses, times.discoveryMs / 4, times.longestRefusedPauseMs, surroundings.random())
    await surroundings.sleep(pause, signal)
    if (signal.aborted) return
    this.#pausing = false
    for (const key of [...this.#failed].slice(0, AT_A_TIME)) {
      this.#failed.delete(key)
      this.#waiting.add(key)
    }
    this.#start()
  }

  #answered(key: string): void {
    for (const waiting of this.#whenAnswered) waiting.keys.delete(key)
    const done = this.#whenAnswered.filter(({ keys }) => keys.size === 0)
    this.#whenAnswered = this.#whenAnswered.filter(({ keys }) => keys.size > 0)
    for (const { go } of done) go()
  }
}
