import { DriftageError } from '../../errors/driftage-error.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import { SECOND, type Instant } from '../../model/instant.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import { CheckTurns } from './check-turns.ts'
import { DesiredInUse } from './desired-in-use.ts'
import type { HeadChecks } from './head-checks.ts'
import { problemOf } from './judge-reading.ts'
import type { Lanes } from './lanes.ts'
import { failureOf, type Known, lookAtSource, type Sight } from './look-at-source.ts'
import type { SourceEvent, SourceNews } from './source-event.ts'
import { SourceReader } from './source-reader.ts'
import { objectsIn, revisionOf, type SourceReading } from './source-reading.ts'
import { SourceStanding } from './source-standing.ts'
import type { SourceWatchPorts } from './source-watch.ts'
import { pauseBefore, SHARED_FOR } from './timing.ts'
import type { WatchedSource } from './watched-source.ts'

/** While a source fails, a question about its freshness is an attempt only so often. */
const LEAST_PAUSE_WHILE_FAILING_MS = 10 * SECOND

/** What all watched sources have in common. */
export interface SharedByWatchers {
  readonly ports: SourceWatchPorts
  readonly heads: HeadChecks
  readonly lanes: Lanes
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
  #source: WatchedSource
  /** Commit that the head must descend from; empty where there is none. */
  #anchor: string
  /** False until something was read under the present configuration. */
  #isComparable = false
  #last: Sight | undefined
  #confirmed: { readonly head?: string; readonly objects?: number } = {}
  /** The head was asked for then, and what it held is in use. */
  #freshAt: Instant | undefined
  #checkedAt: Instant | undefined
  #failures = 0
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
    const held = this.#last?.kind === 'held' ? this.#last : undefined
    if (held === undefined || held.reason === 'branch-gone')
      throw nothingToConfirm(this.#source.name, held !== undefined)
    const { revision, objects } = held
    if (held.reason === 'rewritten') this.#confirmed = { ...this.#confirmed, head: revision }
    else this.#confirmed = { ...this.#confirmed, ...(objects === undefined ? {} : { objects }) }
    await this.#turns.request(this.#shared.ports.now())
  }

  /** @throws DriftageError DRF2052, DRF203x */
  async deployed(revision: string): Promise<string> {
    const commit = await this.#desired.find(revision)
    if (commit === undefined) throw noCommit(this.#source.name)
    this.#say(this.#standing.deployed(commit, this.#shared.ports.now()))
    return commit
  }

  fetchedAfter(time: Instant): boolean {
    return this.#freshAt !== undefined && this.#freshAt >= time && this.#freshAt <= this.#shared.ports.now()
  }

  async ensureFresh(after: Instant, revision: string | undefined): Promise<'fresh' | 'failed'> {
    if (!this.fetchedAfter(after) && !this.#pauses()) await this.#turns.request(after)
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

  #pauses(): boolean {
    if (this.#failures === 0 || this.#checkedAt === undefined) return false
    const passed = this.#shared.ports.now() - this.#checkedAt
    return passed >= 0 && passed < LEAST_PAUSE_WHILE_FAILING_MS
  }

  async #check(notBefore: Instant): Promise<void> {
    this.#callOff?.()
    const { lanes, ports } = this.#shared
    const sight = await lanes.run(() => this.#look(notBefore)).catch(failureOf)
    if (this.#isClosed) return
    this.#checkedAt = ports.now()
    this.#desired.fetched()
    this.#settle(sight)
    this.#failures = sight.kind === 'failed' ? this.#failures + 1 : 0
    const pause = pauseBefore(this.#source.intervalMs, this.#failures, ports.random())
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
        this.#freshAt = sight.askedAt
        this.#confirmed = {}
        if (sight.kind === 'moved') this.#use(sight.reading)
        const problem = this.#desired.reading === undefined ? undefined : problemOf(this.#desired.reading)
        return this.#say(this.#standing.agrees(problem, wasConfirmed, now))
      }
      case 'held':
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

function nothingToConfirm(source: string, isGone: boolean): DriftageError {
  const why = isGone
    ? `The branch or tag of ${source} is gone; correct the revision in the configuration or push it again.`
    : `The source ${source} is not held.`
  return new DriftageError('DRF2051', `${why} Nothing was changed.`)
}

function noCommit(source: string): DriftageError {
  const text = `The repository of ${source} has no such commit, or the source has none at all. Name the full id of a commit that was pushed. What was known before stays as it was.`
  return new DriftageError('DRF2052', text)
}
