import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../model/instant.ts'
import { fightDue, heatOf, withRevert } from '../fight.ts'
import { BEGINNING, settingsOf, type StoryStep, tell } from './story.ts'

const THREE = { '.spec.replicas': 3 }
const FIVE = { '.spec.replicas': 5 }

describe('heat: what was undone, in times a minute', () => {
  const everyMs = (count: number, ms: number): readonly number[] => Array.from({ length: count }, (_, i) => i * ms)

  it.each([
    ['eight over a minute are above the threshold', everyMs(8, MINUTE / 7), true],
    ['seven over a minute are below', everyMs(7, MINUTE / 6), false],
    ['five at once are at it', everyMs(5, 0), true],
    ['four at once are below', everyMs(4, 0), false],
    ['five a minute reach it in the long run', everyMs(32, MINUTE / 5), true],
    ['four a minute never do', everyMs(32, MINUTE / 4), false],
    ['one is warm at most', [0], false],
  ])('%s', (_, reverts, isFast) => {
    expect(heatOf(reverts) >= 5).toBe(isFast)
  })

  it('F-14 does not explode when the clock is set back', () => {
    expect(heatOf([HOUR, 2 * HOUR, 0])).toBe(3)
  })

  it('keeps the last 32 times of a day', () => {
    const many = everyMs(100, MINUTE).reduce<readonly number[]>((times, at) => withRevert(times, at), [])
    expect(many).toHaveLength(32)
    expect(withRevert(many, 25 * HOUR)).toEqual([...many.filter((at) => at > HOUR).slice(-31), 25 * HOUR])
    expect(withRevert(many, 26 * HOUR)).toEqual([26 * HOUR])
  })
})

it('three times within a day are a slow fight, which ends after a quiet one', () => {
  const explained = { '.spec.replicas': 'hpa' }
  const lost = (at: string, expectation: readonly string[]): readonly StoryStep[] => [
    { at, live: FIVE, by: 'kube-controller-manager', expect: ['.spec.replicas explained by hpa 3→5 for 0s'] },
    { at: `${at} 5m`, live: THREE, by: 'argocd', expect: expectation },
  ]
  const gone = '.spec.replicas resolved explained after 0s'
  const { told, expected } = tell({
    both: THREE,
    steps: [
      { at: '0s', explained, expect: [] },
      ...lost('1h', [gone]),
      ...lost('9h', [gone]),
      ...lost('17h', [gone, 'fight: .spec.replicas slow argocd and kube-controller-manager, times 3']),
      {
        at: '1d 17h 5m',
        waits: true,
        says: ['fight-ended'],
        expect: [gone, 'fight: .spec.replicas slow argocd and kube-controller-manager, times 3, ended'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('a fast fight is told once, and is over an hour after the last blow', () => {
  const steps = Array.from({ length: 16 }, (_, i): StoryStep => {
    const at = `1h ${Math.floor((i * 4) / 60)}m ${(i * 4) % 60}s`
    return { at, ...(i % 2 === 0 ? { live: FIVE, by: 'kubectl-edit' } : { live: THREE, by: 'argocd' }), expect: [] }
  })
  const { memory } = tell({
    both: THREE,
    steps: [{ at: '0s', expect: [] }, ...steps, { at: '2h', waits: true, expect: [] }],
  })
  const begin = BEGINNING + HOUR + 4 * SECOND
  expect(memory.record.fights).toEqual([
    expect.objectContaining({
      pace: 'fast',
      managers: ['argocd', 'kubectl-edit'],
      times: 8,
      since: begin,
      last: begin + 56 * SECOND,
      endedAt: null,
    }),
  ])
  const [fight] = memory.record.fights
  expect(fight?.heat).toBeCloseTo(5.254, 3)
  const fights = memory.activity.filter(({ kind }) => kind.startsWith('fight'))
  // Three within a day came first; that it grew fast is news once more.
  expect(fights.map(({ kind, detail }) => [kind, detail['pace']])).toEqual([
    ['fight-started', 'slow'],
    ['fight-started', 'fast'],
  ])
  expect(fight && fightDue(fight, begin + 56 * SECOND + HOUR - 1, settingsOf({}))).toBeUndefined()
  expect(fight && fightDue(fight, begin + 56 * SECOND + HOUR, settingsOf({}))?.fights[0]?.endedAt).toBe(
    begin + 56 * SECOND + HOUR,
  )
})

it('a writer that takes its own changes back fights nobody', () => {
  const steps = Array.from(
    { length: 10 },
    (_, i): StoryStep => ({
      at: `${i + 1}m`,
      live: i % 2 === 0 ? FIVE : THREE,
      by: 'kubectl-scale',
      expect: [],
    }),
  )
  const { memory } = tell({ both: THREE, steps: [{ at: '0s', expect: [] }, ...steps] })
  expect(memory.record.fights).toEqual([])
  expect(memory.fixes).toEqual([])
})
