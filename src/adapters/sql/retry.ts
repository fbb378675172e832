import { setTimeout as sleep } from 'node:timers/promises'
import { codedFailure, isPassing } from './failures.ts'
import { SqlFailure } from './session.ts'

export interface Patience {
  /** How long to go on trying, in ms, before the failure is the caller's. */
  readonly tryForMs: number
}

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 2_000

/**
 * Does `attempt` until it works or its failure is none that passes. Attempts must be able to tell whether an earlier one
 * got through after all: where a connection breaks during a commit, nobody knows until it is looked up (F-21).
 *
 * @throws DriftageError DRF5012 to DRF5015, and whatever else `attempt` throws
 */
export async function persistently<T>(attempt: (isFirst: boolean) => Promise<T>, { tryForMs }: Patience): Promise<T> {
  const begun = performance.now()
  for (let pause = FIRST_PAUSE_MS, isFirst = true; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS), isFirst = false) {
    try {
      return await attempt(isFirst)
    } catch (error) {
      if (!isPassingFailure(error)) throw error instanceof SqlFailure ? codedFailure(error) : error
      if (performance.now() - begun + pause > tryForMs) throw giveUp(error)
      await sleep(pause / 2 + Math.random() * (pause / 2))
    }
  }
}

/** A failure to get a connection at all has a code already; it carries the failure as its cause. */
function isPassingFailure(error: unknown): boolean {
  if (error instanceof SqlFailure) return isPassing(error)
  return error instanceof Error && error.cause instanceof SqlFailure && isPassing(error.cause)
}

function giveUp(error: unknown): unknown {
  return error instanceof SqlFailure ? codedFailure(error) : error
}
