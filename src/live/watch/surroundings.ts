import { setTimeout as timer } from 'node:timers/promises'
import { MINUTE, SECOND, type Instant } from '../../model/instant.ts'

/** What a watch takes from the machine, so that a test can give something else. */
export interface Surroundings {
  readonly now: () => Instant
  /** From 0 up to 1. */
  readonly random: () => number
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. Never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

export const MACHINE: Surroundings = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) => timer(ms, undefined, { signal, ref: false }).catch(() => {}),
}

/** How long things take, in milliseconds. */
export interface WatchTimes {
  /** A watch is asked to last so long, and up to twice so long by chance. Default 5 minutes. */
  readonly shortestWatchMs: number
  /** Without a byte for so long a stream is dead. Default 150 s: bookmarks come every minute. */
  readonly idleMs: number
  /** First pause after a failure; it doubles. Default 500 ms. */
  readonly firstPauseMs: number
  /** Longest pause while the server cannot be reached. Default 30 s. */
  readonly longestPauseMs: number
  /** Longest pause while the server refuses. Default 60 s. */
  readonly longestRefusedPauseMs: number
  /** A stream that ends sooner counts as a failure, lest it be opened again and again. Default 5 s. */
  readonly shortestStreamMs: number
  /** What was not seen for so long is said to be stale. Default 60 s. */
  readonly staleAfterMs: number
  /** After so long without a stream a list confirms what a resumed one tells. Default 60 s. */
  readonly confirmAfterMs: number
  /** Pause between two looks for a kind that is not served. Default 30 s. */
  readonly discoveryMs: number
}

export const WATCH_TIMES: WatchTimes = {
  shortestWatchMs: 5 * MINUTE,
  idleMs: 150 * SECOND,
  firstPauseMs: SECOND / 2,
  longestPauseMs: 30 * SECOND,
  longestRefusedPauseMs: MINUTE,
  shortestStreamMs: 5 * SECOND,
  staleAfterMs: MINUTE,
  confirmAfterMs: MINUTE,
  discoveryMs: 30 * SECOND,
}

/**
 * Pause before the next attempt, after so many failures in a row; none after none. At least half of it, so that the server
 * gets a rest; the other half by chance, so that watches do not march in step.
 */
export function pauseAfter(failures: number, firstMs: number, longestMs: number, random: number): number {
  if (failures <= 0) return 0
  const pause = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs)
  return Math.round(pause * (0.5 + random / 2))
}
