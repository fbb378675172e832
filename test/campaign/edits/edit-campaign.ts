import type { TestCluster } from '../../cluster/cluster.ts'
import { singleSource } from '../../fleet/manifest-source.ts'
import { openReader, scanSources, schemasOf } from '../../fleet/scan-cluster.ts'
import { planEdits } from './edit-plan.ts'
import { fleetTargets } from './fleet-targets.ts'
import { withFrozenControllers } from './frozen-controllers.ts'
import { lanesOf } from './lanes.ts'
import { type EditResult, makeEdit, type Workbench } from './make-edit.ts'
import { RawApi } from './raw-api.ts'
import { RememberingReader } from './remembering-reader.ts'
import { restore } from './restore.ts'
import type { Target } from './target.ts'

export interface CampaignOptions {
  readonly seed: number
  /** Share of the planned edits that are made, 0 to 1. */
  readonly share: number
  /** Only objects of which the title contains this. */
  readonly only?: string
  readonly progress?: (done: EditResult) => void
}

const SIDE_BY_SIDE = 4

/** Makes single edits all over a fleet that was applied server-side and has settled, and checks each assessment. */
export async function runEdits(cluster: TestCluster, options: CampaignOptions): Promise<readonly EditResult[]> {
  const reader = await openReader(cluster)
  const admin = new RawApi(cluster, 'admin')
  const apis = {
    person: new RawApi(cluster, 'alice'),
    deployer: new RawApi(cluster, 'argocd'),
    operator: new RawApi(cluster, 'operator'),
  }
  const remembering = new RememberingReader(reader)
  const schemas = schemasOf(remembering)
  const assess: Workbench['assess'] = (target) =>
    scanSources(remembering, schemas, [singleSource(target.desired)], { deployer: 'argocd-controller' })
  try {
    return await withFrozenControllers(cluster, async () => {
      const targets = await fleetTargets(admin, await reader.discover())
      const chosen = targets.filter(({ title }) => title.includes(options.only ?? ''))
      return await editAll(chosen, { apis, admin, assess }, remembering, options)
    })
  } finally {
    for (const api of [admin, ...Object.values(apis)]) api.close()
    await reader.close()
  }
}

async function editAll(
  targets: readonly Target[],
  bench: Workbench,
  reader: RememberingReader,
  options: CampaignOptions,
): Promise<readonly EditResult[]> {
  const results: EditResult[] = []
  const edit = (target: Target, assess = bench.assess): Promise<void> =>
    editOne(target, { ...bench, assess }, options, results)
  // Nobody counts what is used while the controllers stand still, so a quota would soon refuse every re-creation.
  const quotas = targets.filter(({ kind }) => kind.kind === 'ResourceQuota')
  for (const quota of quotas) await edit(quota)
  for (const { path } of quotas) await bench.admin.send({ method: 'DELETE', path })
  const { parallel, alone } = lanesOf(targets.filter((target) => !quotas.includes(target)))
  const queue = [...parallel]
  const work = async (): Promise<void> => {
    for (let lane = queue.shift(); lane !== undefined; lane = queue.shift()) {
      for (const target of lane) await edit(target)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  for (const target of alone) await edit(target, afresh(bench.assess, reader))
  for (const quota of quotas) await restore(bench.admin, quota)
  return results
}

/** Edits of admission and definitions change what the reader keeps. */
function afresh(assess: Workbench['assess'], reader: RememberingReader): Workbench['assess'] {
  return (target) => {
    reader.forget()
    return assess(target)
  }
}

async function editOne(
  target: Target,
  bench: Workbench,
  options: CampaignOptions,
  results: EditResult[],
): Promise<void> {
  for (const edit of planEdits(target, options.seed, options.share)) {
    const result = await makeEdit(edit, bench)
    results.push(result)
    options.progress?.(result)
  }
}
