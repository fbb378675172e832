import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { writeKubeconfigs } from '../../test/cluster/kubeconfig.ts'
import { FaultGateway } from '../../test/live/fault-gateway.ts'
import { BenchedService } from './benched-service.ts'
import { type Load, type LoadFigures, underLoad } from './load.ts'
import { RecordedObjects } from './recorded-objects.ts'
import { RecordedStream } from './recorded-stream.ts'

export interface RecordedFigures {
  readonly objects: number
  readonly coldStartMs: number
  readonly peakMib: number
  /** After a minute at rest. */
  readonly restingMib: number
  readonly loads: readonly LoadFigures[]
}

/** A service that watches more objects than a small machine's API server could hold, and what it stands. */
export async function measureRecorded(
  cluster: TestCluster,
  folder: string,
  { objects: count, loads }: { readonly objects: number; readonly loads: readonly Load[] },
  say: (text: string) => void,
): Promise<RecordedFigures> {
  const source = join(folder, 'recorded')
  mkdirSync(source)
  const objects = await RecordedObjects.record(cluster, source, count)
  const gateway = new FaultGateway(cluster.url, cluster.ca)
  await gateway.start()
  const stream = new RecordedStream(objects, gateway)
  const { admin } = cluster.tokens
  const files = await writeKubeconfigs(join(folder, 'recorded-access'), gateway.url, gateway.ca, { admin })
  try {
    say(`starting the service on ${count} recorded objects`)
    const data = join(folder, 'recorded-store')
    const service = await BenchedService.start({ source, kubeconfig: files.admin, data })
    const peakMib = service.peakMib()
    say(`ready after ${Math.round(service.readyAfterMs)} ms with at most ${Math.round(peakMib)} MiB`)
    const restingMib = await service.restingMib()
    say(`${Math.round(restingMib)} MiB at rest`)
    const measured: LoadFigures[] = []
    for (const load of loads) {
      say(`${load.rate} events a second for ${load.seconds} s: ${load.looks}`)
      const figures = await underLoad(service, stream, objects, load)
      say(JSON.stringify(figures))
      measured.push(figures)
    }
    await service.end()
    return { objects: count, coldStartMs: service.readyAfterMs, peakMib, restingMib, loads: measured }
  } finally {
    await gateway.stop()
  }
}
