import process from 'node:process'
import { startCluster, type TestCluster } from '../../cluster/cluster.ts'
import { ENGINES } from '../../store/engines.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'
import { Progress } from '../progress.ts'
import { killSection } from './figures.ts'
import { type Killed, runKills } from './kill-campaign.ts'

/** The whole campaign, about three quarters of an hour. Arguments: seed, number of kills. */
export async function run([seedText = '1', countText = '200']: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  const kills = Number(countText) / ENGINES.length
  const cluster = await startCluster({ controllerManager: false })
  try {
    const started = performance.now()
    // Both stores at once: a service that is killed while it starts is waited for most of the time.
    const each = ENGINES.map(async (engine) => [engine.name, await onEngine(cluster, engine, { seed, kills })] as const)
    const results = new Map(await Promise.all(each))
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

async function onEngine(
  cluster: TestCluster,
  { name, start }: (typeof ENGINES)[number],
  { seed, kills }: { readonly seed: number; readonly kills: number },
): Promise<readonly Killed[]> {
  const engine = await start()
  const progress = new Progress(`of ${kills} kills on ${name}`, 5)
  let faulty = 0
  try {
    return await runKills(cluster, engine, { seed, kills, namespace: name }, ({ faults }) => {
      if (faults.length > 0) faulty++
      progress.step(`${faulty} with faults`)
    })
  } finally {
    await engine.stop()
  }
}
