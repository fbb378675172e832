import process from 'node:process'
import { startCluster } from '../../cluster/cluster.ts'
import { applyFleet } from '../../fleet/apply-fleet.ts'
import { writeSection } from '../campaign-page.ts'
import { runEdits } from './edit-campaign.ts'
import { editsSection, printMiss, tally } from './figures.ts'

/** The whole campaign, which takes some minutes. Arguments: seed, and the share of the edits to make. */
export async function run([seedText = '1', shareText = '1']: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  const share = Number(shareText)
  const cluster = await startCluster({ nodes: 2 })
  try {
    await applyFleet(cluster, 'server-side')
    const started = performance.now()
    let done = 0
    const results = await runEdits(cluster, {
      seed,
      share,
      progress: (result) => {
        if (result.outcome === 'miss') console.error(printMiss(result))
        if (++done % 500 === 0) console.error(`${done} edits`)
      },
    })
    const section = editsSection(results, seed, (performance.now() - started) / 1000)
    if (share === 1) writeSection('edits', section)
    console.log(section)
    const { counted, hits } = tally(results)
    if (hits / counted < 0.99) process.exitCode = 1
  } finally {
    await cluster.stop()
  }
}
