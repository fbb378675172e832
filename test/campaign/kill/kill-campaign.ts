import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../../src/config/config.ts'
import type { StorePlace } from '../../../src/adapters/sql/open-store.ts'
import { STORE_FOLDER } from '../../../src/compose/service/data-folder.ts'
import type { TestCluster } from '../../cluster/cluster.ts'
import { Random } from '../../differential/random.ts'
import { startServiceProcess } from '../../serve/service-process.ts'
import { wholeConfig } from '../../serve/whole-service.ts'
import { Story } from '../../stories/base/story.ts'
import type { TestEngine } from '../../store/engines.ts'
import { fixable } from '../reverter/hotfixes.ts'
import { ledgerTruth, type Onsets } from './ledger-truth.ts'
import { Load } from './load.ts'

/** What one kill left. */
export interface Killed {
  readonly number: number
  /** How long after its start the service was killed, in ms, and whether its first pass was over. */
  readonly afterMs: number
  readonly wasLive: boolean
  readonly lasting: number
  readonly faults: readonly string[]
}

const LASTING = ['lasting-0', 'lasting-1', 'lasting-2']
const RESTLESS = ['restless-0', 'restless-1', 'restless-2']

/** Kills the service again and again while people and an engine write, and reads the ledger after each kill. */
export async function runKills(
  cluster: TestCluster,
  engine: TestEngine,
  options: { readonly seed: number; readonly kills: number; readonly namespace: string },
  onKilled: (killed: Killed) => void = () => {},
): Promise<readonly Killed[]> {
  const { seed, kills, namespace } = options
  const random = new Random(seed)
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  const files = [...LASTING, ...RESTLESS].map((name) => [`${name}.json`, fixable(name)] as const)
  story.commit(Object.fromEntries(files))
  await story.deploy('argocd')
  const folder = await mkdtemp(join(tmpdir(), 'driftage-killed-'))
  const { store, place, environment } = await storeFor(engine, folder)
  const config = wholeConfig({ cluster, store, repositories: new Map([[namespace, story.folder]]) })
  const load = new Load(cluster, namespace, RESTLESS, random)
  const results: Killed[] = []
  try {
    let onsets: Onsets = new Map()
    load.start()
    for (let number = 0; number < kills; number++) {
      const service = await startServiceProcess(config, environment)
      const started = Date.now()
      let wasLive = false
      void service.live.then(
        () => (wasLive = true),
        () => {},
      )
      // The first one lives to see the differences that last; others are killed anywhere, before they are live, too.
      const isWhole = number === 0 || random.chance(0.5)
      if (isWhole) await service.live
      if (number === 0) for (const name of LASTING) await load.change(name)
      await sleep(isWhole ? random.between(number === 0 ? 3_000 : 0, 4_000) : random.between(300, 3_000))
      await service.kill()
      const opened = await engine.open(place)
      const truth = await ledgerTruth(opened, onsets, new Set(LASTING))
      await opened.close()
      onsets = truth.onsets
      const killed = { number, afterMs: Date.now() - started, wasLive, lasting: onsets.size, faults: truth.faults }
      results.push(killed)
      onKilled(killed)
    }
    return results
  } finally {
    await load.stop()
    story.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function storeFor(
  engine: TestEngine,
  folder: string,
): Promise<{
  readonly store: Config['store']
  readonly place: StorePlace
  readonly environment: Readonly<Record<string, string>>
}> {
  const home = { XDG_DATA_HOME: folder }
  if (engine.name === 'embedded') {
    const place = { kind: 'embedded', folder: join(folder, STORE_FOLDER) } as const
    return { store: { kind: 'embedded', folder }, place, environment: home }
  }
  const place = await engine.place()
  if (place.kind !== 'postgres') throw new Error('not PostgreSQL')
  const url = { from: 'environment', name: 'DRIFTAGE_TEST_STORE' } as const
  return { store: { kind: 'postgres', url }, place, environment: { ...home, DRIFTAGE_TEST_STORE: place.url } }
}
