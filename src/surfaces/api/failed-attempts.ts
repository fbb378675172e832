import { type Instant, MINUTE } from '../../model/instant.ts'

/** Failures of one address within the window before its failures are no longer answered as such. */
const MOST = 20
const WINDOW = MINUTE
/** Addresses that are remembered; beyond, all strangers share one count, so that many addresses gain nothing (B-55). */
const ADDRESSES = 10_000

/** Counts failed authentications by address. */
export interface FailedAttempts {
  /** Counts one more; true where there were too many. */
  failed(address: string, now: Instant): boolean
}

/**
 * Only failures are slowed down, never a valid token: behind a proxy all callers have one address, and nobody may lock the
 * others out. That is enough, since tokens are too long to be guessed.
 */
export function failedAttempts(): FailedAttempts {
  const counts = new Map<string, { since: Instant; failures: number }>()
  return {
    failed: (address, now) => {
      const key = counts.has(address) || counts.size < ADDRESSES ? address : 'others'
      const known = counts.get(key)
      if (known === undefined || now - known.since >= WINDOW || now < known.since) {
        if (known === undefined && counts.size >= ADDRESSES) forgetOld(counts, now)
        counts.set(key, { since: now, failures: 1 })
        return false
      }
      known.failures += 1
      return known.failures > MOST
    },
  }
}

function forgetOld(counts: Map<string, { since: Instant }>, now: Instant): void {
  for (const [address, { since }] of counts) if (now - since >= WINDOW) counts.delete(address)
}

/** Seconds after which a failure counts as such again. */
export const RETRY_AFTER = WINDOW / 1000
