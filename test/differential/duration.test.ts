import { expect, it } from 'vitest'
import { runDurations } from './run-durations.ts'

const PAIRS = 10_000

it(`compares ${PAIRS} random durations as the server does`, async () => {
  const run = await runDurations(PAIRS, 20_263)
  expect(run.disagreements.slice(0, 5)).toEqual([])
  expect(run.equal).toBeGreaterThan(PAIRS * 0.4)
})
