import { MINUTE, SECOND } from '../../model/instant.ts'
import { DEFAULT_INTERVAL_MS, LONGEST_INTERVAL_MS } from './watched-source.ts'

/** An answer of a server about a head serves all sources that are due within this time, in milliseconds. */
export const SHARED_FOR = 15 * SECOND
const LONGEST_PAUSE_MS = 5 * MINUTE

/**
 * Milliseconds until the next check: the interval, doubled with each failure in a row, a tenth more or less so that sources
 * that began together do not stay together.
 *
 * @param random from 0 to below 1
 */
export function pauseBefore(intervalMs: number | undefined, failures: number, random: number): number {
  // Also for what is no number, so that a bad interval stops nothing (B-46).
  const asked = intervalMs !== undefined && intervalMs > 0 ? intervalMs : DEFAULT_INTERVAL_MS
  const interval = Math.min(Math.max(asked, SECOND), LONGEST_INTERVAL_MS)
  const pause = failures === 0 ? interval : Math.min(interval * 2 ** Math.min(failures - 1, 20), LONGEST_PAUSE_MS)
  return Math.round(pause * (0.9 + 0.2 * random))
}
