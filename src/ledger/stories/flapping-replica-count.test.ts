import { expect, it } from 'vitest'
import { MINUTE } from '../../model/instant.ts'
import { tell } from './story.ts'

const THREE = { '.spec.replicas': 3 }
const FIVE = { '.spec.replicas': 5 }

it('R-18 agreement shorter than ten minutes is a flip and resets no age', () => {
  const { told, expected } = tell({
    graceMs: 15 * MINUTE,
    both: THREE,
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        live: FIVE,
        by: 'kubectl-scale',
        expect: ['drifted', '.spec.replicas settling 3→5 for 0s'],
        says: ['finding-seen'],
      },
      {
        at: '1h 4m',
        live: THREE,
        by: 'kubectl-scale',
        expect: ['.spec.replicas settling 3→5 for 4m agreed reverted'],
        says: ['finding-agreed'],
      },
      {
        at: '1h 13m 59s',
        live: FIVE,
        by: 'kubectl-scale',
        expect: ['drifted', '.spec.replicas settling 3→5 for 13m 59s flips 1'],
        says: ['finding-flipped'],
      },
      {
        at: '1h 15m',
        waits: true,
        expect: ['drifted', '.spec.replicas open 3→5 for 15m flips 1'],
        says: ['finding-opened'],
      },
      {
        at: '1h 20m',
        live: THREE,
        by: 'kubectl-scale',
        expect: ['.spec.replicas open 3→5 for 20m flips 1 agreed reverted'],
        says: ['finding-agreed'],
      },
      { at: '1h 29m', waits: true, expect: ['.spec.replicas open 3→5 for 29m flips 1 agreed reverted'] },
      {
        at: '1h 31m',
        waits: true,
        expect: ['.spec.replicas resolved reverted after 20m flips 1'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-18 ten minutes of agreement end a period, also where the timer came late', () => {
  const { told, expected } = tell({
    both: THREE,
    steps: [
      { at: '0s', expect: [] },
      { at: '1m', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas open 3→5 for 0s'] },
      {
        at: '2m',
        live: THREE,
        by: '',
        expect: [
          '.spec.replicas open 3→5 for 1m agreed reverted',
          'fix: .spec.replicas 5 back to 3 by kubectl-scale, undone by unknown(no-trace) after 1m, times 1',
        ],
      },
      {
        at: '12m',
        live: FIVE,
        by: 'kubectl-scale',
        expect: [
          'drifted',
          '.spec.replicas open 3→5 for 0s regressions 1',
          'fix: .spec.replicas 5 back to 3 by kubectl-scale, undone by unknown(no-trace) after 1m, times 1',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('F-14 agreement seen by a clock that was ahead does not wait for that time to come again', () => {
  const { told, expected } = tell({
    both: THREE,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas open 3→5 for 0s'] },
      {
        at: '2d',
        live: THREE,
        by: 'kubectl-scale',
        expect: ['.spec.replicas open 3→5 for 1d 23h agreed reverted'],
      },
      { at: '2h', expect: ['.spec.replicas open 3→5 for 1h agreed reverted'] },
      { at: '2h 10m', waits: true, expect: ['.spec.replicas resolved reverted after 1h'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('F-14 a difference first seen by a clock that was ahead opens in its grace all the same', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: THREE,
    steps: [
      { at: '0s', expect: [] },
      { at: '2d', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas settling 3→5 for 0s'] },
      { at: '1h', expect: ['drifted', '.spec.replicas settling 3→5 for 0s'] },
      { at: '1h 10m', waits: true, expect: ['drifted', '.spec.replicas open 3→5 for 10m'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('a grace that ends while both sides agree opens nothing', () => {
  const { told, expected } = tell({
    graceMs: 5 * MINUTE,
    both: THREE,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas settling 3→5 for 0s'] },
      {
        at: '1h 4m',
        live: THREE,
        by: 'kubectl-scale',
        expect: ['.spec.replicas settling 3→5 for 4m agreed reverted'],
      },
      { at: '1h 6m', waits: true, expect: ['.spec.replicas settling 3→5 for 6m agreed reverted'] },
      { at: '1h 14m', waits: true, says: ['finding-resolved'], expect: ['.spec.replicas resolved reverted after 4m'] },
    ],
  })
  expect(told).toEqual(expected)
})
