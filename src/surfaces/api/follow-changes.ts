import { setTimeout as sleep } from 'node:timers/promises'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ChainedActivity } from '../../model/activity.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import { activity, readActivity } from './contract/activity.ts'
import { type ServiceHttp, understood } from './service-client.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Activity as it is recorded, over as many connections as it takes: each goes on after the last entry that was seen. Ends
 * only with `signal`, or with an answer that waiting cannot change, such as a token that is revoked.
 */
export async function* followChanges(
  http: Pick<ServiceHttp, 'events'>,
  after: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChainedActivity> {
  let last = after === undefined ? undefined : String(after)
  let failures = 0
  while (!signal.aborted) {
    try {
      for await (const event of http.events('/api/v1/changes', last, signal)) {
        failures = 0
        last = event.id
        if (event.name === 'activity') yield readActivity(understood(activity, parseLossless(event.data)))
      }
    } catch (error) {
      if (signal.aborted) return
      if (!mayPass(error)) throw error
    }
    failures += 1
    await pause(failures, signal)
  }
}

/** The service does not answer, is overloaded, or its store is: that may pass. What it refuses stays refused. */
function mayPass(error: unknown): boolean {
  return error instanceof DriftageError && ['DRF6051', 'DRF6018', 'DRF6019', 'DRF6099'].includes(error.code)
}

/** Longer each time, and never all clients at once. */
async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10))
  await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {})
}
