import type { Finding, OpenPeriod, Resolution } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'

/**
 * A new period at a time, behind the one before. Where the clock was set back it begins where that one ended, so that
 * periods never overlap, and never at the very instant at which that one began, so that the two are told apart (F-14).
 */
export function periodFrom(at: Instant, past: Finding | undefined): OpenPeriod {
  const from = past === undefined ? at : Math.max(at, past.period.to ?? at, past.period.from + 1)
  return { from, to: null, resolution: null, flips: 0 }
}

/** The finding with its period ended; never before it began (F-14). */
export function endedAt(finding: Finding, at: Instant, resolution: Resolution): Finding {
  const to = Math.max(at, finding.period.from)
  return {
    ...finding,
    state: 'resolved',
    period: { ...finding.period, to, resolution },
    agreedSince: null,
    agreedThrough: null,
    frozen: null,
  }
}

/** True for a finding that rules explained from its first sight on: it never was drift, and has no period to count. */
export function neverDrifted({ period }: Finding): boolean {
  return period.to === period.from && period.resolution === 'explained'
}
