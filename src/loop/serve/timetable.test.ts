import { describe, expect, it } from 'vitest'
import type { Finding } from '../../model/finding.ts'
import { MINUTE } from '../../model/instant.ts'
import { Timetable, wakeAt } from './timetable.ts'

const OBJECT = { cluster: 'c', group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }

function finding(id: string, parts: Partial<Finding>): Finding {
  const plain = {
    id,
    drift: { object: OBJECT },
    state: 'settling',
    handling: { kind: 'none' },
    agreedSince: null,
    frozen: null,
    decision: null,
  }
  return { ...(plain as unknown as Finding), ...parts }
}

function waiting(id: string, at: number): Finding {
  return finding(id, {
    decision: { reason: 'within-grace', due: null, next: { step: 'open', at }, rules: {}, text: '' },
  })
}

describe('the time at which a finding is looked at again', () => {
  it('is the earliest of its next step, the end of an acceptance and of ten minutes of agreement (R-18)', () => {
    const accepted = { kind: 'accepted', until: 900, by: 'p', at: 0, reason: 'r' } as unknown as Finding['handling']
    expect(wakeAt({ ...waiting('a', 1_000), handling: accepted })).toBe(900)
    expect(wakeAt({ ...waiting('a', 10 * MINUTE + 500), agreedSince: 100 })).toBe(10 * MINUTE + 100)
  })

  it('does not come for what is resolved, nor for a step of what cannot be observed (I2)', () => {
    expect(wakeAt({ ...waiting('a', 1_000), state: 'resolved' })).toBeNull()
    expect(wakeAt({ ...waiting('a', 1_000), frozen: { reason: 'unreachable', since: 1 } })).toBeNull()
  })
})

describe('the timetable', () => {
  it('gives out what is due, oldest first, once, and as it was put last', () => {
    const timetable = new Timetable()
    for (const [id, at] of [
      ['a', 30],
      ['b', 10],
      ['c', 20],
      ['d', 40],
      ['b', 25],
    ] as const)
      timetable.put(waiting(id, at))
    timetable.put({ ...waiting('a', 30), state: 'resolved' })
    expect(timetable.size).toBe(3)
    expect(timetable.due(29, 10).map((one) => one.findingId)).toEqual(['c', 'b'])
    expect(timetable.due(29, 10)).toEqual([])
    expect(timetable.due(1_000, 10).map((one) => one.findingId)).toEqual(['d'])
  })

  it('keeps its order over many', () => {
    const timetable = new Timetable()
    const times = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 1_009)
    for (const [index, at] of times.entries()) timetable.put(waiting(`f${index}`, at))
    const found = timetable.due(2_000, 1_000).map(({ findingId }) => times[Number(findingId.slice(1))])
    expect(found).toEqual(times.toSorted((a, b) => a - b))
  })
})
