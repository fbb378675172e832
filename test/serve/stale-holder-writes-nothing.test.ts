import { afterAll, beforeAll, expect, it } from 'vitest'
import { runStops } from '../campaign/stop/stop-campaign.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts'

let cluster: TestCluster
let server: PostgresServer

beforeAll(async () => {
  ;[cluster, server] = await Promise.all([startCluster({ controllerManager: false }), startPostgres()])
})

afterAll(async () => {
  await server.stop()
  await cluster.stop()
})

it('F-25 a service that stood still writes nothing into what another one took over, and nothing is lost or doubled', async () => {
  // Of this seed: both of them, then the successor too, then inside of a transaction.
  const stopped = await runStops(cluster, server, { seed: 5, stops: 3, namespace: 'stopped', leaseMs: 10_000 })
  expect(stopped.flatMap(({ faults }) => faults)).toEqual([])
  expect(stopped.map(({ moment }) => moment)).toEqual(['both', 'successor too', 'in a transaction'])
  expect(stopped.at(-1)?.changes).toBeGreaterThan(10)
})
