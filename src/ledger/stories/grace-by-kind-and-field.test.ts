import { expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../model/instant.ts'
import { tell } from './story.ts'

it('each field opens after its own grace, and what is gone within it never speaks', () => {
  const both = { '.spec.image': 'web:1', '.spec.replicas': 3, '.metadata.labels.team': 'shop' }
  const graces: Readonly<Record<string, number>> = { '.spec.image': 0, '.spec.replicas': 15 * MINUTE }
  const { told, expected } = tell({
    graceMs: ({ drift }) => graces[drift.path] ?? HOUR,
    both,
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        live: { '.spec.image': 'web:2', '.spec.replicas': 5, '.metadata.labels.team': 'other' },
        by: 'kubectl-edit',
        says: ['finding-seen', 'finding-seen', 'finding-opened', 'finding-seen'],
        expect: [
          'drifted',
          '.metadata.labels.team settling shop→other for 0s',
          '.spec.image open web:1→web:2 for 0s',
          '.spec.replicas settling 3→5 for 0s',
        ],
      },
      {
        at: '1h 20m',
        live: { ...both, '.spec.image': 'web:2', '.spec.replicas': 5 },
        by: 'kubectl-edit',
        says: ['finding-opened', 'finding-agreed'],
        expect: [
          'drifted',
          '.metadata.labels.team settling shop→other for 20m agreed reverted',
          '.spec.image open web:1→web:2 for 20m',
          '.spec.replicas open 3→5 for 20m',
        ],
      },
      {
        at: '30d',
        waits: true,
        says: ['finding-resolved'],
        expect: [
          'drifted',
          '.metadata.labels.team resolved reverted after 20m',
          '.spec.image open web:1→web:2 for 29d 23h',
          '.spec.replicas open 3→5 for 29d 23h',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})
