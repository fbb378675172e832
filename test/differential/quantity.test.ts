import { expect, it } from 'vitest'
import { runQuantities } from './run-quantities.ts'

const PAIRS = 20_000

it(`reads and compares ${PAIRS} random quantities as apimachinery does`, async () => {
  const run = await runQuantities(PAIRS, 20_261)
  expect(run.disagreements.slice(0, 5)).toEqual([])
  expect(run.compared).toBeGreaterThan(PAIRS * 0.7)
  expect(run.equal).toBeGreaterThan(PAIRS * 0.2)
})
