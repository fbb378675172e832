import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LiveEvent, VersionEvent, WatchScope } from './live-event.ts'
import { objectKey } from './object-key.ts'

/** Gets what a cluster tells. A promise says "no more for now": nothing is handed over until it resolves. */
export type LiveConsumer = (event: LiveEvent) => void | Promise<void>

export interface DeliveryLimits {
  /** Only while at least so many events wait are versions of one object coalesced. Default 1,000. */
  readonly coalesceFrom: number
  /** While so many wait, streams are not read on. Default 5,000. */
  readonly mostWaiting: number
}

export const DELIVERY_LIMITS: DeliveryLimits = { coalesceFrom: 1_000, mostWaiting: 5_000 }

/**
 * After so many events everything else of the process gets its turn: what is there already comes without a pause, and in code
 * that has rested for a while each takes 10 ms.
 */
const TURN_AFTER = 8

interface Slot {
  event: LiveEvent
}

/**
 * Hands events to the consumer in their order. While the consumer is overloaded, they wait; of an object that waits already
 * only the newest version is kept, which takes the place of the older one and says how many it stands for (R-20, F-06).
 */
export class Delivery {
  readonly #consume: LiveConsumer
  readonly #limits: DeliveryLimits
  #waiting: Slot[] = []
  #head = 0
  #draining = false
  /** The last thing that waits about an object, by scope and key. */
  readonly #last = new Map<WatchScope, Map<string, Slot>>()
  #whenRoomy: (() => void)[] = []
  /** Events since everything else had its turn. */
  #sinceTurn = 0
  /** One for all who read on. */
  #turn: Promise<void> | undefined
  #coalesced = 0
  #closed = false

  constructor(consume: LiveConsumer, limits: DeliveryLimits) {
    this.#consume = consume
    this.#limits = limits
  }

  /** Versions that were left out so far. */
  get coalesced(): number {
    return this.#coalesced
  }

  get waiting(): number {
    return this.#waiting.length - this.#head
  }

  push(event: LiveEvent): void {
    if (this.#closed) return
    if (!this.#draining) {
      const busy = this.#consume(event)
      if (busy !== undefined) void this.#drain(busy)
      return
    }
    if (event.type !== 'version' || !this.#coalesce(event)) this.#wait(event)
  }

  /**
   * To be awaited after each event. Resolves when everything else had its turn, where it was time for that, and so much does not
   * wait (any more) that streams should not be read on.
   */
  async roomy(): Promise<void> {
    await this.#turnOfOthers()
    if (this.#closed || this.waiting < this.#limits.mostWaiting) return
    await new Promise<void>((resolve) => this.#whenRoomy.push(resolve))
  }

  /** Nothing is handed over any more; what waits is dropped. */
  close(): void {
    this.#closed = true
    this.#waiting = []
    this.#head = 0
    for (const go of this.#whenRoomy.splice(0)) go()
  }

  #coalesce(event: VersionEvent): boolean {
    if (this.waiting < this.#limits.coalesceFrom) return false
    const slot = this.#last.get(event.scope)?.get(keyOf(event) ?? '')
    if (slot?.event.type !== 'version') return false
    slot.event = merged(slot.event, event)
    this.#coalesced++
    return true
  }

  #wait(event: LiveEvent): void {
    const slot = { event }
    this.#waiting.push(slot)
    const key = keyOf(event)
    if (key === undefined) {
      // What is said of a whole scope is a border: nothing that comes later may move in front of it.
      this.#last.delete(event.scope)
      return
    }
    const ofScope = this.#last.get(event.scope)
    if (ofScope === undefined) this.#last.set(event.scope, new Map([[key, slot]]))
    else ofScope.set(key, slot)
  }

  async #drain(busy: Promise<void>): Promise<void> {
    this.#draining = true
    await busy
    for (let slot = this.#take(); slot !== undefined; slot = this.#take()) {
      await this.#consume(slot.event)
      await this.#turnOfOthers()
    }
    this.#draining = false
  }

  #turnOfOthers(): Promise<void> | undefined {
    if (++this.#sinceTurn < TURN_AFTER) return undefined
    this.#turn ??= this.#giveTurn()
    return this.#turn
  }

  async #giveTurn(): Promise<void> {
    await nextTurn()
    this.#turn = undefined
    this.#sinceTurn = 0
  }

  #take(): Slot | undefined {
    const slot = this.#waiting[this.#head]
    if (slot === undefined) {
      this.#waiting = []
      this.#head = 0
    } else {
      this.#head++
      const key = keyOf(slot.event)
      const ofScope = this.#last.get(slot.event.scope)
      if (key !== undefined && ofScope?.get(key) === slot) ofScope.delete(key)
      if (this.#head > 1_024 && this.#head * 2 > this.#waiting.length) {
        this.#waiting = this.#waiting.slice(this.#head)
        this.#head = 0
      }
    }
    if (this.waiting < this.#limits.mostWaiting) for (const go of this.#whenRoomy.splice(0)) go()
    return slot
  }
}

/** Undefined for what is about a whole scope. */
function keyOf(event: LiveEvent): string | undefined {
  if (event.type === 'version') return objectKey(event.origin.ref.namespace, event.origin.ref.name)
  return event.type === 'gone' || event.type === 'unread' ? objectKey(event.ref.namespace, event.ref.name) : undefined
}

/** `relist`, since nothing can be said any more of who wrote what between the two. */
function merged(older: VersionEvent, newer: VersionEvent): VersionEvent {
  const { id, previous, coalesced, createdAt } = older.origin
  const made = id.uid === newer.origin.id.uid && createdAt !== undefined ? { createdAt } : {}
  const left = coalesced + newer.origin.coalesced + 1
  return { ...newer, origin: { ...made, ...newer.origin, previous, by: 'relist', coalesced: left } }
}
