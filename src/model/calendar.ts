/** When people want to hear of what can wait. Times of the day are what the clock on the wall of the zone shows. */
export interface Calendar {
  readonly name: string
  /** IANA, such as `Europe/Berlin`. */
  readonly timeZone: string
  /** Empty = at all hours. */
  readonly working: readonly WorkingHours[]
  /** Whole days of the zone on which nobody works, such as `2026-12-25`. */
  readonly holidays: readonly string[]
}

/** Hours of some days; where `from` is after `to` they last over midnight, and the day is that on which they begin. */
export interface WorkingHours {
  /** 0 = Sunday … 6 = Saturday. */
  readonly days: readonly number[]
  /** Minutes from midnight on the wall clock, 0 to 1439. */
  readonly from: number
  /** Exclusive; 1440 = the end of the day. */
  readonly to: number
}
