import { expect, it } from 'vitest'
import { MINUTE } from '../../model/instant.ts'
import { tell } from './story.ts'

const THREE = { '.spec.replicas': 3 }
const FIVE = { '.spec.replicas': 5 }
const HPA = { '.spec.replicas': 'hpa' }

it('R-21 what a rule explains is recorded with onset, and neither explaining nor the end of the rule resets it', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: THREE,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas settling 3→5 for 0s'] },
      {
        at: '2h',
        explained: HPA,
        says: ['finding-opened', 'finding-explained', 'finding-resolved'],
        expect: ['.spec.replicas explained by hpa 3→5 for 1h'],
      },
      { at: '40d', waits: true, expect: ['.spec.replicas explained by hpa 3→5 for 39d 23h'] },
      {
        at: '40d 1h',
        explained: {},
        says: ['finding-unexplained', 'finding-opened'],
        expect: ['drifted', '.spec.replicas open 3→5 for 40d regressions 1'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-21 a value that leaves what the rule covers keeps the onset, and gets a grace of its own', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: THREE,
    steps: [
      {
        at: '0s',
        live: FIVE,
        by: 'kube-controller-manager',
        explained: HPA,
        says: ['finding-explained'],
        expect: ['.spec.replicas explained by hpa 3→5 for 0s'],
      },
      {
        at: '20d',
        live: { '.spec.replicas': 50 },
        by: 'kubectl-scale',
        explained: {},
        says: ['finding-unexplained'],
        expect: ['drifted', '.spec.replicas settling 3→50 for 20d'],
      },
      { at: '20d 10m', waits: true, expect: ['drifted', '.spec.replicas open 3→50 for 20d 10m'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('values that move within what a rule covers are no news', () => {
  const { told, expected } = tell({
    both: THREE,
    steps: [
      {
        at: '0s',
        live: FIVE,
        by: 'kube-controller-manager',
        explained: HPA,
        expect: ['.spec.replicas explained by hpa 3→5 for 0s'],
      },
      {
        at: '1h',
        live: { '.spec.replicas': 7 },
        by: 'kube-controller-manager',
        says: [],
        expect: ['.spec.replicas explained by hpa 3→7 for 1h'],
      },
      {
        at: '2h',
        live: THREE,
        by: 'kube-controller-manager',
        says: ['explanation-ended'],
        expect: ['.spec.replicas resolved explained after 0s'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-32 what was explained in the baseline stays silent when the rule goes, and speaks when the value moves', () => {
  const story = (live: number): string | undefined =>
    tell({
      baseline: true,
      both: THREE,
      steps: [
        { at: '0s', live: FIVE, explained: HPA, expect: [] },
        { at: '1d', live: { '.spec.replicas': live }, by: 'kubectl-scale', explained: {}, expect: [] },
      ],
    }).told.at(-1)?.expect[1]
  expect(story(5)).toBe('.spec.replicas open 3→5 for 1d baseline')
  expect(story(6)).toBe('.spec.replicas open 3→6 for 1d')
})
