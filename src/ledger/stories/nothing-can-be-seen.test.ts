import { expect, it } from 'vitest'
import { MINUTE } from '../../model/instant.ts'
import { tell } from './story.ts'

const GIT = { '.spec.image': 'web:1', '.spec.replicas': 3 }
const FIVE = { ...GIT, '.spec.replicas': 5 }

it('R-7 what is unknown opens nothing, ends nothing, and keeps every age', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas settling 3→5 for 0s'] },
      {
        at: '1h 5m',
        unknown: 'crd-missing',
        says: ['finding-frozen'],
        expect: ['unknown (crd-missing)', '.spec.replicas settling 3→5 for 5m frozen crd-missing'],
      },
      {
        at: '3h',
        unknown: 'unreachable',
        expect: ['unknown (unreachable)', '.spec.replicas settling 3→5 for 2h frozen unreachable'],
      },
      {
        at: '4h',
        says: ['finding-unfrozen', 'finding-opened'],
        expect: ['drifted', '.spec.replicas open 3→5 for 3h'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-7 an agreement that cannot be confirmed ends nothing; seen once more it ends when it was first seen', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas open 3→5 for 0s'] },
      { at: '2h', live: GIT, by: 'kubectl-scale', expect: ['.spec.replicas open 3→5 for 1h agreed reverted'] },
      {
        at: '2h 1m',
        unknown: 'unreachable',
        expect: ['unknown (unreachable)', '.spec.replicas open 3→5 for 1h 1m agreed reverted frozen unreachable'],
      },
      {
        at: '3h',
        waits: true,
        expect: ['unknown (unreachable)', '.spec.replicas open 3→5 for 2h agreed reverted frozen unreachable'],
      },
      { at: '4h', says: ['finding-resolved'], expect: ['.spec.replicas resolved reverted after 1h'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-7 a difference that is there again after the dark goes on, since nobody saw ten minutes of agreement', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas open 3→5 for 0s'] },
      { at: '2h', live: GIT, by: 'kubectl-scale', expect: ['.spec.replicas open 3→5 for 1h agreed reverted'] },
      {
        at: '2h 1m',
        unknown: 'unreachable',
        expect: ['unknown (unreachable)', '.spec.replicas open 3→5 for 1h 1m agreed reverted frozen unreachable'],
      },
      { at: '4h', live: FIVE, expect: ['drifted', '.spec.replicas open 3→5 for 3h flips 1'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-7 an undecided path freezes what is at, above or below it, and nothing else', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        live: { '.spec.image': 'web:1-fix', '.spec.replicas': 5 },
        by: 'kubectl-edit',
        expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s', '.spec.replicas open 3→5 for 0s'],
      },
      {
        at: '2h',
        undecided: { '.spec.replicas': 'needs-oracle' },
        live: { '.spec.image': 'web:1', '.spec.replicas': 5 },
        by: 'kubectl-edit',
        says: ['finding-frozen', 'finding-agreed'],
        expect: [
          'unknown (needs-oracle)',
          '.spec.image open web:1→web:1-fix for 1h agreed reverted',
          '.spec.replicas open 3→5 for 1h frozen needs-oracle',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})
