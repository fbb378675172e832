import { join } from 'node:path'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { fillCluster } from '../fill-cluster.ts'
import { BenchedService } from './benched-service.ts'
import { storedAfter } from './stored-after.ts'

export interface RealSize {
  readonly objects: number
  readonly writes: number
}

export interface RealFigures extends RealSize {
  readonly coldStartMs: number
  /** From a start after kill -9 until everything was known and recorded again. */
  readonly restartMs: number
  readonly peakMib: number
  /** After a minute at rest. */
  readonly restingMib: number
  readonly storedAfterMs: readonly number[]
}

/** A service on the real API server: its starts, and the way of a write into the store. */
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
  const peakMib = cold.peakMib()
  const restingMib = await cold.restingMib()
  say(
    `ready after ${Math.round(cold.readyAfterMs)} ms; ${Math.round(restingMib)} MiB at rest; ${size.writes} writes, one after the other`,
  )
  const storedAfterMs = await storedAfter(cluster, cold, size)
  await cold.end('SIGKILL')
  say('starting it again after kill -9')
  const again = await BenchedService.start(options)
  await again.end()
  const sorted = storedAfterMs.toSorted((a, b) => a - b)
  say(
    `again after ${Math.round(again.readyAfterMs)} ms; a write is stored after ${sorted[sorted.length >> 1]} ms (median)`,
  )
  return { ...size, coldStartMs: cold.readyAfterMs, restartMs: again.readyAfterMs, peakMib, restingMib, storedAfterMs }
}
