import process from 'node:process'
import { WHOLE } from '../../attribution/attribution-campaign.ts'
import { attributionSection } from '../../attribution/figures.ts'
import { isInexcusable, runWithoutBodies, runWithWholeBodies } from '../../attribution/four-modes.ts'
import { printGraded } from '../../attribution/score.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'
import { Progress } from '../progress.ts'

/** The whole campaign, some minutes. Argument: seed. */
export async function run([seedText = '1']: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  const started = performance.now()
  const whole = new Progress('changes seen with whole bodies', 50)
  const without = new Progress('changes seen without bodies', 50)
  const results = [
    ...(await runWithWholeBodies(seed, WHOLE, () => whole.step())),
    ...(await runWithoutBodies(seed, WHOLE, () => without.step())),
  ]
  const section = attributionSection(results, seed, (performance.now() - started) / 1000)
  writeSection(CAMPAIGNS, 'attribution', section)
  console.log(section)
  for (const { name, rows, untold } of results) {
    console.error(`${name}: ${untold} changes that the campaign did not make`)
    for (const row of rows) if (row.wasEverWrong) console.error(printGraded(row))
    if (untold > 0 || rows.some((row) => isInexcusable(name, row))) process.exitCode = 1
  }
}
