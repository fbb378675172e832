import { DriftageError } from '../../errors/driftage-error.ts'
import type { Fence, LedgerChange, LedgerStore, ObjectRecord } from '../../ledger/ports.ts'
import type { Instant } from '../../model/instant.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'

/** Decides what the ledger's record of an object becomes; undefined = nothing is to be written. Pure but for its closure. */
export type DecideChange = (record: ObjectRecord, now: Instant) => LedgerChange | undefined

export interface RecorderParts {
  readonly store: Pick<LedgerStore, 'record' | 'apply'>
  /** The lease that this service holds on the cluster now; undefined = lost, nothing may be written. */
  readonly fence: () => Fence | undefined
  readonly now: () => Instant
  /** Waits before the store is tried again. Default a timer. */
  readonly sleep: (ms: number) => Promise<unknown>
  /** Told of each failure; the work stays waiting. */
  readonly onFailure: (error: unknown) => void
}

interface Job {
  readonly ref: ObjectRef
  readonly key: string
  readonly decide: DecideChange
  readonly done: (change: LedgerChange | undefined) => void
  readonly failed: (error: unknown) => void
  /** What was last given to the store. Where that failed and the next look finds nothing to write, it had been written. */
  attempted: LedgerChange | undefined
  /** How often the store refused it, or a batch with it, for contradicting the record. */
  refused: number
}

/** Objects that are written in one transaction at most. */
const LARGEST_BATCH = 100
const LONGEST_PAUSE_MS = 10_000
/** A step that contradicts the record is decided anew, on what may be known better by then, at most so often. */
const MOST_REFUSALS = 4

/**
 * The one way in which anything gets into the ledger: observations, commands of people and timers alike. Work on one
 * object is done strictly in the order of asking, each step on what the one before left; objects go together in one
 * transaction. Where the store fails, work waits and is tried again, so that nothing is lost and nothing is done twice. What
 * it refuses goes alone from then on, so that a fault about one object never stops the others (I12).
 */
export class Recorder {
  readonly #parts: RecorderParts
  readonly #waiting: Job[] = []
  #running: Promise<void> | undefined
  #stopped = false
  #failing = false

  constructor(parts: RecorderParts) {
    this.#parts = parts
  }

  /** Steps that are not yet written. */
  get backlog(): number {
    return this.#waiting.length
  }

  /** True from a failed write to the next one that succeeds. */
  get isFailing(): boolean {
    return this.#failing
  }

  /**
   * Resolves when the change is durable. Rejects where deciding fails, where the lease is lost, or where the change goes on
   * contradicting the record.
   */
  change(ref: ObjectRef, decide: DecideChange): Promise<LedgerChange | undefined> {
    return new Promise((done, failed) => {
      if (this.#stopped) return failed(STOPPED())
      this.#waiting.push({ ref, key: printRef(ref), decide, done, failed, attempted: undefined, refused: 0 })
      this.#running ??= this.#work().finally(() => {
        this.#running = undefined
      })
    })
  }

  /** Writes what is waiting and takes nothing more. Where the store fails meanwhile, the rest is done after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #work(): Promise<void> {
    // Whatever comes in the same turn goes into the same transaction.
    await Promise.resolve()
    for (let failures = 0; this.#waiting.length > 0; ) {
      const batch = this.#nextBatch()
      try {
        await this.#write(batch)
        failures = 0
        this.#failing = false
      } catch (error) {
        this.#failing = true
        this.#parts.onFailure(error)
        if (this.#stopped || this.#parts.fence() === undefined) return this.#giveUp(error)
        if (isContradiction(error)) this.#setAside(batch, error)
        await this.#parts.sleep(Math.min(100 * 2 ** failures++, LONGEST_PAUSE_MS))
      }
    }
  }

  /** The oldest step of each object; a second step needs what the first one leaves. */
  #nextBatch(): readonly Job[] {
    const [oldest] = this.#waiting
    if (oldest !== undefined && oldest.refused > 0) return [oldest]
    const batch: Job[] = []
    const keys = new Set<string>()
    for (const job of this.#waiting) {
      if (batch.length === LARGEST_BATCH) break
      if (job.refused === 0 && !keys.has(job.key)) batch.push(job)
      keys.add(job.key)
    }
    return batch
  }

  #setAside(batch: readonly Job[], error: unknown): void {
    for (const job of batch) job.refused++
    const [only, ...others] = batch
    if (only === undefined || others.length > 0 || only.refused < MOST_REFUSALS) return
    this.#waiting.splice(this.#waiting.indexOf(only), 1)
    this.#failing = false
    only.failed(error)
  }

  async #write(batch: readonly Job[]): Promise<void> {
    const fence = this.#parts.fence()
    if (fence === undefined) throw LEASE_LOST()
    const records = await Promise.all(batch.map(({ ref }) => this.#parts.store.record(ref)))
    const now = this.#parts.now()
    const decided = batch.flatMap((job, index) => this.#decided(job, records[index] as ObjectRecord, now))
    const changes = decided.flatMap(({ change }) => change ?? [])
    for (const { job, change } of decided) job.attempted = change ?? job.attempted
    if (changes.length > 0) await this.#parts.store.apply(changes, fence)
    const finished = new Set(batch)
    this.#waiting.splice(0, this.#waiting.length, ...this.#waiting.filter((job) => !finished.has(job)))
    for (const { job, change } of decided) job.done(change ?? job.attempted)
  }

  /** One object that cannot be decided never stops the others (I12). */
  #decided(
    job: Job,
    record: ObjectRecord,
    now: Instant,
  ): readonly { readonly job: Job; readonly change: LedgerChange | undefined }[] {
    try {
      return [{ job, change: job.decide(record, now) }]
    } catch (error) {
      job.failed(error)
      return []
    }
  }

  #giveUp(error: unknown): void {
    for (const job of this.#waiting.splice(0)) job.failed(error)
  }
}

/** The store works and will have nothing of this change. */
function isContradiction(error: unknown): boolean {
  return error instanceof DriftageError && error.code === 'DRF5014'
}

const LEASE_LOST = (): DriftageError =>
  new DriftageError(
    'DRF5201',
    'This service no longer holds the lease on the cluster: it ran out, or another service has taken over. Nothing has to be done: whoever holds it looks at everything anew. Nothing of this was written.',
  )

const STOPPED = (): DriftageError =>
  new DriftageError(
    'DRF5202',
    'The service is stopping and takes nothing more. Ask again once it runs. Nothing was changed.',
  )
