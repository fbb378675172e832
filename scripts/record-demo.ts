import { writeFile } from 'node:fs/promises'
import { startCluster } from '../test/cluster/cluster.ts'
import { bringUpShop, driftShop, dumpShop } from './demo/shop.ts'

/**
 * Records `examples/demo/live.json` from a real cluster: `node scripts/run.mjs scripts/record-demo.ts`. An engine applies
 * the source, people and controllers change what runs, and the dump is what kubectl writes then.
 */
export async function run(): Promise<void> {
  const cluster = await startCluster({ nodes: 2 })
  try {
    await bringUpShop(cluster)
    await driftShop(cluster)
    await writeFile('examples/demo/live.json', await dumpShop(cluster))
  } finally {
    await cluster.stop()
  }
}
