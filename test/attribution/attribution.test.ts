import { beforeAll, describe, expect, it } from 'vitest'
import { TENTH } from './attribution-campaign.ts'
import { leavesTrace } from './figures.ts'
import {
  isInexcusable,
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

function isCertain({ grade, last }: Graded): boolean {
  return grade === 'right' && last.confidence === 'certain'
}

/** Tells of each row that falls short, since nobody can see what a share of a run was that is over. */
function expectCertain(rows: readonly Graded[], share: number): void {
  const others = rows.filter((row) => !isCertain(row)).map(printGraded)
  const certain = (rows.length - others.length) / rows.length
  expect(certain, `not certain:\n${others.join('\n')}\n`).toBeGreaterThanOrEqual(share)
}

/** Made, deleted and made again within a second: at Metadata no event says which of the two it made, so both are shown. */
function isMadeTwice({ change }: Graded, rows: readonly Graded[]): boolean {
  const { ref, seenAt, id } = change.seen.origin
  return rows.some(({ change: other }) => {
    const { origin } = other.seen
    const isSameName = origin.ref.kind === ref.kind && origin.ref.name === ref.name && origin.id.uid !== id.uid
    return (
      other.what === 'created' && change.what === 'created' && isSameName && Math.abs(origin.seenAt - seenAt) < 2_000
    )
  })
}

/**
 * Two overwrote the same version at once, and the second attempt of one left no note, which happens where the version that
 * it saw is a multiple of 88 behind: both are shown.
 */
function isOneOfRivals({ truth, grade, last }: Graded): boolean {
  return truth.contended && grade === 'among' && last.reason === 'several-claimants'
}

const MODES = [WHOLE_BODIES, `${WHOLE_BODIES}${LOSSY}`, POLICY, `${POLICY}${LOSSY}`, WEBHOOK, OWNERSHIP]

describe.each(MODES)('%s', (name) => {
  it('never names anybody wrongly, not even for a moment (F-27)', () => {
    expect(rowsOf(name).length).toBeGreaterThan(60)
    expect(
      rowsOf(name)
        .filter((row) => isInexcusable(name, row))
        .map(printGraded),
    ).toEqual([])
  })

  it('is asked only about changes that the campaign made', () => {
    expect(results.get(name)?.untold).toBe(0)
  })
})

describe('who made a change', () => {
  it('is certain where whole requests and answers are logged, also in contention (R-29)', () => {
    expectCertain(rowsOf(WHOLE_BODIES), 0.99)
  })

  it('is certain at Metadata with the admission policy, for whoever writes alone', () => {
    const all = rowsOf(POLICY)
    const alone = all.filter((row) => !row.truth.contended && !isMadeTwice(row, all))
    expect(alone.length).toBeGreaterThan(35)
    expectCertain(alone, 0.95)
  })

  it('is mostly certain at Metadata where six write one object at once, and else the client', () => {
    const contended = rowsOf(POLICY).filter(({ truth }) => truth.contended)
    expect(contended.length).toBeGreaterThan(20)
    // Whoever is overtaken more than five times is not named; the whole campaign has one in ten.
    expectCertain(contended, 0.7)
    expect(contended.filter(({ last }) => last.confidence === 'unknown').map(printGraded)).toEqual([])
  })

  it('is certain of what was not lost, at Metadata as with whole requests, whatever else was lost (F-27)', () => {
    for (const mode of [WHOLE_BODIES, POLICY]) {
      const rows = rowsOf(`${mode}${LOSSY}`)
      // Two thirds come through; of so few changes the share may be lower by chance.
      expectCertain(rows, 0.45)
      const weak = rows.filter(({ last }) => last.users.length > 0 && last.confidence !== 'certain')
      const unexpected = weak.filter((row) => !isMadeTwice(row, rows) && !isOneOfRivals(row))
      expect(unexpected.map(printGraded)).toEqual([])
    }
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
