import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openStore, type OpenStore } from '../../src/adapters/sql/open-store.ts'
import type { Config } from '../../src/config/config.ts'
import type { Finding } from '../../src/model/finding.ts'
import { allFindings, ledgerTruth } from '../campaign/kill/ledger-truth.ts'
import { lastingFaults, LastingChanges, settingsManifests, unfound } from '../campaign/stop/lasting-changes.ts'
import { toldFaults } from '../campaign/stop/told-once.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'
import { Random } from '../differential/random.ts'
import { Story } from '../stories/base/story.ts'
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts'
import { Replica } from './replica.ts'
import { wholeConfig } from './whole-service.ts'

/** As services have it. */
const LEASE_MS = 15_000
/** A lease that was renewed right before, asking again every third of it, and a first pass on a machine with much to do. */
const BOUND_MS = LEASE_MS + LEASE_MS / 3 + 10_000
const CHANGES = 200
const CLUSTERS = ['east', 'west']

let cluster: TestCluster
let server: PostgresServer
let stories: readonly Story[]
const running = new Set<Replica>()

beforeAll(async () => {
  ;[cluster, server] = await Promise.all([startCluster({ controllerManager: false }), startPostgres()])
  stories = await Promise.all(CLUSTERS.map(rolledOut))
})

afterEach(async () => {
  for (const replica of running) await replica.kill()
  running.clear()
})

afterAll(async () => {
  for (const story of stories) story.end()
  await server.stop()
  await cluster.stop()
})

/** What a cluster runs lies in a namespace of its own: both are parts of one API server. */
async function rolledOut(namespace: string): Promise<Story> {
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
  const story = new Story(cluster, namespace)
  story.commit(settingsManifests(CHANGES))
  await story.deploy('argocd')
  return story
}

function sharedConfig(): Config {
  const repositories = new Map(stories.map(({ namespace, folder }) => [namespace, folder]))
  const config = wholeConfig({ cluster, store: { kind: 'embedded', folder: '/nowhere' }, repositories })
  const [one] = config.clusters
  return {
    ...config,
    clusters: CLUSTERS.map((name) => ({ ...(one as Config['clusters'][number]), name })),
    sources: config.sources.map((source) => ({ ...source, clusters: [source.name] })),
  }
}

async function startReplica(storeUrl: string): Promise<Replica> {
  const replica = await Replica.start({ config: sharedConfig(), storeUrl, leaseMs: LEASE_MS })
  running.add(replica)
  return replica
}

function holders(name: string): readonly Replica[] {
  return [...running].filter((one) => one.epochOf(name) !== undefined)
}

/** Until each cluster is watched by one service, whose first pass is over. */
function areWatched(store: OpenStore): Promise<void> {
  return waitUntilNothingIsMissing('one service watches each cluster', async () => {
    const states = await store.reads.clusters()
    return CLUSTERS.filter(
      (name) => holders(name).length !== 1 || states.find((one) => one.name === name)?.state !== 'live',
    )
  })
}

/** When each finding was written first. */
async function firstSeen({ reads }: OpenStore): Promise<ReadonlyMap<string, number>> {
  const { items } = await reads.activity({ kinds: ['finding-seen'], limit: 1_000 })
  return new Map(items.map(({ subject, at }) => [subject.id, at]))
}

it('a service that watches nothing tells what the others know, as theirs', async () => {
  const storeUrl = await server.database()
  const store = await openStore({ kind: 'postgres', url: storeUrl })
  const first = await startReplica(storeUrl)
  const second = await startReplica(storeUrl)
  await areWatched(store)
  expect(CLUSTERS.map((name) => holders(name))).toEqual([[first], [first]])
  await waitUntilNothingIsMissing('the second one is ready', async () => {
    const { status, body } = await second.ask('/readyz')
    return status === 200 ? [] : [body]
  })
  const state = async (replica: Replica) => JSON.parse((await replica.ask('/readyz')).body) as object
  expect(await state(second)).toMatchObject({ state: 'ready', store: 'open', clusters: [] })
  const shown = async (replica: Replica): Promise<readonly (readonly string[])[]> => {
    const { items } = JSON.parse((await replica.ask('/api/v1/clusters')).body) as {
      items: readonly { readonly name: string; readonly state: string }[]
    }
    return items.map(({ name, state: of }) => [name, of])
  }
  expect(await shown(second)).toEqual([
    ['east', 'live'],
    ['west', 'live'],
  ])
  expect(await shown(first)).toEqual(await shown(second))
  const metrics = async (replica: Replica): Promise<string> => (await replica.ask('/metrics')).body
  expect(await metrics(first)).toContain('driftage_lease_epoch{cluster="east"} 1')
  expect(await metrics(second)).not.toContain('driftage_lease_epoch{')
  expect(await metrics(second)).toContain('driftage_cluster_state{cluster="east",state="live"} 1')
  await store.close()
})

it('F-26 from one service to three and back to one, ended and killed, no change is missed, doubled, or seen later than the bound', async () => {
  const storeUrl = await server.database()
  const store = await openStore({ kind: 'postgres', url: storeUrl })
  const loads = CLUSTERS.map((name, index) => new LastingChanges(cluster, name, CHANGES, new Random(26 + index)))
  await startReplica(storeUrl)
  await areWatched(store)
  for (const load of loads) load.start()
  await startReplica(storeUrl)
  await startReplica(storeUrl)
  for (const how of ['end', 'kill'] as const) {
    const [holder] = holders('east')
    if (holder === undefined) throw new Error('nobody watches east')
    running.delete(holder)
    await holder[how]()
    await areWatched(store)
    await sleep(1_000)
  }
  for (const load of loads) await load.stop()
  const of = (all: readonly Finding[], name: string) => all.filter(({ drift }) => drift.object.cluster === name)
  await waitUntilNothingIsMissing('everything is found', async () => {
    const findings = await allFindings(store)
    const missing = loads.flatMap(({ made }, index) => unfound(made, of(findings, CLUSTERS[index] as string)))
    return missing.map(({ name, value }) => `${name} ${value}`)
  })
  const findings = await allFindings(store)
  const faults = loads.flatMap(({ made }, index) => lastingFaults(made, of(findings, CLUSTERS[index] as string)))
  expect(faults).toEqual([])
  expect((await ledgerTruth(store, new Map(), new Set())).faults).toEqual([])
  expect(await toldFaults(store)).toEqual([])
  const seenAt = await firstSeen(store)
  const unseen = loads.flatMap(({ made }, index) =>
    of(findings, CLUSTERS[index] as string).map(({ drift }) => {
      const change = made.find(({ name }) => name === drift.object.name)
      return (seenAt.get(drift.id) ?? Number.POSITIVE_INFINITY) - (change?.to ?? 0)
    }),
  )
  console.log(`${unseen.length} changes, the longest unseen for ${Math.max(...unseen)} ms`)
  expect(Math.max(...unseen)).toBeLessThan(BOUND_MS)
  await store.close()
})
