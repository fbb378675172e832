import type { Calendar, WorkingHours } from '../../model/calendar.ts'
import type { Instant } from '../../model/instant.ts'
import { dateAfter, instantsAround, type WallClock, wallClock, weekdayOf } from './zone-clock.ts'

/** Whether people work at this instant: what the clock on the wall shows decides, also where it is put back. */
export function isWorkingTime(calendar: Calendar, at: Instant): boolean {
  const clock = wallClock(calendar.timeZone, at)
  return hoursOf(calendar).some((hours) => covers(calendar, hours, clock))
}

/** A calendar whose every day is a holiday has no working time at all. */
const DAYS_AHEAD = 400

/** The first instant from `at` on at which people work; undefined where there is none for more than a year. */
export function nextWorkingTime(calendar: Calendar, at: Instant): Instant | undefined {
  if (isWorkingTime(calendar, at)) return at
  const today = wallClock(calendar.timeZone, at).date
  for (let day = -1; day <= DAYS_AHEAD; day++) {
    // A change of the clock is looked for up to a day around a date, and may lie after what the next dates begin with.
    const found = [day, day + 1, day + 2]
      .flatMap((days) => beginnings(calendar, dateAfter(today, days)))
      .filter((begin) => begin >= at && isWorkingTime(calendar, begin))
    if (found.length > 0) return Math.min(...found)
  }
  return undefined
}

/** All instants at which working time could begin that belongs to this date. */
function beginnings(calendar: Calendar, date: string): readonly Instant[] {
  return hoursOf(calendar)
    .filter(({ days }) => worksOn(calendar, days, date))
    .flatMap(({ from }) => instantsAround(calendar.timeZone, date, from))
}

const ALL_HOURS: readonly WorkingHours[] = [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }]

function hoursOf({ working }: Calendar): readonly WorkingHours[] {
  return working.length === 0 ? ALL_HOURS : working
}

function covers(calendar: Calendar, { from, to, days }: WorkingHours, { date, minute }: WallClock): boolean {
  if (from < to) return minute >= from && minute < to && worksOn(calendar, days, date)
  if (minute >= from) return worksOn(calendar, days, date)
  // After midnight the hours belong to the day before.
  return minute < to && worksOn(calendar, days, dateAfter(date, -1))
}

function worksOn({ holidays }: Calendar, days: readonly number[], date: string): boolean {
  return days.includes(weekdayOf(date)) && !holidays.includes(date)
}
