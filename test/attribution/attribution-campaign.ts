import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '../../src/model/json.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import { Random } from '../differential/random.ts'
import { Bench } from './bench.ts'
import { type Change, changesOf } from './changes.ts'
import { contend } from './contention.ts'
import { editsWithKubectl } from './kubectl-edits.ts'
import { EDITS, writeInVain } from './raw-edits.ts'
import { DEPLOYER, KINDS, NAMESPACE, type Target, targets } from './targets.ts'
import { TruthBook } from './truth.ts'
import { Watcher } from './watcher.ts'

export interface CampaignSize {
  /** Objects of each of the three kinds, edited side by side. */
  readonly each: number
  /** Edits of each object. */
  readonly edits: number
  /** Writes of each of the six rivals, on each of three objects. */
  readonly contended: number
}

/** About 560 changes, 180 of them in contention. */
export const WHOLE: CampaignSize = { each: 4, edits: 34, contended: 10 }
export const TENTH: CampaignSize = { each: 2, edits: 7, contended: 2 }

const SIDE_BY_SIDE = 4
const KUBECTL_SHARE = 0.25
/** People and controllers do not write one object several times within a tenth of a second, unless they contend for it. */
const PAUSE_MS = 130

/**
 * Makes edits of every kind by people and programs, and tells of each change that a real watch shows with who really made
 * it. `seen` is called as the watch tells, while events still come.
 */
export async function runCampaign(
  cluster: TestCluster,
  seed: number,
  size: CampaignSize,
  seen: (change: Change, object: JsonObject | undefined) => void,
): Promise<void> {
  const truth = new TruthBook()
  const bench = new Bench(cluster, truth, new Random(seed))
  const all = targets(size.each)
  const watcher = new Watcher(cluster, (version) => {
    const target = all.find(
      ({ kind, name }) => kind.resource === version.kind.resource && name === version.origin.ref.name,
    )
    if (target === undefined) return
    for (const change of changesOf(version, target, truth)) seen(change, version.object)
  })
  try {
    await deploy(cluster, bench, all)
    for (const kind of KINDS) await watcher.watch(kind)
    await editAll(bench, all, size.edits)
    for (const target of all.slice(0, 3)) await contend(bench, target, size.contended)
    // The watch is a few milliseconds behind.
    await sleep(1_000)
  } finally {
    watcher.stop()
    bench.close()
  }
}

async function deploy(cluster: TestCluster, bench: Bench, all: readonly Target[]): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body })
  for (const { kind, name, manifest } of all) {
    const path = `${kind.collection}/${name}`
    await bench.send('argocd', {
      method: 'PATCH',
      path,
      patch: 'apply-patch',
      manager: DEPLOYER,
      force: true,
      body: manifest,
    })
  }
}

/** Several objects side by side, each edited by one after the other. */
async function editAll(bench: Bench, all: readonly Target[], edits: number): Promise<void> {
  const queue = [...all]
  const work = async (): Promise<void> => {
    for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
      for (let i = 0; i < edits; i++) await editOnce(bench, target)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
}

async function editOnce(bench: Bench, target: Target): Promise<void> {
  const { random } = bench
  const place = random.pick(target.places)
  const ways = random.chance(KUBECTL_SHARE) ? editsWithKubectl : EDITS
  await random.pick(ways.filter(({ fits }) => fits(target, place))).make(bench, target, place)
  await sleep(PAUSE_MS)
  if (!random.chance(0.3)) return
  await writeInVain(bench, target, place)
  await sleep(PAUSE_MS)
}
