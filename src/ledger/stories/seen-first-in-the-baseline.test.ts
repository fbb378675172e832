import { expect, it } from 'vitest'
import { MINUTE } from '../../model/instant.ts'
import { BEGINNING, tell } from './story.ts'

const GIT = { '.spec.replicas': 3 }
const owned = (live: number): { readonly '.spec.replicas': number } => ({ '.spec.replicas': live })

it('R-32 the first pass over a source is its baseline; what is changed after it is news', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    baseline: true,
    both: GIT,
    steps: [
      { at: '0s', live: owned(5), expect: ['drifted', '.spec.replicas settling 3→5 for 0s baseline'] },
      { at: '10m', waits: true, expect: ['drifted', '.spec.replicas open 3→5 for 10m baseline'] },
      { at: '1d', live: owned(9), by: 'kubectl-scale', expect: ['drifted', '.spec.replicas open 3→9 for 1d'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('F-23 what is changed after an object was seen in sync is news, also where nobody wrote that the first pass was over', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    baseline: true,
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1m', live: owned(5), by: 'kubectl-scale', expect: ['drifted', '.spec.replicas settling 3→5 for 0s'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-31 managedFields prove an onset before our first sight, less what the clocks may be apart', () => {
  const { told, expected, memory } = tell({
    graceMs: 10 * MINUTE,
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1m', unknown: 'unreachable', expect: ['unknown (unreachable)'] },
      // The watch is blind; the write is only known from the entry that it left.
      { at: '1h', unknown: 'unreachable', live: owned(5), by: 'my-operator', expect: ['unknown (unreachable)'] },
      { at: '3h', expect: ['drifted', '.spec.replicas open 3→5 for 1h 59m'] },
    ],
  })
  expect(told).toEqual(expected)
  expect(memory.record.findings[0]?.onset).toEqual({ notBefore: BEGINNING, notAfter: BEGINNING + 61 * MINUTE })
})

it('R-31 what the deployer wrote, and what an entry says of the time before an agreement, prove nothing', () => {
  const first = (by: string, skewMs: number): string | undefined =>
    tell({
      both: GIT,
      clockAheadMs: skewMs,
      steps: [
        { at: '0s', expect: [] },
        { at: '1h', unknown: 'unreachable', live: owned(5), by, expect: [] },
        { at: '3h', expect: [] },
      ],
    }).told.at(-1)?.expect[1]
  expect(first('my-operator', 0)).toBe('.spec.replicas open 3→5 for 1h 59m')
  expect(first('argocd', 0)).toBe('.spec.replicas open 3→5 for 0s')
  // F-13: the API server's clock is three hours behind, or ahead of ours.
  expect(first('my-operator', -180 * MINUTE)).toBe('.spec.replicas open 3→5 for 0s')
  expect(first('my-operator', 180 * MINUTE)).toBe('.spec.replicas open 3→5 for 0s')
})

it('R-31 a source that was removed, or an object that was gone, is no agreement to count from', () => {
  const { memory } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: owned(5), by: '', expect: [] },
      { at: '2h', unclaimed: 'source-removed', expect: [] },
      { at: '5h', expect: ['drifted', '.spec.replicas open 3→5 for 0s regressions 1'] },
    ],
  })
  expect(memory.record.findings[0]?.onset).toEqual({ notBefore: BEGINNING, notAfter: BEGINNING + 300 * MINUTE })
})
