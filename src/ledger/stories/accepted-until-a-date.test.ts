import { describe, expect, it } from 'vitest'
import { speaksAgain } from '../acceptance.ts'
import { accept, acknowledge, assign, findingIn, reopen } from '../handling.ts'
import { DAY } from '../../model/instant.ts'
import { BEGINNING, type StoryStep, tell } from './story.ts'

const GIT = { '.spec.replicas': 3 }
const ALICE = { actor: { kind: 'person', id: 'p-alice' }, surface: 'cli' } as const
const UNTIL = BEGINNING + 10 * DAY
const accepted: StoryStep['command'] = {
  path: '.spec.replicas',
  run: (finding, now) => accept(finding, { until: UNTIL, reason: 'sale' }, ALICE, now),
}
const BEGIN: readonly StoryStep[] = [
  { at: '0s', expect: [] },
  {
    at: '1d',
    live: { '.spec.replicas': 5 },
    by: 'kubectl-scale',
    expect: ['drifted', '.spec.replicas open 3→5 for 0s'],
  },
  {
    at: '2d',
    command: accepted,
    says: ['accepted'],
    expect: ['drifted', '.spec.replicas open 3→5 for 1d accepted'],
  },
]

describe('an acceptance ends', () => {
  it.each<[string, StoryStep]>([
    [
      'by its date',
      { at: '10d', waits: true, says: ['acceptance-ended'], expect: ['drifted', '.spec.replicas open 3→5 for 9d'] },
    ],
    [
      'by a new value',
      {
        at: '3d',
        live: { '.spec.replicas': 7 },
        by: 'kubectl-scale',
        says: ['finding-changed', 'acceptance-ended'],
        expect: ['drifted', '.spec.replicas open 3→7 for 2d'],
      },
    ],
    [
      'by another class of writer',
      {
        at: '3d',
        live: { '.spec.replicas': 6 },
        by: 'kube-controller-manager',
        says: ['finding-changed', 'acceptance-ended'],
        expect: ['drifted', '.spec.replicas open 3→6 for 2d'],
      },
    ],
    [
      'by a higher severity',
      {
        at: '3d',
        severity: 'critical',
        says: ['finding-changed', 'acceptance-ended'],
        expect: ['drifted', '.spec.replicas open 3→5 for 2d'],
      },
    ],
  ])('%s', (_, step) => {
    const { told, expected } = tell({ both: GIT, steps: [...BEGIN, step] })
    expect(told).toEqual(expected)
  })
})

it('an acceptance holds where the severity falls, and over a flip to the same value', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      ...BEGIN,
      { at: '3d', severity: 'low', expect: ['drifted', '.spec.replicas open 3→5 for 2d accepted'] },
      { at: '4d', live: GIT, by: 'kubectl-scale', expect: ['.spec.replicas open 3→5 for 3d agreed reverted accepted'] },
      {
        at: '4d 1m',
        live: { '.spec.replicas': 5 },
        by: 'kubectl-scale',
        expect: ['drifted', '.spec.replicas open 3→5 for 3d 1m flips 1 accepted'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

describe('what people may ask for', () => {
  const { memory } = tell({ both: GIT, steps: BEGIN.slice(0, 2) })
  const [open] = memory.record.findings
  if (open === undefined) throw new TypeError('the story has no finding')
  const now = BEGINNING + 2 * DAY
  const code = (run: () => unknown): unknown => {
    try {
      run()
    } catch (error) {
      return (error as { readonly code?: string }).code
    }
    return undefined
  }

  it('is refused with a code', () => {
    const resolved = { ...open, state: 'resolved' as const }
    const pending = { ...open, standing: 'pending' as const, state: 'settling' as const }
    const reason = 'sale'
    expect({
      unknown: code(() => findingIn(memory.record, 'f'.repeat(32))),
      resolved: code(() => acknowledge(resolved, ALICE, now)),
      past: code(() => accept(open, { until: now, reason }, ALICE, now)),
      never: code(() => accept(open, { until: Number.NaN, reason }, ALICE, now)),
      silent: code(() => accept(open, { until: UNTIL, reason: ' … ' }, ALICE, now)),
      pending: code(() => accept(pending, { until: UNTIL, reason }, ALICE, now)),
      stalled: code(() => accept({ ...pending, state: 'open' }, { until: UNTIL, reason }, ALICE, now)),
      blank: code(() => assign(open, '  ', ALICE, now)),
    }).toEqual({
      unknown: 'DRF5101',
      resolved: 'DRF5102',
      past: 'DRF5103',
      never: 'DRF5103',
      silent: 'DRF5104',
      pending: 'DRF5105',
      stalled: undefined,
      blank: 'DRF5106',
    })
  })

  it('writes once, and an entry under the name of who asked', () => {
    const change = acknowledge(open, ALICE, now)
    const [known] = change?.findings ?? []
    expect(change?.activity).toEqual([
      { at: now, ...ALICE, kind: 'acknowledged', subject: { type: 'finding', id: open.id }, detail: {} },
    ])
    expect(known && acknowledge(known, ALICE, now + 1)).toBeUndefined()
    expect(known && reopen(known, ALICE, now + 1)?.findings[0]?.handling).toEqual({ kind: 'none' })
    expect(reopen(open, ALICE, now)).toBeUndefined()
    expect(assign(open, ' payments ', ALICE, now)?.findings[0]?.assignee).toBe('payments')
    expect(assign(open, null, ALICE, now)).toBeUndefined()
  })
})

it('a writer that can be told only now, or no longer, is not another one', () => {
  const { memory } = tell({ both: GIT, steps: BEGIN })
  const [finding] = memory.record.findings
  if (finding?.handling.kind !== 'accepted') throw new TypeError('the story has no acceptance')
  const { handling, drift } = finding
  const spoken = (pinned: string, actorClass: typeof drift.actorClass): string | undefined =>
    speaksAgain(
      { handling: { ...handling, pinned: { ...handling.pinned, actorClass: pinned } } },
      { drift: { ...drift, actorClass }, valueMark: finding.valueMark ?? '' },
    )
  expect(spoken('unknown', 'person')).toBeUndefined()
  expect(spoken('person', 'unknown')).toBeUndefined()
  expect(spoken('person', 'controller')).toBe('other-actor')
  expect(speaksAgain({ handling }, { drift, valueMark: 'keyed:k2:1' })).toBeUndefined()
  expect(speaksAgain({ handling }, { drift })).toBe('new-value')
})
