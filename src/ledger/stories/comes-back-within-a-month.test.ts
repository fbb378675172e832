import { expect, it } from 'vitest'
import { accept, acknowledge } from '../handling.ts'
import { DAY } from '../../model/instant.ts'
import { BEGINNING, tell } from './story.ts'

const THREE = { '.spec.replicas': 3 }
const FIVE = { '.spec.replicas': 5 }
const ALICE = { actor: { kind: 'person', id: 'p-alice' }, surface: 'cli' } as const

it('the same finding within 30 days is a regression with its history, and its age begins anew', () => {
  const { told, expected, memory } = tell({
    both: THREE,
    steps: [
      { at: '0s', expect: [] },
      { at: '1d', live: FIVE, by: 'kubectl-scale', expect: ['drifted', '.spec.replicas open 3→5 for 0s'] },
      { at: '2d', live: THREE, by: 'kubectl-scale', expect: ['.spec.replicas open 3→5 for 1d agreed reverted'] },
      {
        at: '20d',
        live: FIVE,
        by: 'kubectl-scale',
        says: ['finding-resolved', 'finding-regressed', 'finding-opened'],
        expect: ['drifted', '.spec.replicas open 3→5 for 0s regressions 1'],
      },
      {
        at: '21d',
        live: THREE,
        by: 'kubectl-scale',
        expect: ['.spec.replicas open 3→5 for 1d regressions 1 agreed reverted'],
      },
      {
        at: '52d',
        live: FIVE,
        by: 'kubectl-scale',
        says: ['finding-resolved', 'finding-seen', 'finding-opened'],
        expect: ['drifted', '.spec.replicas open 3→5 for 0s regressions 2'],
      },
    ],
  })
  expect(told).toEqual(expected)
  const [finding] = memory.record.findings
  expect(memory.periods(finding?.id ?? '').map(({ from, to }) => [from, to])).toEqual([
    [BEGINNING + DAY, BEGINNING + 2 * DAY],
    [BEGINNING + 20 * DAY, BEGINNING + 21 * DAY],
    [BEGINNING + 52 * DAY, null],
  ])
  expect(finding?.onset).toEqual({ notBefore: BEGINNING + 21 * DAY, notAfter: BEGINNING + 52 * DAY })
})

it('an acknowledgement is about one period, an acceptance about a value until its date', () => {
  const story = (run: Parameters<typeof tell>[0]['steps'][number]['command'] & object): readonly string[] | undefined =>
    tell({
      both: THREE,
      steps: [
        { at: '0s', expect: [] },
        { at: '1d', live: FIVE, by: 'kubectl-scale', expect: [] },
        { at: '1d 1h', command: run, expect: [] },
        { at: '2d', live: THREE, by: 'kubectl-scale', expect: [] },
        { at: '3d', live: FIVE, by: 'kubectl-scale', expect: [] },
      ],
    }).told.at(-1)?.expect
  const path = '.spec.replicas'
  expect(story({ path, run: (finding, now) => acknowledge(finding, ALICE, now) })).toEqual([
    'drifted',
    '.spec.replicas open 3→5 for 0s regressions 1',
  ])
  const until = BEGINNING + 9 * DAY
  expect(story({ path, run: (finding, now) => accept(finding, { until, reason: 'sale' }, ALICE, now) })).toEqual([
    'drifted',
    '.spec.replicas open 3→5 for 0s regressions 1 accepted',
  ])
})
