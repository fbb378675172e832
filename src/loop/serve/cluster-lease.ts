import type { Fence, LeaseStore } from '../../ledger/ports.ts'
import type { Instant } from '../../model/instant.ts'

/** A lease that is not renewed is free after this long. */
export const LEASE_MS = 15_000

export interface ClusterLeaseParts {
  readonly leases: LeaseStore
  /** Default {@link LEASE_MS}. It is renewed after a third of it. */
  readonly leaseMs?: number
  readonly cluster: string
  /** Unique for each start of a service, so that a process that was stopped for long is somebody else when it goes on. */
  readonly owner: string
  readonly now: () => Instant
  /** Milliseconds that only go forwards, whatever the wall clock does (F-14). */
  readonly monotonic: () => number
  readonly after: (ms: number, run: () => void) => () => void
  readonly onTaken: (fence: Fence) => void
  readonly onLost: () => void
  readonly onFailure: (error: unknown) => void
}

/**
 * Holds the lease on one cluster for as long as it can be renewed, and tries to get it while somebody else has it. What
 * this process believes is never what protects the ledger: each transaction checks the fence by itself (I5).
 */
export class ClusterLease {
  readonly #parts: ClusterLeaseParts
  #held: { readonly fence: Fence; readonly validUntil: number } | undefined
  #cancel: (() => void) | undefined
  #trying: Promise<void> | undefined
  readonly #forMs: number
  #stopped = false

  constructor(parts: ClusterLeaseParts) {
    this.#parts = parts
    this.#forMs = parts.leaseMs ?? LEASE_MS
  }

  /** Undefined where the lease is not held, or may have run out unnoticed. */
  get fence(): Fence | undefined {
    const held = this.#held
    return held !== undefined && this.#parts.monotonic() < held.validUntil ? held.fence : undefined
  }

  /** Tries once and goes on by itself. */
  async start(): Promise<void> {
    await this.#try()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    const held = this.#held
    this.#held = undefined
    await Promise.all([held && this.#release(held.fence), this.#trying])
  }

  /** The store refused a write: somebody else has the lease by now. */
  lost(): void {
    if (this.#held === undefined) return
    this.#held = undefined
    this.#parts.onLost()
  }

  #try(): Promise<void> {
    this.#trying = this.#tryOnce()
    return this.#trying
  }

  async #tryOnce(): Promise<void> {
    const { leases, cluster, owner, now, monotonic, after, onTaken, onFailure } = this.#parts
    const asked = monotonic()
    const before = this.#held
    try {
      const fence = await leases.acquire(cluster, owner, now(), this.#forMs)
      // It may have come after what was given back.
      if (this.#stopped) return fence && (await this.#release(fence))
      if (fence === undefined) this.lost()
      else {
        // Once it ran out writes were given up, so even where nobody else had it everything is looked at anew.
        const isSame = this.#held?.fence.epoch === fence.epoch && this.fence !== undefined
        if (!isSame) this.lost()
        this.#held = { fence, validUntil: asked + this.#forMs }
        if (!isSame) onTaken(fence)
      }
    } catch (error) {
      onFailure(error)
      // A store that does not answer keeps the lease until it runs out.
      if (before !== undefined && monotonic() >= before.validUntil) this.lost()
    }
    if (!this.#stopped) this.#cancel = after(this.#forMs / 3, () => void this.#try())
  }

  async #release(fence: Fence): Promise<void> {
    await this.#parts.leases.release(fence).catch(this.#parts.onFailure)
  }
}
