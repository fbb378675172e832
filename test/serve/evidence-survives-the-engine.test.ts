import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultsOf, printRemembered, runReverter } from '../campaign/reverter/reverter-campaign.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ controllerManager: false })
})

afterAll(() => cluster.stop())

it.each([
  ['argocd', 7],
  ['flux', 8],
] as const)(
  'R-33 remembers value, author, life and undoer of each hotfix that %s undoes within 300 ms',
  async (engine, seed) => {
    const remembered = await runReverter(cluster, engine, { seed, count: 10, namespace: engine })
    expect(remembered.filter((one) => faultsOf(one).length > 0).map(printRemembered)).toEqual([])
  },
)
