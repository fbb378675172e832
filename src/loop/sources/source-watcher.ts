import type { LimitFunction } from 'p-limit'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { Instant } from '../../model/instant.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import { CheckTurns } from './check-turns.ts'
import { DesiredInUse } from './desired-in-use.ts'
import { Freshness } from './freshness.ts'
import type { HeadChecks } from './head-checks.ts'
import { problemOf } from './judge-reading.ts'
import { failureOf, type HeldSight, type Known, lookAtSource, type Sight } from './look-at-source.ts'
import type { SourceEvent, SourceNews } from './source-event.ts'
import { SourceReader } from './source-reader.ts'
import { objectsIn, revisionOf, type SourceReading } from './source-reading.ts'
import { noCommit, nothingToConfirm } from './source-refusals.ts'
import { SourceStanding } from './source-standing.ts'
import type { SourceWatchPorts } from './source-watch.ts'
import { pauseBefore, SHARED_FOR } from './timing.ts'
import type { WatchedSource } from './watched-source.ts'

/** What all watched sources have in common. */
export interface SharedByWatchers {
  readonly ports: SourceWatchPorts
  readonly heads: HeadChecks
  /** Of checks at the same time, over all sources. */
  readonly limit: LimitFunction
  emit(event: SourceEvent): void
}

/** What goes over to a watcher that takes the place of another one. */
export interface CarriedState {
  readonly state: SourceState
  readonly reading: SourceReading | undefined
}

/** One source over time: when it is checked, what of it is in use, and what is said about that. */
export class SourceWatcher {
  readonly #shared: SharedByWatchers
  readonly #reader: SourceReader
  readonly #standing: SourceStanding
  readonly #turns: CheckTurns
  readonly #desired: DesiredInUse
  readonly #freshness: Freshness
  #source: WatchedSource
  /** Commit that the head must descend from; empty where there is none. */
  #anchor: string
  /** False until something was read under the present configuration. */
  #isComparable = false
  #last: Sight | undefined
  /** What waits for a person, also while the source fails. */
  #held: HeldSight | undefined
  #confirmed: { readonly head?: string; readonly objects?: number } = {}
  #callOff: (() => void) | undefined
  #isClosed = false

  /** @param carried of an earlier run of the service (no reading), or of the same source under another configuration */
  constructor(source: WatchedSource, shared: SharedByWatchers, carried: CarriedState | undefined) {
    const { ports } = shared
    this.#source = source
    this.#shared = shared
    this.#reader = new SourceReader(source, ports)
    this.#standing = new SourceStanding(source, carried?.state)
    this.#desired = new DesiredInUse(this.#reader, ports, carried?.reading)
    this.#freshness = new Freshness(ports.now)
    // Another configuration is another history: a person wrote it.
    this.#anchor = carried?.reading === undefined && source.spec.kind === 'git' ? (carried?.state.revision ?? '') : ''
    this.#turns = new CheckTurns(ports, (notBefore) => this.#check(notBefore))
  }

  get source(): WatchedSource {
    return this.#source
  }

  get state(): SourceState {
    return this.#standing.state
  }

  get wasLookedAt(): boolean {
    return this.#last !== undefined
  }

  get carried(): CarriedState {
    return { state: this.#standing.state, reading: this.#desired.reading }
  }

  get loaded(): LoadedSource {
    return this.#desired.loaded(this.#standing.state)
  }

  start(): void {
    void this.#turns.request(this.#shared.ports.now() - SHARED_FOR)
  }

  /** Only what does not decide about what is read: owner, interval, limits. */
  reconfigure(source: WatchedSource): void {
    this.#source = source
    this.#reader.source = source
    this.#standing.owner = source.owner
  }

  poke(): void {
    // A question of this very millisecond may have been asked before the push.
    void this.#turns.request(this.#shared.ports.now() + 1)
  }

  /** @throws DriftageError DRF2051 */
  async confirm(): Promise<void> {
    const { now } = this.#shared.ports
    // Held by an earlier run of the service: what is held has to be seen first.
    if (this.#held === undefined && this.#standing.state.held !== null) await this.#turns.request(now())
    const held = this.#held
    if (held === undefined || held.reason === 'branch-gone')
      throw nothingToConfirm(this.#source.name, held !== undefined)
    const { revision, objects } = held
    if (held.reason === 'rewritten') this.#confirmed = { ...this.#confirmed, head: revision }
    else this.#confirmed = { ...this.#confirmed, ...(objects === undefined ? {} : { objects }) }
    await this.#turns.request(now())
  }

  /** @throws DriftageError DRF2052, DRF203x */
  async deployed(revision: string): Promise<string> {
    const commit = await this.#desired.find(revision)
    if (commit === undefined) throw noCommit(this.#source.name)
    this.#say(this.#standing.deployed(commit, this.#shared.ports.now()))
    return commit
  }

  fetchedAfter(time: Instant): boolean {
    return this.#freshness.isAfter(time)
  }

  async ensureFresh(after: Instant, revision: string | undefined): Promise<'fresh' | 'failed'> {
    if (!this.fetchedAfter(after) && this.#freshness.mayAttempt()) await this.#turns.request(after)
    if (this.#isClosed || !this.fetchedAfter(after)) return 'failed'
    if (revision === undefined) return 'fresh'
    return (await this.renderedAt(revision)) === undefined ? 'failed' : 'fresh'
  }

  renderedAt(revision: string): Promise<readonly SourceManifest[] | undefined> {
    return this.#desired.at(revision)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#callOff?.()
    await this.#turns.close()
  }

  async #check(notBefore: Instant): Promise<void> {
    this.#callOff?.()
    const { limit, ports } = this.#shared
    const sight = await limit(() => this.#look(notBefore)).catch(failureOf)
    if (this.#isClosed) return
    this.#freshness.checked(sight)
    if (sight.kind !== 'same') this.#desired.fetched()
    this.#settle(sight)
    const pause = pauseBefore(this.#source.intervalMs, this.#freshness.failures, ports.random())
    this.#callOff = ports.after(pause, () => void this.#turns.request(ports.now() - SHARED_FOR))
  }

  async #look(notBefore: Instant): Promise<Sight> {
    const { heads, ports } = this.#shared
    const sight = await lookAtSource(this.#known(), this.#reader, heads, notBefore, ports.now).catch(failureOf)
    if (sight.kind === 'failed' || sight.kind === 'held') await this.#restore()
    return sight
  }

  #known(): Known {
    return {
      inUse: this.#desired.reading,
      isComparable: this.#isComparable,
      anchor: this.#anchor,
      objects: this.#standing.state.objects,
      last: this.#last,
      confirmed: this.#confirmed,
      restore: () => this.#restore(),
    }
  }

  #settle(sight: Sight): void {
    const now = this.#shared.ports.now()
    this.#last = sight
    if (sight.askedAt !== undefined) this.#standing.fetched(sight.askedAt)
    switch (sight.kind) {
      case 'same':
      case 'moved': {
        const wasConfirmed = this.#confirmed.head !== undefined || this.#confirmed.objects !== undefined
        this.#confirmed = {}
        this.#held = undefined
        if (sight.kind === 'moved') this.#use(sight.reading)
        const problem = this.#desired.reading === undefined ? undefined : problemOf(this.#desired.reading)
        return this.#say(this.#standing.agrees(problem, wasConfirmed, now))
      }
      case 'held':
        this.#held = sight
        return this.#say(this.#standing.holds(sight, now))
      case 'failed':
        return this.#say(this.#standing.fails(sight.error, now))
    }
  }

  #use(reading: SourceReading): void {
    const { name, cluster } = this.#source
    const { previous, changed, used } = this.#desired.replace(reading)
    this.#isComparable = true
    this.#anchor = this.#source.spec.kind === 'git' ? used.open.revision : ''
    this.#standing.inUse(revisionOf(used), objectsIn(used.manifests))
    const { manifests, files } = used
    this.#shared.emit({
      kind: 'desired-changed',
      source: name,
      cluster,
      at: this.#shared.ports.now(),
      revision: revisionOf(used),
      previousRevision: previous === undefined ? undefined : revisionOf(previous),
      changed,
      manifests,
      loaded: this.loaded,
      files,
    })
  }

  /** After a start of the service: the state that was in use, where the present one may not count or cannot be read. */
  async #restore(): Promise<SourceReading | undefined> {
    if (this.#desired.reading !== undefined || this.#anchor === '') return this.#desired.reading
    try {
      const reading = await this.#reader.read(await this.#reader.openAt(this.#anchor))
      if (this.#isClosed || reading.manifests.length === 0) return undefined
      this.#use(reading)
      return this.#desired.reading
    } catch (error) {
      if (error instanceof DriftageError) return undefined
      throw error
    }
  }

  #say(news: SourceNews | null): void {
    if (!this.#isClosed) this.#shared.emit({ kind: 'source-state', state: this.#standing.state, news })
  }
}
