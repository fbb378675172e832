import { setTimeout as sleep } from 'node:timers/promises'
import type { OpenStore } from '../../../src/adapters/sql/open-store.ts'
import { openStore } from '../../../src/adapters/sql/open-store.ts'
import type { TestCluster } from '../../cluster/cluster.ts'
import { Random } from '../../differential/random.ts'
import { Replica } from '../../serve/replica.ts'
import { wholeConfig } from '../../serve/whole-service.ts'
import { Story } from '../../stories/base/story.ts'
import type { PostgresServer } from '../../store/postgres-server.ts'
import { allFindings, ledgerTruth, type Onsets } from '../kill/ledger-truth.ts'
import { Load } from '../kill/load.ts'
import { fixable } from '../reverter/hotfixes.ts'
import { authored, lastingFaults, LastingChanges, settingsManifests, unfound } from './lasting-changes.ts'
import { type Moment, MOMENTS, stopAt } from './moments.ts'
import { Pair } from './pair.ts'
import { toldFaults } from './told-once.ts'

/** What one stop left. */
export interface Stopped {
  readonly number: number
  readonly moment: Moment
  readonly takenAfterMs: number | undefined
  /** How often the one that had been stopped said that its own lease refused writes (DRF5201), or their transaction (DRF5011). */
  readonly refusedBefore: number
  readonly refusedInside: number
  /** Changes that last, until now, and how many of them have their author. */
  readonly changes: number
  readonly authored: number
  readonly faults: readonly string[]
  /** What the services logged, where there are faults. */
  readonly said: readonly string[]
}

export interface StopOptions {
  readonly seed: number
  readonly stops: number
  readonly namespace: string
  readonly leaseMs: number
}

const CLUSTER = 'test'
const RESTLESS = ['restless-0', 'restless-1', 'restless-2']
/** More than people change in the time that most stops take; where there are no more, they change none. */
const CHANGES_A_STOP = 15
const FOUND_IN_MS = 120_000

/** Stops one of two services, or both, again and again while people and an engine write, and reads what they recorded. */
export async function runStops(
  cluster: TestCluster,
  server: PostgresServer,
  { seed, stops, namespace, leaseMs }: StopOptions,
  onStopped: (stopped: Stopped) => void = () => {},
): Promise<readonly Stopped[]> {
  const random = new Random(seed)
  const count = stops * CHANGES_A_STOP
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  const restless = RESTLESS.map((name) => [`${name}.json`, fixable(name)] as const)
  story.commit({ ...Object.fromEntries(restless), ...settingsManifests(count) })
  await story.deploy('argocd')
  const url = await server.database()
  const store = await openStore({ kind: 'postgres', url })
  const repositories = new Map([[namespace, story.folder]])
  const config = wholeConfig({ cluster, store: { kind: 'embedded', folder: '/nowhere' }, repositories })
  const first = await Replica.start({ config, storeUrl: url, leaseMs })
  const second = await Replica.start({ config, storeUrl: url, leaseMs })
  const pair = new Pair([first, second], server, url, CLUSTER)
  const changes = new LastingChanges(cluster, namespace, count, random)
  const loads = [new Load(cluster, namespace, RESTLESS, random), changes]
  const results: Stopped[] = []
  try {
    await isLive(store)
    const moments: Moment[] = []
    let onsets: Onsets = new Map()
    for (let number = 0; number < stops; number++) {
      if (moments.length === 0) moments.push(...random.shuffled(MOMENTS))
      const moment = moments.pop() as Moment
      for (const load of loads) load.start()
      await sleep(random.between(500, 2_000))
      const refused = new Map(pair.replicas.map((one) => [one, refusals(one)]))
      const stop = await stopAt(moment, pair, leaseMs, random)
      await sleep(random.between(500, 2_000))
      for (const load of loads) await load.stop()
      const faults = [...stop.faults, ...(await settled(store, changes))]
      const truth = await ledgerTruth(store, onsets, new Set(changes.made.map(({ name }) => name)))
      onsets = truth.onsets
      const findings = await allFindings(store)
      faults.push(...truth.faults, ...lastingFaults(changes.made, findings), ...(await toldFaults(store)))
      const [before, after] = [refused.get(stop.stopped) ?? NONE, refusals(stop.stopped)]
      const refusedInside = after.inside - before.inside
      if (stop.moment === 'in a transaction' && refusedInside === 0)
        faults.push('nothing was refused in its transaction')
      faults.push(...serviceFaults(pair))
      const stopped: Stopped = {
        number,
        moment,
        takenAfterMs: stop.takenAfterMs,
        refusedBefore: after.before - before.before,
        refusedInside,
        changes: changes.made.length,
        authored: authored(findings),
        faults,
        said: faults.length === 0 ? [] : pair.replicas.flatMap(saidBy),
      }
      results.push(stopped)
      onStopped(stopped)
    }
    return results
  } finally {
    for (const load of loads) await load.stop()
    for (const replica of pair.replicas) await replica.kill()
    await store.close()
    story.end()
  }
}

async function isLive({ reads }: OpenStore): Promise<void> {
  for (const end = Date.now() + 180_000; ; await sleep(50)) {
    if ((await reads.clusters()).some(({ name, state }) => name === CLUSTER && state === 'live')) return
    if (Date.now() > end) throw new Error('nobody was live in time')
  }
}

/** Until everything that was changed is found, or for too long. */
async function settled(store: OpenStore, { made }: LastingChanges): Promise<readonly string[]> {
  const begun = Date.now()
  while (unfound(made, await allFindings(store)).length > 0) {
    if (Date.now() - begun > FOUND_IN_MS) return [`not everything was found in ${FOUND_IN_MS} ms`]
    await sleep(200)
  }
  // What came last is recorded in several steps.
  await sleep(1_000)
  return []
}

/** Both still run, and one of them holds the cluster by what it believes itself. */
function serviceFaults({ replicas }: Pair): readonly string[] {
  const ended = replicas.flatMap(({ ended: how, log }) =>
    how === undefined ? [] : [`a service ended with ${how}: ${JSON.stringify(log.slice(-5))}`],
  )
  const holders = replicas.filter((one) => one.epochOf(CLUSTER) !== undefined).length
  return holders === 1 ? ended : [...ended, `${holders} believe that they hold the cluster`]
}

function saidBy({ pid, log }: Replica): readonly string[] {
  return log.map((line) => `${pid} ${JSON.stringify(line)}`)
}

const NONE = { before: 0, inside: 0 }

function refusals(replica: Replica): { readonly before: number; readonly inside: number } {
  const codes = replica.codes()
  return { before: codes.get('DRF5201') ?? 0, inside: codes.get('DRF5011') ?? 0 }
}
