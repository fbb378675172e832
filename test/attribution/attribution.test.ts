import { beforeAll, describe, expect, it } from 'vitest'
import { TENTH } from './attribution-campaign.ts'
import { leavesTrace } from './figures.ts'
import {
  LOSSY,
  type ModeResult,
  OWNERSHIP,
  POLICY,
  runWithoutBodies,
  runWithWholeBodies,
  WEBHOOK,
  WHOLE_BODIES,
} from './four-modes.ts'
import { type Graded, printGraded, tallyOf } from './score.ts'

const results = new Map<string, ModeResult>()

beforeAll(async () => {
  const both = await Promise.all([runWithWholeBodies(7, TENTH), runWithoutBodies(7, TENTH)])
  for (const result of both.flat()) results.set(result.name, result)
})

function rowsOf(name: string): readonly Graded[] {
  return results.get(name)?.rows ?? []
}

function certainShare(rows: readonly Graded[]): number {
  return tallyOf(rows).certain / rows.length
}

const MODES = [WHOLE_BODIES, `${WHOLE_BODIES}${LOSSY}`, POLICY, `${POLICY}${LOSSY}`, WEBHOOK, OWNERSHIP]

describe.each(MODES)('%s', (name) => {
  it('never names anybody wrongly, not even for a moment (F-27)', () => {
    expect(rowsOf(name).length).toBeGreaterThan(60)
    expect(
      rowsOf(name)
        .filter(({ wasEverWrong }) => wasEverWrong)
        .map(printGraded),
    ).toEqual([])
  })

  it('is asked only about changes that the campaign made', () => {
    expect(results.get(name)?.untold).toBe(0)
  })
})

describe('who made a change', () => {
  it('is certain where whole requests and answers are logged, also in contention (R-29)', () => {
    expect(certainShare(rowsOf(WHOLE_BODIES))).toBeGreaterThanOrEqual(0.99)
  })

  it('is certain at Metadata with the admission policy, for whoever writes alone', () => {
    const alone = rowsOf(POLICY).filter(({ truth }) => !truth.contended)
    expect(certainShare(alone)).toBeGreaterThanOrEqual(0.95)
  })

  it('is among those who are shown at Metadata where several write at once', () => {
    const contended = rowsOf(POLICY).filter(({ truth }) => truth.contended)
    expect(contended.length).toBeGreaterThan(20)
    expect(contended.filter(({ grade }) => grade === 'nobody').map(printGraded)).toEqual([])
  })

  it('is known to the observing webhook, which sees each attempt with its content', () => {
    const rows = rowsOf(WEBHOOK)
    // A review that does not come within a second is lost, by design.
    expect(tallyOf(rows).right / rows.length).toBeGreaterThanOrEqual(0.97)
  })

  it('is a manager, its verb and its sub-resource where only managedFields tell', () => {
    const traced = rowsOf(OWNERSHIP).filter(leavesTrace)
    expect(tallyOf(traced).right / traced.length).toBeGreaterThanOrEqual(0.9)
    expect(rowsOf(OWNERSHIP).flatMap(({ last }) => last.users)).toEqual([])
  })

  it('is unknown without a trace where something is taken away and only managedFields tell (E1)', () => {
    const away = rowsOf(OWNERSHIP).filter(({ change }) => change.what === 'removed' || change.what === 'deleted')
    expect(away.length).toBeGreaterThan(3)
    expect(new Set(away.map(({ last }) => `${last.confidence} ${last.reason}`))).toEqual(new Set(['unknown no-trace']))
  })
})
