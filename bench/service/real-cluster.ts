import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { writeKubeconfigs } from '../../test/cluster/kubeconfig.ts'
import { FaultGateway } from '../../test/live/fault-gateway.ts'
import { fillCluster } from '../fill-cluster.ts'
import { BenchedService } from './benched-service.ts'
import { storedAfter } from './stored-after.ts'

export interface RealSize {
  readonly objects: number
  readonly writes: number
  readonly idleMinutes: number
}

export interface RealFigures extends RealSize {
  readonly coldStartMs: number
  /** From a start after kill -9 until everything was known and recorded again. */
  readonly restartMs: number
  readonly residentMib: number
  readonly storedAfterMs: readonly number[]
  /** What was asked of the API server while nothing changed, by method and path, watches that begin again apart. */
  readonly idleRequests: readonly string[]
  readonly idleWatches: number
}

/** A service on the real API server: starts, the way of a write into the store, and what it asks while nothing happens. */
export async function measureReal(
  cluster: TestCluster,
  folder: string,
  size: RealSize,
  say: (text: string) => void,
): Promise<RealFigures> {
  say(`applying ${size.objects} objects`)
  const source = await fillCluster(cluster, folder, size.objects)
  const options = { source, kubeconfig: cluster.kubeconfigs.admin, data: join(folder, 'real-store') }
  say('starting the service')
  const cold = await BenchedService.start(options)
  const residentMib = cold.residentMib()
  say(`ready after ${Math.round(cold.readyAfterMs)} ms; ${size.writes} writes, one after the other`)
  const storedAfterMs = await storedAfter(cluster, cold, size)
  await cold.end('SIGKILL')
  say('starting it again after kill -9')
  const again = await BenchedService.start(options)
  await again.end()
  const idle = await whileIdle(cluster, options, size.idleMinutes, say)
  return { ...size, coldStartMs: cold.readyAfterMs, restartMs: again.readyAfterMs, residentMib, storedAfterMs, ...idle }
}

async function whileIdle(
  cluster: TestCluster,
  options: { readonly source: string; readonly data: string },
  minutes: number,
  say: (text: string) => void,
): Promise<Pick<RealFigures, 'idleRequests' | 'idleWatches'>> {
  const gateway = new FaultGateway(cluster.url, cluster.ca)
  await gateway.start()
  const { admin } = cluster.tokens
  const files = await writeKubeconfigs(`${options.data}-gateway`, gateway.url, gateway.ca, { admin })
  try {
    const service = await BenchedService.start({ ...options, kubeconfig: files.admin })
    // What a start leaves to be done, such as asking again for what may have been missed, is none of idleness.
    await sleep(30_000)
    say(`counting requests for ${minutes} minutes`)
    const before = gateway.requests.length
    await sleep(minutes * 60_000)
    const asked = gateway.requests.slice(before)
    await service.end()
    const isWatch = (path: string): boolean => path.includes('watch=true')
    return { idleRequests: asked.filter((path) => !isWatch(path)), idleWatches: asked.filter(isWatch).length }
  } finally {
    await gateway.stop()
  }
}
