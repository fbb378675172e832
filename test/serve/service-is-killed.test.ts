import { afterAll, beforeAll, expect, it } from 'vitest'
import { runKills } from '../campaign/kill/kill-campaign.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { ENGINES } from '../store/engines.ts'

const KILLS = 3

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ controllerManager: false })
})

afterAll(() => cluster.stop())

it.each(ENGINES)(
  'F-23 resets no age, doubles nothing and breaks no record when it is killed under load ($name)',
  async ({ name, start }) => {
    const engine = await start()
    try {
      const killed = await runKills(cluster, engine, { seed: 3, kills: KILLS, namespace: name })
      expect(killed.flatMap(({ faults }) => faults)).toEqual([])
      // All three differences that last were seen before the first kill, and after each one.
      expect(killed.map(({ lasting }) => lasting)).toEqual(Array.from({ length: KILLS }, () => 3))
    } finally {
      await engine.stop()
    }
  },
)
