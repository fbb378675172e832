import { DriftageError } from '../../errors/driftage-error.ts'
import type { Fence } from '../../ledger/ports.ts'
import type { Instant } from '../../model/instant.ts'
import type { ClusterState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import { AttributionDesk } from './attribution-desk.ts'
import { ClusterLease } from './cluster-lease.ts'
import type { ClusterRunner } from './cluster-runner.ts'
import { clusterState, type ClusterPhase } from './cluster-state.ts'
import { Recorder } from './recorder.ts'
import { areSourcesTaken } from './sources-taken.ts'
import { SeatSources } from './seat-sources.ts'
import type { ServiceParts } from './service.ts'
import type { SourceRecords } from './source-records.ts'
import { watchNews } from './watch-news.ts'

const RETRY_CLUSTER_MS = 5_000
/** Objects that are held no longer, and of which nothing could be said, are looked at again after so long. */
const RETRY_LEFT_MS = 30_000

/** What a seat needs beside what the service itself is made of. */
export interface ClusterSeatParts extends ServiceParts {
  readonly cluster: string
  readonly records: SourceRecords
  /** A first or further whole pass is recorded. */
  readonly onPass: () => Promise<void>
}

/**
 * One cluster in a service, from the lease to its end and back: taken when the lease is, left when it is lost, and in
 * between asked until it answers, then watched. Everything that happens to it is done strictly one after the other.
 */
export class ClusterSeat {
  readonly name: string
  readonly desk: AttributionDesk
  readonly #parts: ClusterSeatParts
  readonly #lease: ClusterLease
  readonly #sources: SeatSources
  #runner: ClusterRunner | undefined
  #recorder: Recorder | undefined
  #phase: ClusterPhase
  /** What the runner has been given of the sources. */
  #taken: readonly LoadedSource[] = []
  #work: Promise<void> = Promise.resolve()
  #leftLookedAt = 0
  #stopped = false

  constructor(parts: ClusterSeatParts) {
    const { cluster, window, now, signs } = parts
    this.name = cluster
    this.#parts = parts
    this.#sources = new SeatSources(parts)
    this.desk = new AttributionDesk(window, now)
    this.#phase = { state: 'starting', since: now(), reason: undefined }
    this.#lease = new ClusterLease({
      ...parts,
      onTaken: (fence) => {
        signs.leaseHeld(cluster, fence.epoch)
        this.queue(() => this.#begin(fence))
      },
      onLost: () => {
        signs.leaseHeld(cluster, undefined)
        this.queue(() => this.#end())
      },
      onFailure: (error) => signs.failed('lease', error),
    })
  }

  /** Runs while the lease is held. */
  get runner(): ClusterRunner | undefined {
    return this.#runner
  }

  /** Whether this service may write about the cluster now. */
  get isHeld(): boolean {
    return this.#lease.fence !== undefined
  }

  /** Whether writes to objects of this resource can be about what sources hold: also while it is not yet known, or not here. */
  mayHold(group: string, resource: string): boolean {
    return this.#phase.state !== 'live' || this.#runner?.holdsResource(group, resource) !== false
  }

  get isFailing(): boolean {
    return this.#recorder?.isFailing === true
  }

  /** Undefined where another service has the lease: it tells by itself. */
  get state(): ClusterState | undefined {
    return this.#runner && clusterState(this.name, this.#phase, this.#runner, this.#parts.now())
  }

  start(): Promise<void> {
    return this.#lease.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#end()
    await this.#lease.stop()
  }

  /** Does something about the cluster when everything before is done. A failure is told and holds up nothing. */
  queue(work: () => Promise<void>): void {
    this.#work = this.#after(this.#work, work)
  }

  async #after(before: Promise<void>, work: () => Promise<void>): Promise<void> {
    await before
    try {
      await work()
    } catch (error) {
      this.#parts.signs.failed(this.name, error)
    }
  }

  /** The sources say something new. */
  followSources(): void {
    this.queue(async () => {
      const loaded = this.#sources.loaded()
      await this.#runner?.sourcesMoved(loaded)
      this.#taken = loaded
      await this.#passOver()
    })
  }

  /** Something that the first pass may have waited for is settled. */
  lookAgain(): void {
    this.queue(() => this.#passOver())
  }

  /** A source was looked at, with whatever end. */
  sourceLookedAt(): void {
    if (this.#phase.state !== 'live' || this.#awaitsSources()) this.lookAgain()
  }

  /** Works off what time has brought due. */
  async tick(now: Instant): Promise<void> {
    const isLate = Math.abs(now - this.#leftLookedAt) >= RETRY_LEFT_MS
    if (isLate && this.#phase.state === 'live' && this.#awaitsSources()) {
      this.#leftLookedAt = now
      this.lookAgain()
    }
    await this.#runner?.tick(now)
  }

  async #begin(fence: Fence): Promise<void> {
    if (this.#stopped || this.#runner !== undefined || this.#lease.fence?.epoch !== fence.epoch) return
    await this.#orAgain(fence, () => this.#watchAs(fence))
  }

  /** Held and not watched, the cluster would be nobody's: what fails is begun again from the start. */
  async #orAgain(fence: Fence, work: () => Promise<void>): Promise<void> {
    const { signs, after } = this.#parts
    try {
      await work()
    } catch (error) {
      signs.failed(this.name, error)
      await this.#end()
      after(RETRY_CLUSTER_MS, () => this.queue(() => this.#begin(fence)))
    }
  }

  async #watchAs(fence: Fence): Promise<void> {
    const { records, runner: makeRunner, signs, ledger, now } = this.#parts
    await records.load()
    this.#recorder = this.#newRecorder(fence)
    const runner = makeRunner(this.name, {
      recorder: this.#recorder,
      attribution: this.desk,
      sources: this.#sources.given(),
      onRecorded: signs.changed,
      onSynced: () => this.lookAgain(),
      onNews: (event) => {
        if (!this.isHeld) return
        const news = ledger.append([watchNews(this.name, event, now())])
        void news.catch((error: unknown) => signs.failed(this.name, error))
      },
      // That the lease is lost the recorder tells, once for all that waited. What an end cuts off is done after the next start.
      onFailure: (where, error) => {
        if (!this.#stopped && !isLeaseLost(error)) signs.failed(where, error)
      },
    })
    this.#runner = runner
    this.#taken = []
    this.#phase = { state: 'starting', since: now(), reason: undefined }
    await this.#reach(runner, fence)
  }

  /** Asks until the cluster answers; then its sources can be rendered, and it is watched. */
  async #reach(runner: ClusterRunner, fence: Fence): Promise<void> {
    const { now, after } = this.#parts
    if (this.#stopped || this.#runner !== runner) return
    if (!(await runner.view.refresh())) {
      if (this.#phase.state !== 'unreachable') {
        this.#phase = { state: 'unreachable', since: now(), reason: 'unreachable' }
      }
      const again = (): Promise<void> => this.#orAgain(fence, () => this.#reach(runner, fence))
      after(RETRY_CLUSTER_MS, () => this.queue(again))
      return
    }
    this.#sources.poke()
    const loaded = this.#sources.loaded()
    await runner.start(loaded)
    this.#taken = loaded
    this.#phase = { state: 'starting', since: now(), reason: undefined }
  }

  /**
   * Live once every scope has told of everything and every source has been read, or has said why not. The first whole pass
   * over a source is its baseline, and over then.
   */
  async #passOver(): Promise<void> {
    const runner = this.#runner
    if (runner === undefined || runner.scopes().some(({ state }) => state === 'starting')) return
    const { sources } = this.#parts
    const states = this.#sources.states().map((state) => ({ state, wasLookedAt: sources.wasLookedAt(state.name) }))
    if (!areSourcesTaken(states, this.#sources.loaded(), this.#taken)) return
    this.#leftLookedAt = this.#parts.now()
    await runner.lookAtLeft()
    await runner.caughtUp()
    const awaited = new Set(runner.awaited)
    const isOver = (name: string): boolean => !this.#sources.isConfigured(name) && !awaited.has(name)
    await this.#parts.records.forgetLeft(this.name, isOver)
    if (this.#phase.state !== 'live') this.#phase = { state: 'live', since: this.#parts.now(), reason: undefined }
    this.#parts.records.endBaseline(this.#taken)
    await this.#parts.onPass()
  }

  /** Something that sources held cannot be told of before they were read. */
  #awaitsSources(): boolean {
    return (this.#runner?.awaited ?? []).length > 0
  }

  async #end(): Promise<void> {
    const runner = this.#runner
    this.#runner = undefined
    await runner?.stop()
    // Before the lease goes: what time brought due and what came late about authors waits there as well.
    await this.#recorder?.stop()
    this.#recorder = undefined
  }

  /** Writes under this epoch only: what it saw is older than what others wrote since. */
  #newRecorder({ epoch }: Fence): Recorder {
    const { ledger, now, after, signs } = this.#parts
    const told = new Set<string>()
    return new Recorder({
      store: ledger,
      fence: () => (this.#lease.fence?.epoch === epoch ? this.#lease.fence : undefined),
      now,
      sleep: (ms) => new Promise((resolve) => after(ms, () => resolve(undefined))),
      onFailure: (error) => {
        // All that waits fails alike.
        if (!isLeaseLost(error) || !told.has(error.code)) signs.failed('store', error)
        if (!isLeaseLost(error)) return
        told.add(error.code)
        if (error.code === 'DRF5011') this.#lease.lost()
      },
    })
  }
}

/** Told by the recorder, once for all that waits. */
export function isLeaseLost(error: unknown): error is DriftageError {
  return error instanceof DriftageError && (error.code === 'DRF5011' || error.code === 'DRF5201')
}
