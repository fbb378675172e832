import process from 'node:process'
import { startCluster } from '../../cluster/cluster.ts'
import { ENGINES } from '../../store/engines.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'
import { Progress } from '../progress.ts'
import { killSection } from './figures.ts'
import { type Killed, runKills } from './kill-campaign.ts'

/** The whole campaign, about an hour and a half. Arguments: seed, number of kills. */
export async function run([seedText = '1', countText = '200']: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  const kills = Number(countText) / ENGINES.length
  const cluster = await startCluster({ controllerManager: false })
  try {
    const started = performance.now()
    const results = new Map<string, readonly Killed[]>()
    for (const { name, start } of ENGINES) {
      const engine = await start()
      const progress = new Progress(`of ${kills} kills on ${name}`, 5)
      let faulty = 0
      try {
        const onKilled = ({ faults }: Killed): void => {
          if (faults.length > 0) faulty++
          progress.step(`${faulty} with faults`)
        }
        results.set(name, await runKills(cluster, engine, { seed, kills, namespace: name }, onKilled))
      } finally {
        await engine.stop()
      }
    }
    const section = killSection(results, seed, (performance.now() - started) / 1000)
    if (kills === 100) writeSection(CAMPAIGNS, 'kill', section)
    console.log(section)
    const faulty = [...results].flatMap(([name, all]) =>
      all.filter(({ faults }) => faults.length > 0).map((one) => `${name} ${one.number}: ${one.faults.join('; ')}`),
    )
    for (const line of faulty) console.error(line)
    if (faulty.length > 0) process.exitCode = 1
  } finally {
    await cluster.stop()
  }
}
