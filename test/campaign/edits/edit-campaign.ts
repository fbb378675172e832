import type { TestCluster } from '../../cluster/cluster.ts'
import { singleSource } from '../../fleet/manifest-source.ts'
import { openReader, scanSources, schemasOf } from '../../fleet/scan-cluster.ts'
import { Random } from '../../differential/random.ts'
import { deleteAndCreate } from './deletion.ts'
import { type Choice, planEdits } from './edit-plan.ts'
import { fleetTargets } from './fleet-targets.ts'
import { withFrozenControllers } from './frozen-controllers.ts'
import { InjectingPolicy } from './injecting-policy.ts'
import { decidesAboutOthers, lanesOf } from './lanes.ts'
import { type EditResult, makeEdit, type Workbench } from './make-edit.ts'
import { policyWriter } from './policy-writer.ts'
import { asProcess } from './real-kubectl.ts'
import { RawApi } from '../../cluster/raw-api.ts'
import { repairReferences } from './references.ts'
import { RememberingReader } from './remembering-reader.ts'
import { restore } from './restore.ts'
import { DEPLOYER, type Target } from './target.ts'

export interface CampaignOptions extends Choice {
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
  const bob = new RawApi(cluster, 'bob')
  const remembering = new RememberingReader(reader)
  const schemas = schemasOf(remembering)
  const assess: Workbench['assess'] = (target) =>
    scanSources(remembering, schemas, [singleSource(target.desired)], { deployer: DEPLOYER })
  try {
    return await withFrozenControllers(cluster, async () => {
      const targets = await fleetTargets(admin, await reader.discover())
      const chosen = targets.filter(({ title }) => title.includes(options.only ?? ''))
      const bench = { apis, admin, assess }
      const quotas = targets.filter(({ kind }) => kind.kind === 'ResourceQuota')
      const results = [...(await editAll(chosen, quotas, bench, remembering, options))]
      results.push(...(await editWithKubectl(chosen, cluster, bench, options)))
      results.push(...(await editUnderPolicy(chosen, bob, bench, remembering, options)))
      await repairReferences(admin, targets)
      return results
    })
  } finally {
    for (const api of [admin, bob, ...Object.values(apis)]) api.close()
    await reader.close()
  }
}

async function editAll(
  targets: readonly Target[],
  quotas: readonly Target[],
  bench: Workbench,
  reader: RememberingReader,
  options: CampaignOptions,
): Promise<readonly EditResult[]> {
  const results: EditResult[] = []
  const edit = (target: Target): Promise<void> => editOne(target, bench, options, results)
  // Nobody counts what is used while the controllers stand still, so a quota would soon refuse every re-creation.
  for (const quota of quotas) if (targets.includes(quota)) await edit(quota)
  for (const { path } of quotas) await bench.admin.send({ method: 'DELETE', path })
  const { parallel, alone } = lanesOf(targets.filter((target) => !quotas.includes(target)))
  const queue = [...parallel]
  const work = async (): Promise<void> => {
    for (let lane = queue.shift(); lane !== undefined; lane = queue.shift()) {
      for (const target of lane) await edit(target)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  // What decides about others never decides about itself, so the reader may remember until they have been edited.
  for (const target of alone) await edit(target)
  reader.forget()
  for (const quota of quotas) await restore(bench.admin, quota)
  return results
}

/** Real processes of kubectl for a sample of what the requests above stand for. */
async function editWithKubectl(
  targets: readonly Target[],
  cluster: TestCluster,
  bench: Workbench,
  { seed, share, progress }: CampaignOptions,
): Promise<readonly EditResult[]> {
  const random = new Random(seed)
  const results: EditResult[] = []
  for (const target of targets.filter((one) => !decidesAboutOthers(one))) {
    const planned = random
      .shuffled(planEdits(target, { seed: seed + 1, share: 1, by: 'every writer' }))
      .filter(({ writer }) => asProcess(writer, cluster))
    const perVerb = new Map(planned.map((edit) => [edit.writer.name, edit]))
    for (const edit of random.some([...perVerb.values()], Math.ceil(KUBECTL_PER_OBJECT * share))) {
      const result = await makeEdit({ ...edit, writer: asProcess(edit.writer, cluster) ?? edit.writer }, bench)
      results.push(result)
      progress?.(result)
    }
  }
  return results
}

const KUBECTL_PER_OBJECT = 5

/** Changes that an admission policy makes to what one person writes. What decides about others comes at the end. */
async function editUnderPolicy(
  targets: readonly Target[],
  bob: RawApi,
  bench: Workbench,
  reader: RememberingReader,
  options: CampaignOptions,
): Promise<readonly EditResult[]> {
  const policy = new InjectingPolicy(bench.admin, bob)
  await policy.install()
  reader.forget()
  const writer = policyWriter({ bob, policy })
  const results: EditResult[] = []
  const order = [...targets].sort((a, b) => Number(decidesAboutOthers(a)) - Number(decidesAboutOthers(b)))
  for (const target of order) {
    for (const edit of planEdits(target, options).filter((one) => one.writer.name === writer.name)) {
      const result = await makeEdit({ ...edit, writer }, bench)
      results.push(result)
      options.progress?.(result)
    }
  }
  await policy.remove()
  reader.forget()
  return results
}

async function editOne(
  target: Target,
  bench: Workbench,
  options: CampaignOptions,
  results: EditResult[],
): Promise<void> {
  const record = (result: EditResult): void => {
    results.push(result)
    options.progress?.(result)
  }
  const edits = planEdits(target, options).filter(({ writer }) => writer.name !== policyWriter().name)
  for (const edit of edits) record(await makeEdit(edit, bench))
  for (const result of await deleteAndCreate(target, bench)) record(result)
}
