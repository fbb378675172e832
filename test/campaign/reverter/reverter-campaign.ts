import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Serving } from '../../../src/compose/service/serve.ts'
import { textOf } from '../../../src/model/json.ts'
import type { OverwrittenFix } from '../../../src/model/overwritten-fix.ts'
import type { TestCluster } from '../../cluster/cluster.ts'
import { USERS } from '../../cluster/users.ts'
import { Random } from '../../differential/random.ts'
import { type EngineKind, EngineLoop } from '../../serve/engine-loop.ts'
import { startWhole, wholeConfig } from '../../serve/whole-service.ts'
import { Story } from '../../stories/base/story.ts'
import { fixable, type Hotfix, hotfix, makeHotfix } from './hotfixes.ts'

/** A hotfix that an engine undid, with what the ledger has of it. */
export interface Remembered {
  readonly truth: Hotfix
  readonly engine: EngineKind
  /** Before the change was sent, and after it was seen to be gone, by the wall clock. */
  readonly from: number
  readonly to: number
  readonly fixes: readonly OverwrittenFix[]
  /** How many entries of the activity tell of it. */
  readonly told: number
}

const NAMES = ['web-0', 'web-1', 'web-2', 'web-3']

/** Makes hotfixes one after the other while an engine undoes each, and tells what the service remembers of them. */
export async function runReverter(
  cluster: TestCluster,
  engine: EngineKind,
  options: { readonly seed: number; readonly count: number; readonly namespace: string },
  onUndone: () => void = () => {},
): Promise<readonly Remembered[]> {
  const { seed, count, namespace } = options
  const random = new Random(seed)
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  const manifests = new Map(NAMES.map((name) => [name, fixable(name)]))
  story.commit(Object.fromEntries([...manifests].map(([name, manifest]) => [`${name}.json`, manifest])))
  const loop = new EngineLoop(cluster, engine, namespace, manifests, random)
  const folder = await mkdtemp(join(tmpdir(), 'driftage-reverter-'))
  let serving: Serving | undefined
  try {
    await loop.start()
    const repositories = new Map([[namespace, story.folder]])
    serving = await startWhole(wholeConfig({ cluster, store: { kind: 'embedded', folder }, repositories }))
    const made: Pick<Remembered, 'truth' | 'from' | 'to'>[] = []
    for (let number = 0; number < count; number++) {
      const truth = hotfix(random, NAMES, number)
      const from = Date.now()
      await makeHotfix(cluster, namespace, truth)
      await isUndone(cluster, namespace, truth)
      made.push({ truth, from, to: Date.now() })
      onUndone()
    }
    await isQuiet(serving)
    return await remembered(serving, engine, made)
  } finally {
    await loop.stop()
    await serving?.stop()
    story.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function isUndone(cluster: TestCluster, namespace: string, { name, value }: Hotfix): Promise<void> {
  for (const end = Date.now() + 20_000; ; await sleep(20)) {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`
    const { spec } = await cluster.admin.expect<{ spec: object }>('GET', path)
    const text = JSON.stringify(spec)
    if (!text.includes(typeof value === 'number' ? `:${value},` : JSON.stringify(value))) return
    if (Date.now() > end) throw new Error(`the engine did not undo ${JSON.stringify(value)} of ${name}`)
  }
}

/** Until all that was seen is recorded, and the last audit events have come. */
async function isQuiet({ store }: Serving): Promise<void> {
  let last = ''
  for (let same = 0; same < 4; await sleep(500)) {
    const { items } = await store.reads.activity({ limit: 1 })
    const now = JSON.stringify(items)
    same = now === last ? same + 1 : 0
    last = now
  }
}

async function remembered(
  { store }: Serving,
  engine: EngineKind,
  made: readonly Pick<Remembered, 'truth' | 'from' | 'to'>[],
): Promise<readonly Remembered[]> {
  const fixes = await all((cursor) => store.reads.overwritten({ limit: 500, ...cursor }))
  const told = await all((cursor) => store.reads.activity({ limit: 500, kinds: ['fix-overwritten'], ...cursor }))
  return made.map((one) => {
    const mine = fixes.filter(
      ({ ref, path, value }) => ref.name === one.truth.name && path === one.truth.path && value === one.truth.value,
    )
    const ids = new Set(mine.map(({ id }) => id))
    return { ...one, engine, fixes: mine, told: told.filter(({ detail }) => ids.has(textOf(detail['fix']))).length }
  })
}

async function all<T>(
  read: (cursor: { readonly cursor?: string }) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
): Promise<readonly T[]> {
  const items: T[] = []
  for (let cursor: { readonly cursor?: string } = {}; ; ) {
    const page = await read(cursor)
    items.push(...page.items)
    if (page.next === undefined) return items
    cursor = { cursor: page.next }
  }
}

/** What is not as it has to be, in words; none = remembered whole. */
export function faultsOf({ truth, engine, from, to, fixes, told }: Remembered): readonly string[] {
  const [fix] = fixes
  if (fix === undefined) return ['nothing is remembered']
  const { attribution, undoneBy, madeAt, undoneAt, livedMs } = fix
  const faults: string[] = []
  if (fixes.length > 1) faults.push(`remembered ${fixes.length} times`)
  if (told !== 1) faults.push(`told ${told} times`)
  if (attribution.users.some((user) => user !== truth.userName)) faults.push(`wrong name ${attribution.users.join()}`)
  else if (attribution.users.length === 0) faults.push(`no author (${attribution.confidence}, ${attribution.reason})`)
  const undoer = USERS[engine].name
  if (undoneBy.users.some((user) => user !== undoer)) faults.push(`wrong undoer ${undoneBy.users.join()}`)
  else if (undoneBy.users.length === 0) faults.push(`no undoer (${undoneBy.confidence}, ${undoneBy.reason})`)
  if (livedMs !== undoneAt - madeAt || livedMs < 0) faults.push(`lived ${livedMs} of ${undoneAt - madeAt} ms`)
  // Clocks are told to the second in the objects themselves.
  if (madeAt < from - 1_000 || undoneAt > to + 2_000) faults.push(`lived outside of its time`)
  return faults
}

export function printRemembered(one: Remembered): string {
  const { truth, engine } = one
  return `${engine} ${truth.name} ${truth.by} ${JSON.stringify(truth.value)} by ${truth.user}: ${faultsOf(one).join('; ')}`
}
