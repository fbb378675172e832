import { describe, expect, it } from 'vitest'
import { type StoryStep, tell } from './story.ts'

const GIT = { '.spec.image': 'web:1', '.spec.replicas': 3 }
const LIVE = { ...GIT, '.spec.image': 'web:1-fix' }

describe('R-17 a finding ends as', () => {
  const ending = (end: Omit<StoryStep, 'at' | 'expect'>, begin: Omit<StoryStep, 'at' | 'expect'> = {}): string => {
    const { told } = tell({
      both: GIT,
      steps: [
        { at: '0s', expect: [] },
        { at: '1h', live: LIVE, by: 'my-operator', expect: [], ...begin },
        { at: '2h', expect: [], ...end },
        { at: '3h', waits: true, expect: [] },
      ],
    })
    expect(told.flatMap(({ broken }) => broken)).toEqual([])
    return told.at(-1)?.expect.find((line) => line.startsWith('.spec.image')) ?? 'no finding'
  }

  it.each<[string, Omit<StoryStep, 'at' | 'expect'>]>([
    ['reverted', { live: GIT, by: 'kubectl-edit' }],
    ['reverted', { live: GIT }],
    ['backported', { git: LIVE }],
    [
      'git-changed',
      { git: { ...GIT, '.spec.image': 'web:2' }, live: { ...GIT, '.spec.image': 'web:2' }, by: 'argocd' },
    ],
    ['explained', { explained: { '.spec.image': 'image-updater' } }],
    ['object-gone', { live: GIT, uid: 'u2' }],
    ['source-removed', { unclaimed: 'source-removed' }],
    ['git-changed', { unclaimed: 'removed-in-git' }],
    ['schema-change', { schema: 's2', live: GIT }],
  ])('%s', (resolution, end) => {
    const shown = ending(end)
    const isLasting = resolution === 'explained'
    expect(shown).toBe(
      isLasting
        ? '.spec.image explained by image-updater web:1→web:1-fix for 2h'
        : `.spec.image resolved ${resolution} after 1h`,
    )
  })

  it('backported where Git removes the field as the cluster did', () => {
    const without = { '.spec.replicas': 3 }
    expect(ending({ git: without }, { live: without })).toBe('.spec.image resolved backported after 1h')
    expect(ending({ live: GIT }, { live: without })).toBe('.spec.image resolved reverted after 1h')
  })

  it('git-changed where Git drops the object whose field it was, and nothing was overwritten by that', () => {
    const { told, expected } = tell({
      both: GIT,
      steps: [
        { at: '0s', expect: [] },
        { at: '1h', live: LIVE, by: 'kubectl-edit', expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s'] },
        {
          at: '2h',
          git: null,
          expect: [
            'pending',
            'the object added settling pending for 0s',
            '.spec.image open web:1→web:1-fix for 1h agreed git-changed',
          ],
        },
      ],
    })
    expect(told).toEqual(expected)
  })
})

it('R-17 removing a source ends what it held, also what cannot be seen or is explained, and marks no object', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', explained: { '.spec.replicas': 'hpa' }, expect: [] },
      {
        at: '1h',
        live: { '.spec.image': 'web:1-fix', '.spec.replicas': 5 },
        by: 'kubectl-edit',
        expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s', '.spec.replicas explained by hpa 3→5 for 0s'],
      },
      {
        at: '2h',
        unknown: 'unreachable',
        expect: [
          'unknown (unreachable)',
          '.spec.image open web:1→web:1-fix for 1h frozen unreachable',
          '.spec.replicas explained by hpa 3→5 for 1h frozen unreachable',
        ],
      },
      {
        at: '3h',
        unclaimed: 'source-removed',
        says: ['finding-resolved'],
        expect: [
          'unknown (source-removed)',
          '.spec.image resolved source-removed after 2h',
          '.spec.replicas resolved explained after 0s',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})
