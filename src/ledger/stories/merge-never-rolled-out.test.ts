import { expect, it } from 'vitest'
import { MINUTE } from '../../model/instant.ts'
import { tell } from './story.ts'

const OLD = { '.spec.image': 'web:1' }
const NEW = { '.spec.image': 'web:2' }

it('a change of Git that has not arrived is pending with its age, and stalled after a day', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: OLD,
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        git: NEW,
        says: ['finding-seen'],
        expect: ['pending', '.spec.image settling pending web:2→web:1 for 0s'],
      },
      { at: '1d', waits: true, says: [], expect: ['pending', '.spec.image settling pending web:2→web:1 for 23h'] },
      {
        at: '1d 1h',
        waits: true,
        says: ['rollout-stalled'],
        expect: ['pending', '.spec.image open pending web:2→web:1 for 1d'],
      },
      {
        at: '2d',
        live: NEW,
        by: 'argocd',
        expect: ['.spec.image open pending web:2→web:1 for 1d 23h agreed git-changed'],
      },
      { at: '3d', waits: true, expect: ['.spec.image resolved git-changed after 1d 23h'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('a person who edits what is on its way makes drift of it, and the grace begins with the edit', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: OLD,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', git: NEW, expect: ['pending', '.spec.image settling pending web:2→web:1 for 0s'] },
      {
        at: '3h',
        live: { '.spec.image': 'web:1-fix' },
        by: 'kubectl-edit',
        says: ['finding-changed'],
        expect: ['drifted', '.spec.image settling and pending web:2→web:1-fix for 2h'],
      },
      {
        at: '3h 10m',
        waits: true,
        says: ['finding-opened'],
        expect: ['drifted', '.spec.image open and pending web:2→web:1-fix for 2h 10m'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-15 the old name of a renamed object is a pending removal, and ends with the object', () => {
  const { told, expected } = tell({
    both: OLD,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', git: null, expect: ['pending', 'the object added settling pending for 0s'] },
      {
        at: '1h 5m',
        unclaimed: 'removed-in-git',
        expect: ['unknown (removed-in-git)', 'the object added resolved git-changed after 5m'],
      },
    ],
  })
  expect(told).toEqual(expected)
})
