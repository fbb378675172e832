import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../model/instant.ts'
import { pauseBefore, SHARED_FOR } from './timing.ts'

describe('the pause before the next check', () => {
  it('G-6 never lets a push wait for three minutes while all is well', () => {
    for (const interval of [undefined, 60 * SECOND, 120 * SECOND, 60 * MINUTE, Infinity]) {
      for (const random of [0, 0.5, 0.999]) {
        expect(pauseBefore(interval, 0, random) + SHARED_FOR).toBeLessThan(3 * MINUTE)
      }
    }
  })

  it.each([-1, 0, Number.NaN, 1e-9])('B-46 is neither none nor for ever with an interval of %d', (interval) => {
    expect(pauseBefore(interval, 0, 0)).toBeGreaterThanOrEqual(900)
    expect(pauseBefore(interval, 0, 0.999)).toBeLessThan(2 * MINUTE)
  })

  it('F-16 grows with each failure up to five minutes, and differs from source to source', () => {
    const pauses = [1, 2, 3, 4, 5, 1_000].map((failures) => pauseBefore(60 * SECOND, failures, 0.5) / MINUTE)
    expect(pauses).toEqual([1, 2, 4, 5, 5, 5])
    expect([pauseBefore(60 * SECOND, 0, 0), pauseBefore(60 * SECOND, 0, 0.999)]).toEqual([54_000, 65_988])
  })
})
