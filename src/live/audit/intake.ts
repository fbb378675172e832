import type { AuditEvent, AuditedObject } from '../../model/audit-event.ts'
import { type AuditFormat, decodeBody } from './decode-body.ts'
import { type Decoded, together } from './decoded.ts'
import { decodeNativeLine } from './decode-native.ts'
import type { StatusRelevance } from './kept-write.ts'

/** `taken`, `dropped` since it concerns nothing, `shed` since too many wait, `damaged` since it cannot be read. */
export type IntakeOutcome = 'taken' | 'dropped' | 'shed' | 'damaged'

export interface IntakePorts {
  /** Whether writes to the object are of interest: a kind that sources contain. Everything else goes at once. */
  readonly isRelevant: (cluster: string, object: AuditedObject) => boolean
  readonly isStatusRelevant: StatusRelevance
  /** Takes events in the order in which they came; the next ones come when it is done. Must not throw. */
  readonly deliver: (events: readonly AuditEvent[]) => Promise<void>
  readonly count: (cluster: string, outcome: IntakeOutcome, events: number) => void
  /** Runs something soon, after what waits now. Default `setImmediate`. */
  readonly soon?: (work: () => void) => void
}

export interface IntakeLimits {
  /** Bytes of requests that are not decoded yet. Default 32 MB. */
  readonly waitingBytes: number
  /** Events that are not delivered yet. Default 20,000. */
  readonly waitingEvents: number
}

const LIMITS: IntakeLimits = { waitingBytes: 32_000_000, waitingEvents: 20_000 }
const EVENTS_A_TURN = 500

/**
 * Where audit events of all clusters come in. A request is answered before it is decoded, since a slow receiver harms the
 * API server that waits for it (I11); it is decoded in one of the next turns of the event loop, and from there on only what
 * attribution uses exists. Both places where something waits are bounded: what is too much is turned away and counted.
 */
export class AuditIntake {
  readonly #ports: IntakePorts
  readonly #limits: IntakeLimits
  readonly #bodies: { readonly cluster: string; readonly bytes: number; readonly decode: () => Decoded }[] = []
  #waitingBytes = 0
  readonly #events: AuditEvent[] = []
  #isDecoding = false
  #delivering: Promise<void> | undefined

  constructor(ports: IntakePorts, limits: Partial<IntakeLimits> = {}) {
    this.#ports = ports
    this.#limits = { ...LIMITS, ...limits }
  }

  /** How much waits. */
  get waiting(): { readonly bytes: number; readonly events: number } {
    return { bytes: this.#waitingBytes, events: this.#events.length }
  }

  /** Takes the body of one request; false where too much waits, and the sender should come again later. */
  offer(cluster: string, format: AuditFormat, body: Buffer): boolean {
    const context = this.#context(cluster)
    return this.#put(cluster, body.length, () => decodeBody(body, format, context))
  }

  /** Takes lines of an audit log; false as for {@link offer}. */
  offerLines(cluster: string, lines: readonly string[]): boolean {
    const context = this.#context(cluster)
    const bytes = lines.reduce((sum, line) => sum + line.length, 0)
    return this.#put(cluster, bytes, () => together(lines.map((line) => decodeNativeLine(line, context))))
  }

  /** Takes what an admission review told. */
  observed(event: AuditEvent): void {
    this.#take(event.cluster, { events: [event], unused: 0, damaged: 0 })
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.#isDecoding || this.#delivering !== undefined) {
      await (this.#delivering ?? new Promise<void>((resolve) => this.#soon(resolve)))
    }
  }

  #context(cluster: string): { readonly cluster: string; readonly isStatusRelevant: StatusRelevance } {
    return { cluster, isStatusRelevant: this.#ports.isStatusRelevant }
  }

  #put(cluster: string, bytes: number, decode: () => Decoded): boolean {
    const isFull =
      this.#waitingBytes + bytes > this.#limits.waitingBytes || this.#events.length >= this.#limits.waitingEvents
    if (isFull) {
      this.#ports.count(cluster, 'shed', 1)
      return false
    }
    this.#bodies.push({ cluster, bytes, decode })
    this.#waitingBytes += bytes
    if (!this.#isDecoding) {
      this.#isDecoding = true
      this.#soon(() => this.#decodeNext())
    }
    return true
  }

  /** One body a turn, so that others are served between two of them. */
  #decodeNext(): void {
    const next = this.#bodies.shift()
    if (next !== undefined) {
      this.#waitingBytes -= next.bytes
      this.#take(next.cluster, next.decode())
    }
    if (this.#bodies.length > 0) this.#soon(() => this.#decodeNext())
    else this.#isDecoding = false
  }

  #take(cluster: string, { events, unused, damaged }: Decoded): void {
    const relevant = events.filter(({ object }) => this.#ports.isRelevant(cluster, object))
    const taken = relevant.slice(0, Math.max(0, this.#limits.waitingEvents - this.#events.length))
    this.#events.push(...taken)
    this.#count(cluster, 'taken', taken.length)
    this.#count(cluster, 'shed', relevant.length - taken.length)
    this.#count(cluster, 'dropped', unused + events.length - relevant.length)
    this.#count(cluster, 'damaged', damaged)
    if (taken.length > 0) this.#delivering ??= this.#deliverAll()
  }

  #count(cluster: string, outcome: IntakeOutcome, events: number): void {
    if (events > 0) this.#ports.count(cluster, outcome, events)
  }

  async #deliverAll(): Promise<void> {
    while (this.#events.length > 0) await this.#ports.deliver(this.#events.splice(0, EVENTS_A_TURN))
    this.#delivering = undefined
  }

  #soon(work: () => void): void {
    const { soon = (later) => void setImmediate(later) } = this.#ports
    soon(work)
  }
}
