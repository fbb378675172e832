const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * How long a difference has lasted: age = now − notAfter (R-31). It may be older than anybody saw, hence "at least".
 * `now` and `notAfter` are RFC 3339.
 */
export function ageText(notAfter: string, now: string): string {
  const seconds = Math.floor((Date.parse(now) - Date.parse(notAfter)) / 1000)
  // Nothing is known but that it is there now; clocks may also differ by a little.
  if (!(seconds > 0)) return 'not known'
  return `at least ${durationText(seconds)}`
}

/** The same inside a sentence. */
export function ageClause(notAfter: string, now: string): string {
  const age = ageText(notAfter, now)
  return age === 'not known' ? 'since when is not known' : `for ${age}`
}

/** Two units at most: `3d4h`, `3h12m`, `12m`, `40s`. */
export function durationText(seconds: number): string {
  if (seconds >= DAY) return parts(seconds, DAY, 'd', HOUR, 'h')
  if (seconds >= HOUR) return parts(seconds, HOUR, 'h', MINUTE, 'm')
  return seconds >= MINUTE ? `${Math.floor(seconds / MINUTE)}m` : `${seconds}s`
}

function parts(seconds: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % big) / small)
  return `${Math.floor(seconds / big)}${bigUnit}${rest === 0 ? '' : `${rest}${smallUnit}`}`
}
