import { expect, it } from 'vitest'
import { tell } from './story.ts'

const GIT = { '.spec.image': 'web:1', '.spec.replicas': 3 }
const DRIFTED = { '.spec.image': 'web:1-fix', '.spec.replicas': 5 }

it('R-14 the same difference on the new object goes on, another one went with the old object', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        live: DRIFTED,
        by: 'kubectl-edit',
        expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s', '.spec.replicas open 3→5 for 0s'],
      },
      {
        at: '2h',
        live: null,
        by: '',
        expect: [
          'drifted',
          'the object missing open for 0s',
          '.spec.image open web:1→web:1-fix for 1h frozen object-missing',
          '.spec.replicas open 3→5 for 1h frozen object-missing',
        ],
      },
      {
        at: '3h',
        live: { ...GIT, '.spec.replicas': 5 },
        by: 'kubectl-edit',
        uid: 'u2',
        expect: [
          'drifted',
          'the object missing open for 1h agreed reverted',
          '.spec.image resolved object-gone after 1h',
          '.spec.replicas open 3→5 for 2h',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-14 a re-creation between two looks is told by the uid', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        live: DRIFTED,
        by: 'kubectl-edit',
        expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s', '.spec.replicas open 3→5 for 0s'],
      },
      {
        at: '2h',
        live: { ...GIT, '.spec.replicas': 5 },
        uid: 'u2',
        expect: ['drifted', '.spec.image resolved object-gone after 1h', '.spec.replicas open 3→5 for 1h'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-7 an object that is being deleted says nothing, and what is unknown outlives its disappearance', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: { ...GIT, '.spec.replicas': 5 }, expect: ['drifted', '.spec.replicas open 3→5 for 0s'] },
      {
        at: '2h',
        unknown: 'terminating',
        says: ['finding-frozen'],
        expect: ['unknown (terminating)', '.spec.replicas open 3→5 for 1h frozen terminating'],
      },
      {
        at: '3h',
        live: null,
        by: '',
        expect: ['drifted', 'the object missing open for 0s', '.spec.replicas open 3→5 for 2h frozen object-missing'],
      },
      {
        at: '4h',
        unknown: 'unreachable',
        expect: [
          'unknown (unreachable)',
          'the object missing open for 1h frozen unreachable',
          '.spec.replicas open 3→5 for 3h frozen object-missing',
        ],
      },
      {
        at: '5h',
        live: GIT,
        uid: 'u2',
        expect: [
          'the object missing open for 2h agreed reverted',
          '.spec.replicas resolved object-gone after 1h',
          'fix: the object by unknown(no-trace), undone by unknown(not-watched) after 2h, times 1',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})
