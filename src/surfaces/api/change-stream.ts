import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LedgerReads } from '../../ledger/ports.ts'
import type { ChainedActivity } from '../../model/activity.ts'
import { jsonLine } from '../cli/views/json-text.ts'
import { reportData } from '../cli/views/report-data.ts'
import { activity, presentActivity } from './contract/activity.ts'

export interface ChangeStream {
  readonly reads: Pick<LedgerReads, 'activity'>
  /** Number of the entry after which to go on; undefined = from now on. */
  readonly after: number | undefined
  /** Asked before every piece that is sent (B-54). */
  readonly mayGoOn: () => boolean
  /** Calls back when there may be something new, or the answer of `mayGoOn` may have changed. */
  readonly onWake: (wake: () => void) => () => void
  readonly heartbeatMs: number
}

/** Entries that are read at once. */
const PIECE = 200
/** Between two readings at least, so that a thousand entries a second do not mean a thousand readings for each stream. */
const READ_EACH_MS = 100

/**
 * Sends activity as server-sent events until the reader leaves or may not go on. The number of an entry is the id of its
 * event, so that a reader who comes back with Last-Event-ID misses nothing. A reader who is slow holds up only itself: what
 * is new is read from the ledger when the connection takes it.
 */
export async function streamChanges(response: ServerResponse, stream: ChangeStream): Promise<void> {
  const bell = alarm(response, stream)
  try {
    let last = stream.after ?? (await newest(stream.reads))
    await send(response, event('ready', last, '{}'))
    while (!response.destroyed && stream.mayGoOn()) {
      bell.reset()
      const began = performance.now()
      const { items } = await stream.reads.activity({ after: last, limit: PIECE })
      if (!stream.mayGoOn()) break
      for (const entry of items) {
        await send(response, eventOf(entry))
        last = entry.sequence
      }
      if (items.length > 0) continue
      if ((await bell.rung()) === 'heartbeat') await send(response, ': alive\n\n')
      else if (stream.mayGoOn()) await sleep(Math.max(0, began + READ_EACH_MS - performance.now()))
    }
  } finally {
    bell.stop()
    response.end()
  }
}

async function newest(reads: ChangeStream['reads']): Promise<number> {
  const { items } = await reads.activity({ limit: 1 })
  return items[0]?.sequence ?? 0
}

function eventOf(entry: ChainedActivity): string {
  return event('activity', entry.sequence, jsonLine(reportData(activity.parse(presentActivity(entry)))))
}

/** `data` is JSON on one line, so that it cannot end the event. */
function event(name: string, id: number, data: string): string {
  return `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`
}

/** Resolves when the connection takes more, or is gone. */
async function send(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

interface Alarm {
  /** Forgets what rang before now. */
  reset(): void
  /** Resolves when something rings, at once where it has since the last reset. */
  rung(): Promise<'woken' | 'heartbeat'>
  stop(): void
}

function alarm(response: ServerResponse, { onWake, heartbeatMs, mayGoOn }: ChangeStream): Alarm {
  let pending = false
  let waiting: ((by: 'woken' | 'heartbeat') => void) | undefined
  const ring = (by: 'woken' | 'heartbeat') => {
    // One that takes nothing any more would otherwise stay open for as long as it likes.
    if (response.writableNeedDrain && !mayGoOn()) response.destroy()
    if (by === 'woken') pending = true
    waiting?.(by)
    waiting = undefined
  }
  const woken = () => ring('woken')
  const stopListening = onWake(woken)
  const heart = setInterval(() => ring('heartbeat'), heartbeatMs)
  response.on('close', woken)
  return {
    reset: () => {
      pending = false
    },
    rung: () =>
      pending
        ? Promise.resolve('woken')
        : new Promise((resolve) => {
            waiting = resolve
          }),
    stop: () => {
      clearInterval(heart)
      stopListening()
      response.off('close', woken)
    },
  }
}
