import process from 'node:process'
import { startCluster } from '../../cluster/cluster.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'
import { Progress } from '../progress.ts'
import { reverterSection } from './figures.ts'
import { faultsOf, printRemembered, type Remembered, runReverter } from './reverter-campaign.ts'

/** The whole campaign, some minutes. Arguments: seed, number of hotfixes. */
export async function run([seedText = '1', countText = '200']: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  const count = Number(countText)
  const cluster = await startCluster({ controllerManager: false })
  try {
    const started = performance.now()
    const results: Remembered[] = []
    for (const engine of ['argocd', 'flux'] as const) {
      const progress = new Progress(`of ${count / 2} hotfixes undone by ${engine}`, 10)
      const options = { seed, count: count / 2, namespace: engine }
      results.push(...(await runReverter(cluster, engine, options, () => progress.step())))
    }
    const section = reverterSection(results, seed, (performance.now() - started) / 1000)
    if (count === 200) writeSection(CAMPAIGNS, 'reverter', section)
    console.log(section)
    const faulty = results.filter((one) => faultsOf(one).length > 0)
    for (const one of faulty) console.error(printRemembered(one))
    if (faulty.length > 0) process.exitCode = 1
  } finally {
    await cluster.stop()
  }
}
