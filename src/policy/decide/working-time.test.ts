import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../model/calendar.ts'
import { DAY, HOUR, type Instant, MINUTE, printInstant } from '../../model/instant.ts'
import { isWorkingTime, nextWorkingTime } from './working-time.ts'
import { dayAround, isTimeZone, wallClock } from './zone-clock.ts'

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]

function calendar(timeZone: string, from: string, to: string, changes: Partial<Calendar> = {}): Calendar {
  return {
    name: 'c',
    timeZone,
    working: [{ days: EVERY_DAY, from: minutes(from), to: minutes(to) }],
    holidays: [],
    ...changes,
  }
}

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(':').map(Number)
  return hours * 60 + rest
}

function next(of: Calendar, at: string): string | undefined {
  const found = nextWorkingTime(of, Date.parse(at))
  return found === undefined ? undefined : printInstant(found)
}

describe('hours on the clock of the wall', () => {
  it('hours that begin at a time which the clock skips begin when it has been put forward', () => {
    // Berlin, 29 March 2026: 02:00 is followed by 03:00, so there is no 02:30.
    const early = calendar('Europe/Berlin', '02:30', '04:00')
    expect(next(early, '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
    expect(wallClock('Europe/Berlin', Date.parse('2026-03-29T01:00:00Z'))).toEqual({ date: '2026-03-29', minute: 180 })
  })

  it('hours that lie whole in the time which is skipped are left out that day', () => {
    expect(next(calendar('Europe/Berlin', '02:15', '02:45'), '2026-03-29T00:00:00Z')).toBe('2026-03-30T00:15:00.000Z')
  })

  it('hours that come twice in autumn count twice', () => {
    // Berlin, 25 October 2026: 03:00 is followed by 02:00.
    const twice = calendar('Europe/Berlin', '02:15', '02:45')
    expect(next(twice, '2026-10-25T00:00:00Z')).toBe('2026-10-25T00:15:00.000Z')
    expect(next(twice, '2026-10-25T00:45:00Z')).toBe('2026-10-25T01:15:00.000Z')
    expect(next(twice, '2026-10-25T01:45:00Z')).toBe('2026-10-26T01:15:00.000Z')
  })

  it('a clock that is put back into the hours begins them anew', () => {
    expect(next(calendar('Europe/Berlin', '01:00', '02:30'), '2026-10-25T00:30:00Z')).toBe('2026-10-25T01:00:00.000Z')
  })

  it('hours over midnight belong to the day on which they begin', () => {
    const nights: Calendar = {
      name: 'n',
      timeZone: 'UTC',
      working: [{ days: [5], from: minutes('22:00'), to: minutes('06:00') }],
      holidays: [],
    }
    // 2026-11-06 is a Friday.
    expect(isWorkingTime(nights, Date.parse('2026-11-07T05:59:00Z'))).toBe(true)
    expect(isWorkingTime(nights, Date.parse('2026-11-07T06:00:00Z'))).toBe(false)
    expect(isWorkingTime(nights, Date.parse('2026-11-06T05:00:00Z'))).toBe(false)
    expect(next(nights, '2026-11-07T06:00:00Z')).toBe('2026-11-13T22:00:00.000Z')
  })

  it('a holiday has no hours, also without working hours', () => {
    const quiet = calendar('Europe/Berlin', '00:00', '24:00', { working: [], holidays: ['2026-12-25', '2026-12-26'] })
    expect(next(quiet, '2026-12-25T12:00:00Z')).toBe('2026-12-26T23:00:00.000Z')
  })

  it('where nobody ever works, nothing is promised', () => {
    expect(
      next(calendar('UTC', '08:00', '09:00', { working: [{ days: [], from: 0, to: 60 }] }), '2026-01-01T00:00:00Z'),
    ).toBeUndefined()
  })

  it('a zone that skipped a whole day has that day nowhere', () => {
    // Samoa went from 29 to 31 December 2011.
    const samoa = dayAround('Pacific/Apia', Date.parse('2011-12-30T12:00:00Z'))
    expect(wallClock('Pacific/Apia', samoa.from).date).toBe('2011-12-31')
    expect(samoa.to - samoa.from).toBe(DAY)
  })
})

it.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['America/Santiago', '2026-09-06', 23],
  ['Australia/Lord_Howe', '2026-10-04', 23.5],
])('the day of %s on %s has %d hours', (zone, date, hours) => {
  const noon = Date.parse(`${date}T12:00:00Z`) - 10 * HOUR * (zone.startsWith('Australia') ? 1 : 0)
  const { from, to } = dayAround(zone, noon)
  expect((to - from) / HOUR).toBe(hours)
  expect(wallClock(zone, from).date).toBe(date)
  expect(wallClock(zone, from - MINUTE).date).not.toBe(date)
})

it('knows zones by name', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false])
})

/** The slow way: every minute is asked. */
function searched(of: Calendar, from: Instant, to: Instant): Instant | undefined {
  for (let at = from; at < to; at += MINUTE) if (isWorkingTime(of, at)) return at
  return undefined
}

it.each([
  ['Europe/Berlin', '2026-03-28T12:00:00Z'],
  ['Europe/Berlin', '2026-10-24T12:00:00Z'],
  ['America/Santiago', '2026-09-05T12:00:00Z'],
  ['America/Santiago', '2026-04-04T12:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T03:00:00Z'],
])('agrees with looking at every minute around the change of the clock in %s', (zone, start) => {
  const hours: readonly (readonly [string, string])[] = [
    ['00:00', '00:20'],
    ['01:45', '02:10'],
    ['02:30', '02:50'],
    ['23:50', '00:10'],
    ['22:00', '01:30'],
  ]
  for (const [from, to] of hours) {
    const of = calendar(zone, from, to)
    for (let at = Date.parse(start); at < Date.parse(start) + 30 * HOUR; at += 211 * MINUTE) {
      expect([from, printInstant(at), nextWorkingTime(of, at)]).toEqual([
        from,
        printInstant(at),
        searched(of, at, at + 2 * DAY),
      ])
    }
  }
})
