import { DAY, HOUR, type Instant, MINUTE } from '../../model/instant.ts'

/** What the clock on the wall of a zone shows. */
export interface WallClock {
  /** As `2026-12-25`. */
  readonly date: string
  /** Minutes from midnight. */
  readonly minute: number
}

/** False where this machine knows no zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

/** Zones come from configuration, so there are few. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = CLOCKS.get(timeZone)
  if (clock === undefined) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
    clock = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...numeric })
    CLOCKS.set(timeZone, clock)
  }
  return clock
}

export function wallClock(timeZone: string, at: Instant): WallClock {
  const shown = Math.floor(at / MINUTE) * MINUTE + offsetOf(timeZone, at)
  const date = new Date(shown).toISOString().slice(0, 10)
  return { date, minute: (shown - startOfUtcDate(date)) / MINUTE }
}

/** How far the zone's clock is ahead of UTC then, in milliseconds. */
function offsetOf(timeZone: string, at: Instant): number {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const shown = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'))
  return shown - Math.floor(at / MINUTE) * MINUTE
}

/**
 * The instants at which the clock shows this time of the date, or the clock is put forward or back around it: a time that is
 * skipped has none of its own, and one that comes twice has two. Sorted.
 */
export function instantsAround(timeZone: string, date: string, minute: number): readonly Instant[] {
  const shown = startOfUtcDate(date) + minute * MINUTE
  // No zone is further from UTC than 14 hours, and none changes its offset twice within two days.
  const [low, high] = [shown - DAY, shown + DAY]
  const [before, after] = [offsetOf(timeZone, low), offsetOf(timeZone, high)]
  if (before === after) return [shown - before]
  return [shown - before, shown - after, changeBetween(timeZone, low, high)].sort((a, b) => a - b)
}

/** The first minute with the later offset. */
function changeBetween(timeZone: string, from: Instant, to: Instant): Instant {
  const later = offsetOf(timeZone, to)
  let low = from
  let high = to
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / (2 * MINUTE)) * MINUTE
    if (offsetOf(timeZone, middle) === later) high = middle
    else low = middle
  }
  return high
}

/** The day of the zone in which an instant lies; 23 or 25 hours long where the clock changes. */
export function dayAround(timeZone: string, at: Instant): { readonly from: Instant; readonly to: Instant } {
  const { date } = wallClock(timeZone, at)
  return { from: startOfDate(timeZone, date), to: startOfDate(timeZone, dateAfter(date, 1)) }
}

/** First instant of the date in the zone; where the clock skips midnight, the first after the gap. */
function startOfDate(timeZone: string, date: string): Instant {
  const found = instantsAround(timeZone, date, 0).find((at) => wallClock(timeZone, at).date === date)
  return found ?? startOfUtcDate(date) - 12 * HOUR
}

export function dateAfter(date: string, days: number): string {
  return new Date(startOfUtcDate(date) + days * DAY).toISOString().slice(0, 10)
}

/** 0 = Sunday. */
export function weekdayOf(date: string): number {
  return new Date(startOfUtcDate(date)).getUTCDay()
}

function startOfUtcDate(date: string): Instant {
  return Date.parse(`${date}T00:00:00Z`)
}
