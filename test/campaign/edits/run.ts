import process from 'node:process'
import { startCluster } from '../../cluster/cluster.ts'
import { applyFleet } from '../../fleet/apply-fleet.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'
import { runEdits } from './edit-campaign.ts'
import { editsSection, limitOf, printMiss, tally } from './figures.ts'

/** The whole campaign, about half an hour. Arguments: seed, the share of the edits to make, a part of the objects' titles. */
export async function run([seedText = '1', shareText = '1', only = '']: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  const share = Number(shareText)
  // Whole requests and answers in the audit log would take a good part of the time.
  const cluster = await startCluster({ nodes: 2, auditLevel: 'Metadata' })
  try {
    await applyFleet(cluster, 'server-side')
    const started = performance.now()
    let done = 0
    const results = await runEdits(cluster, {
      seed,
      share,
      by: 'every writer',
      only,
      progress: (result) => {
        if (result.outcome === 'miss') console.error(printMiss(result))
        if (++done % 500 === 0) console.error(`${done} edits`)
      },
    })
    const section = editsSection(results, seed, (performance.now() - started) / 1000)
    if (share === 1 && only === '') writeSection(CAMPAIGNS, 'edits', section)
    console.log(section)
    if (tally(results).misses.some((miss) => limitOf(miss) === undefined)) process.exitCode = 1
  } finally {
    await cluster.stop()
  }
}
