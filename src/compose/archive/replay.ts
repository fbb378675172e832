import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { OpenStore } from '../../adapters/sql/open-store.ts'
import type { Finding } from '../../model/finding.ts'
import type { Archive, ArchiveEntry } from '../../live/archive/entry.ts'
import { ordered } from '../../live/archive/prelude.ts'
import { ReplayedCluster } from '../../live/archive/replayed-cluster.ts'
import { movedEntry } from '../../live/archive/times.ts'
import type { LedgerChange } from '../../ledger/ports.ts'
import { wakeAt } from '../../loop/serve/timetable.ts'
import { HOUR, type Instant, SECOND } from '../../model/instant.ts'
import type { MarkKey } from '../../model/value-mark.ts'
import { startWatching, type WatchingService } from '../service/run-service.ts'
import { ReplayClock, settled } from './replay-clock.ts'
import { replayConfig } from './replay-config.ts'
import { type ReplayPosition, replayPosition, saveReplayPosition } from './replay-position.ts'
import { replayStore, type ReplayStore } from './replay-store.ts'
import { ReplayedSources } from './replayed-sources.ts'

export interface ReplayParts {
  readonly archive: Archive
  readonly store: OpenStore
  readonly folder: string
  readonly key: MarkKey
  readonly log: ServiceLog
  /** The last moment of the archive becomes this one; undefined = its times stay as they are. A second start keeps to the first. */
  readonly endsAt: Instant | undefined
  /** How many times faster than it happened; undefined = as fast as the machine can. */
  readonly speed: number | undefined
  readonly signal: AbortSignal
  readonly progress: (at: Instant, from: Instant, until: Instant) => void
  readonly onChange?: (change: LedgerChange) => void
}

/** What has been replayed, and the service that saw it, which goes on. */
export interface Replay {
  readonly watching: WatchingService
  readonly now: () => Instant
  /** Milliseconds by which all times of the archive are moved. */
  readonly movedBy: number
  /** Undefined at the first start. */
  readonly continuedFrom: Instant | undefined
  /** False where the signal came before the end. */
  readonly isWhole: boolean
  stop(): Promise<void>
}

/** Versions whose audit events are late are attributed again by then. */
const ATTRIBUTION_SETTLES = 41 * SECOND
/** Audit events of so long before a start are told again: the memory of them was the process's own. */
const EVIDENCE_LASTS = HOUR
const LONGEST_START_S = 300

/** Runs the real service on a recorded cluster, from where an earlier replay into the same store stopped. @throws DriftageError DRF5406 */
export async function replay(parts: ReplayParts): Promise<Replay> {
  const { archive, signal } = parts
  const saved = await replayPosition(parts.store, archive.header.id)
  const movedBy = saved?.movedBy ?? wholeSeconds((parts.endsAt ?? archive.until) - archive.until)
  const { prelude, events } = ordered(archive.entries.map((entry) => movedEntry(entry, (at) => at + movedBy)))
  const from = archive.header.from + movedBy
  const first = saved?.events ?? beforeFirstEvent(events)
  const running = new RunningReplay(parts, prelude, events.slice(0, first), saved?.at ?? from)
  await running.start()
  const position = (count: number, at: Instant): ReplayPosition => ({
    archive: archive.header.id,
    events: count,
    at,
    movedBy,
  })
  let next = first
  let told = first
  // A stop waits for the end of a burst: whoever wrote is often told a moment after what was written.
  for (; next < events.length && !(signal.aborted && next >= told); next++) {
    const event = events[next] as ArchiveEntry
    const after = endOfBurst(events, next)
    // Before anything of it is told: after a kill the newest state is looked at, and time never goes back.
    if (after > told) await saveReplayPosition(parts.store, position(after, events[after - 1]?.at ?? event.at))
    told = Math.max(told, after)
    await running.passTo(event.at)
    await running.take(event)
    parts.progress(event.at, from, archive.until + movedBy)
  }
  const isWhole = next === events.length
  await running.end()
  await saveReplayPosition(parts.store, position(next, running.clock.now()))
  return {
    watching: running.watching,
    now: running.clock.now,
    movedBy,
    continuedFrom: saved?.at,
    isWhole,
    stop: async () => {
      await saveReplayPosition(parts.store, position(next, running.clock.now()))
      await running.stop()
    },
  }
}

/** Sources that were read before anything happened, each once: a service that starts knows them. */
function beforeFirstEvent(events: readonly ArchiveEntry[]): number {
  const known = new Set<string>()
  const first = events.findIndex((event) => {
    if (event.type !== 'source' || known.has(event.revision.name)) return true
    known.add(event.revision.name)
    return false
  })
  return first < 0 ? events.length : first
}

/** What comes so close together is one deed and what follows from it; a kill within it is a gap, as an outage is. */
const BURST_MS = 10 * SECOND

function endOfBurst(events: readonly ArchiveEntry[], first: number): number {
  let end = first + 1
  while (end < events.length && (events[end]?.at ?? 0) - (events[end - 1]?.at ?? 0) < BURST_MS) end++
  return end
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / SECOND) * SECOND
}

/** The service, the recorded world around it, and the time that passes for both. */
class RunningReplay {
  readonly clock: ReplayClock
  readonly #parts: ReplayParts
  readonly #cluster: ReplayedCluster
  readonly #store: ReplayStore
  readonly #past: readonly ArchiveEntry[]
  readonly #wakes = new Map<string, Instant>()
  #sources: ReplayedSources | undefined
  #watching: WatchingService | undefined

  constructor(parts: ReplayParts, prelude: readonly ArchiveEntry[], past: readonly ArchiveEntry[], at: Instant) {
    const machine = (): number => performance.now()
    this.#parts = parts
    this.#past = past
    this.clock = new ReplayClock(at, machine)
    this.#store = replayStore(parts.store, machine)
    this.#cluster = new ReplayedCluster(parts.archive.header.cluster)
    for (const entry of [...prelude, ...past]) this.#cluster.apply(entry)
  }

  get watching(): WatchingService {
    if (this.#watching === undefined) throw new Error('the replay has not started')
    return this.#watching
  }

  async start(): Promise<void> {
    const { archive, folder, key, log, onChange } = this.#parts
    const { clock } = this
    this.#watching = await startWatching({
      config: replayConfig(archive, folder),
      store: this.#store.store,
      key,
      clusters: new Map([[archive.header.cluster, this.#cluster]]),
      renderer: { render: () => Promise.reject(new Error('an archive is rendered')), close: () => Promise.resolve() },
      log,
      now: clock.now,
      after: clock.after,
      // Time stands still until what came is worked off.
      gatherMs: 0,
      watching: { surroundings: { now: clock.now, sleep: clock.sleep, random: () => 0.5 } },
      openSources: (tell) => {
        const sources = new ReplayedSources(clock.now, tell)
        for (const entry of this.#past) if (entry.type === 'source') sources.apply(entry, true)
        this.#sources = sources
        return sources
      },
      onChange: (change) => {
        for (const finding of change.findings) this.#wakeFor(finding)
        onChange?.(change)
      },
    })
    const lately = clock.now() - EVIDENCE_LASTS
    for (const entry of this.#past) {
      if (entry.type === 'audit' && entry.at >= lately) this.watching.service.auditEvent(entry.event)
    }
    await this.#untilLive()
    const { items } = await this.#parts.store.reads.findings({
      states: ['settling', 'open'],
      now: clock.now(),
      limit: 10_000,
    })
    for (const finding of items) this.#wakeFor(finding)
  }

  /** Lets time pass, with a stop at each moment at which the service itself has something to do. */
  async passTo(to: Instant): Promise<void> {
    for (let wake = this.#nextWake(to); wake !== undefined; wake = this.#nextWake(to)) await this.#advance(wake)
    await this.#advance(to)
  }

  async take(entry: ArchiveEntry): Promise<void> {
    this.#cluster.apply(entry)
    if (entry.type === 'source') this.#sources?.apply(entry, false)
    if (entry.type === 'audit') this.watching.service.auditEvent(entry.event)
    if (entry.type === 'object') this.#wakes.set('attribution', entry.at + ATTRIBUTION_SETTLES)
    await this.#settle()
  }

  async end(): Promise<void> {
    await this.#settle()
    this.#cluster.bookmark()
    await this.#settle()
    await this.#store.flush()
    for (const state of this.watching.service.clusterStates()) await this.#parts.store.ledger.saveCluster(state)
    this.clock.goOn()
  }

  async stop(): Promise<void> {
    await this.watching.stop()
    await this.#store.flush()
  }

  async #untilLive(): Promise<void> {
    for (let seconds = 0; seconds < LONGEST_START_S; seconds++) {
      await this.#settle()
      const states = this.watching.service.clusterStates()
      if (states.length > 0 && states.every(({ state }) => state === 'live' || state === 'stale')) return
      await this.#advance(this.clock.now() + SECOND)
    }
  }

  async #advance(to: Instant): Promise<void> {
    const { speed, signal } = this.#parts
    const ms = to - this.clock.now()
    if (speed !== undefined && ms > 0) await pause(ms / speed, undefined, { signal }).catch(() => {})
    this.clock.advance(to)
    await this.#settle()
  }

  #settle(): Promise<void> {
    const { cluster } = this.#parts.archive.header
    const idle = async (): Promise<void> => {
      if (this.watching.service.clusterStates().length === 0) return
      await this.watching.service.runnerOf({ cluster }).idle()
    }
    return settled(idle, this.#store.underWay)
  }

  #wakeFor(finding: Finding): void {
    const at = wakeAt(finding)
    if (at === null) this.#wakes.delete(finding.id)
    else this.#wakes.set(finding.id, at)
  }

  /** Takes out the earliest one before a moment. The service looks at its timetable every second, so it is told after one. */
  #nextWake(before: Instant): Instant | undefined {
    let earliest: readonly [string, Instant] | undefined
    for (const wake of this.#wakes) if (earliest === undefined || wake[1] < earliest[1]) earliest = wake
    if (earliest === undefined || earliest[1] + SECOND >= before) return undefined
    this.#wakes.delete(earliest[0])
    return Math.max(earliest[1] + SECOND, this.clock.now())
  }
}
