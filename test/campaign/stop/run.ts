import process from 'node:process'
import { startCluster } from '../../cluster/cluster.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'
import { startPostgres } from '../../store/postgres-server.ts'
import { Progress } from '../progress.ts'
import { stopSection } from './figures.ts'
import { runStops, type Stopped } from './stop-campaign.ts'

const LEASE_MS = 10_000
const WHOLE = 30

/** The whole campaign, about twenty minutes. Arguments: seed, number of stops. */
export async function run([seedText = '1', countText = String(WHOLE)]: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  const stops = Number(countText)
  const [cluster, server] = await Promise.all([startCluster({ controllerManager: false }), startPostgres()])
  try {
    const started = performance.now()
    const progress = new Progress(`of ${stops} stops`, 1)
    const onStopped = ({ moment, faults, said }: Stopped): void => {
      for (const line of [...said, ...faults]) console.error(line)
      progress.step(faults.length === 0 ? moment : `${moment}: ${faults.length} faults`)
    }
    const results = await runStops(cluster, server, { seed, stops, namespace: 'stopped', leaseMs: LEASE_MS }, onStopped)
    const seconds = (performance.now() - started) / 1000
    const section = stopSection(results, { seed, leaseMs: LEASE_MS, seconds })
    if (stops === WHOLE) writeSection(CAMPAIGNS, 'stop', section)
    console.log(section)
    if (results.some(({ faults }) => faults.length > 0)) process.exitCode = 1
  } finally {
    await server.stop()
    await cluster.stop()
  }
}
