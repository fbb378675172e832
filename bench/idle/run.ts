import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCluster, type TestCluster } from '../../test/cluster/cluster.ts'
import { writeKubeconfigs } from '../../test/cluster/kubeconfig.ts'
import { FaultGateway } from '../../test/live/fault-gateway.ts'
import { PERFORMANCE, writeSection } from '../../test/pages/page-section.ts'
import { fillCluster } from '../fill-cluster.ts'
import { BenchedService } from '../service/benched-service.ts'
import { idleSection } from './section.ts'

const OBJECTS = 10_000

/** What a start leaves to be done, such as asking again for what may have been missed, is none of idleness. */
const SETTLED_AFTER_MS = 30_000

/**
 * Counts what `driftage serve` asks of an API server while nothing changes; nothing is timed, so other work may run beside
 * it. Needs a built `dist`. Argument: minutes, default ten; only those are written into the page.
 */
export async function run([minutesText = '10']: readonly string[]): Promise<void> {
  const minutes = Number(minutesText)
  const folder = mkdtempSync(join(tmpdir(), 'driftage-bench-'))
  const cluster = await startCluster({ auditLevel: 'Metadata' })
  try {
    say(`applying ${OBJECTS} objects`)
    const source = await fillCluster(cluster, folder, OBJECTS)
    const requests = await whileIdle(cluster, { source, folder, minutes })
    const section = idleSection({ requests, minutes, objects: OBJECTS })
    if (minutes === 10) writeSection(PERFORMANCE, 'idle', section)
    console.log(section)
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Paths with their questions, in order. */
async function whileIdle(
  cluster: TestCluster,
  { source, folder, minutes }: { readonly source: string; readonly folder: string; readonly minutes: number },
): Promise<readonly string[]> {
  const gateway = new FaultGateway(cluster.url, cluster.ca)
  await gateway.start()
  const { admin } = cluster.tokens
  const files = await writeKubeconfigs(join(folder, 'access'), gateway.url, gateway.ca, { admin })
  try {
    const service = await BenchedService.start({ source, kubeconfig: files.admin, data: join(folder, 'store') })
    await sleep(SETTLED_AFTER_MS)
    say(`counting requests for ${minutes} minutes`)
    const before = gateway.requests.length
    await sleep(minutes * 60_000)
    const asked = gateway.requests.slice(before)
    await service.end()
    return asked
  } finally {
    await gateway.stop()
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
