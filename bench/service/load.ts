import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchedService } from './benched-service.ts'
import type { Looks, RecordedObjects } from './recorded-objects.ts'
import type { RecordedStream } from './recorded-stream.ts'

export interface Load {
  /** What each event makes of its object. */
  readonly looks: Looks
  /** Events a second. */
  readonly rate: number
  readonly seconds: number
}

export interface LoadFigures extends Load {
  readonly sent: number
  /** Of the sent ones, as the service counts them. */
  readonly arrived: number
  readonly coalesced: number
  /** The event loop's lag over the whole time in which events came, in ms. */
  readonly lag: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number }
  /** Findings more than before, when no more came. */
  readonly findings: number
  /** From the last event until the last thing about it was recorded. */
  readonly settledAfterMs: number
  readonly residentMib: number
}

const SETTLE_WITHIN_MS = 600_000

/**
 * Sends changes at an even rate, whatever becomes of them. The service's figures are read before and after, and not between:
 * each reading begins the time anew over which it tells its lag.
 */
export async function underLoad(
  service: BenchedService,
  stream: RecordedStream,
  objects: RecordedObjects,
  load: Load,
): Promise<LoadFigures> {
  const before = await scrape(service)
  const began = performance.now()
  const ends = began + load.seconds * 1_000
  let sent = 0
  for (; performance.now() < ends; await sleep(10)) {
    const due = Math.floor(((performance.now() - began) / 1_000) * load.rate)
    const changed = Array.from({ length: due - sent }, (_, i) => (sent + i) % objects.count)
    for (const n of changed) objects.change(n, load.looks)
    stream.tell(changed)
    sent = due
  }
  const atTheEnd = await scrape(service)
  const over = performance.now()
  const settled = await untilQuiet(service, over, before.driftage_watch_events_total + sent)
  return {
    ...load,
    sent,
    lag: {
      p50Ms: atTheEnd.nodejs_eventloop_lag_p50_seconds * 1_000,
      p99Ms: atTheEnd.nodejs_eventloop_lag_p99_seconds * 1_000,
      maxMs: atTheEnd.nodejs_eventloop_lag_max_seconds * 1_000,
    },
    arrived: settled.last.driftage_watch_events_total - before.driftage_watch_events_total,
    coalesced: settled.last.driftage_versions_coalesced_total - before.driftage_versions_coalesced_total,
    findings: settled.last.driftage_findings - before.driftage_findings,
    settledAfterMs: settled.since - over,
    residentMib: service.residentMib(),
  }
}

type Scraped = Awaited<ReturnType<typeof scrape>>

function scrape(service: BenchedService) {
  return service.metrics(
    'driftage_watch_events_total',
    'driftage_versions_coalesced_total',
    'driftage_findings',
    'nodejs_eventloop_lag_p50_seconds',
    'nodejs_eventloop_lag_p99_seconds',
    'nodejs_eventloop_lag_max_seconds',
  )
}

/**
 * Everything that was sent has arrived, and nothing was recorded for ten seconds. `since`: when the last change was noticed.
 *
 * @param whole events that the service has seen when none is under way any more
 */
async function untilQuiet(
  service: BenchedService,
  from: number,
  whole: number,
): Promise<{ readonly last: Scraped; readonly since: number }> {
  let last = await scrape(service)
  let entries = await newest(service)
  let since = from
  while (last.driftage_watch_events_total < whole || performance.now() - Math.max(since, from) < 10_000) {
    if (performance.now() - from > SETTLE_WITHIN_MS) throw new Error('the load was not worked off in ten minutes')
    await sleep(1_000)
    const [now, newestNow] = [await scrape(service), await newest(service)]
    const isSame = now.driftage_watch_events_total === last.driftage_watch_events_total && newestNow === entries
    if (!isSame) since = performance.now()
    last = now
    entries = newestNow
  }
  return { last, since }
}

/** Number of the newest entry in the record. */
async function newest({ connection }: BenchedService): Promise<number> {
  const { items } = (await connection.get('/api/v1/activity', { limit: '1' })) as unknown as {
    readonly items: readonly { readonly sequence: number }[]
  }
  return items[0]?.sequence ?? 0
}
