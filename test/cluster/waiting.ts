import { setTimeout as sleep } from 'node:timers/promises'
import { lastLogLines, type RunningProcess } from './processes.ts'

/** How long to wait and how often to look. */
export interface Patience {
  /** Milliseconds; default 60,000. */
  timeoutMs?: number
  /** Milliseconds between two looks; default 50. */
  intervalMs?: number
}

/**
 * Looks until `missing` gives an empty list.
 *
 * @param what completes the sentence "Timed out waiting until …"
 * @param missing what is not as wished yet, for the error message
 */
export async function waitUntilNothingIsMissing(
  what: string,
  missing: () => Promise<readonly string[]>,
  { timeoutMs = 60_000, intervalMs = 50 }: Patience = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const left = await missing()
    if (left.length === 0) return
    if (performance.now() > deadline) {
      throw new Error(`Timed out after ${timeoutMs / 1000} s waiting until ${what}: ${left.slice(0, 20).join('; ')}`)
    }
    await sleep(intervalMs)
  }
}

/** Waits until a server answers, and fails with its last output when it ends or stays silent. */
export async function waitUntilReady(server: RunningProcess, answers: () => Promise<boolean>): Promise<void> {
  const check = async (): Promise<readonly string[]> => {
    if (!server.running()) throw new Error(`${server.name} ended while it was starting:\n${await lastLogLines(server)}`)
    return (await answers().catch(() => false)) ? [] : [`its last output was:\n${await lastLogLines(server)}`]
  }
  await waitUntilNothingIsMissing(`${server.name} is ready`, check)
}
