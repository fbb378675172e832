import { expect, it } from 'vitest'
import { runDifferential } from './run-differential.ts'

// A tenth of the campaign, which `npm run campaign -- differential` runs whole.
const PAIRS = 5_000

it(`compares ${PAIRS} random pairs as structured-merge-diff does`, async () => {
  const run = await runDifferential(PAIRS, 20_260)
  expect(run.disagreements.slice(0, 3)).toEqual([])
  // Guards against a run that proves nothing because most objects were refused or nothing differed.
  expect(run.compared).toBeGreaterThan(PAIRS * 0.7)
  expect(run.different).toBeGreaterThan(PAIRS * 0.4)
})
