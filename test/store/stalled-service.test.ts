import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type OpenStore, type StorePlace } from '../../src/adapters/sql/open-store.ts'
import { openPostgres } from '../../src/adapters/sql/postgres/open-postgres.ts'
import { passFence } from '../../src/adapters/sql/write/fence.ts'
import type { Fence } from '../../src/ledger/ports.ts'
import { HOUR, MINUTE } from '../../src/model/instant.ts'
import { postgresEngine, type TestEngine } from './engines.ts'
import { startPostgres } from './postgres-server.ts'
import { change, deployment, NOON } from './records.ts'

let engine: TestEngine

beforeAll(async () => {
  engine = postgresEngine(await startPostgres())
})

afterAll(() => engine?.stop())

async function opened(): Promise<{ readonly store: OpenStore; readonly place: StorePlace & { kind: 'postgres' } }> {
  const place = await engine.place()
  if (place.kind !== 'postgres') throw new Error('not PostgreSQL')
  return { store: await openStore(place), place }
}

it('F-25 a service that stands still inside a transaction keeps nobody from its lease, and writes nothing of it', async () => {
  const { store, place } = await opened()
  const sleeper = (await store.leases.acquire('a', 'sleeper', NOON, MINUTE)) as Fence
  const { database, close } = openPostgres(place.url, { stalledMs: 500 })
  const key = '00000000-0000-4000-8000-000000000001'
  let begun = (): void => {}
  const passed = new Promise<void>((resolve) => (begun = resolve))
  const stalled = database.transaction(async (tx) => {
    await passFence(tx, sleeper, key)
    begun()
    await sleep(5_000)
    await passFence(tx, sleeper, key)
  })
  stalled.catch(() => {})
  await passed
  const asked = performance.now()
  const next = await store.leases.acquire('a', 'next', NOON + HOUR, MINUTE)
  expect(next).toMatchObject({ owner: 'next', epoch: 2 })
  expect(performance.now() - asked).toBeLessThan(3_000)
  await expect(stalled).rejects.toMatchObject({ name: 'SqlFailure' })
  // The session that was ended is not given out again.
  await expect(database.transaction((tx) => passFence(tx, next as Fence, key))).resolves.toBeUndefined()
  await close()
  await store.close()
})

it('F-25 a service renews its lease while it writes, and one that waits for it waits for what is being written', async () => {
  const { store, place } = await opened()
  const holder = (await store.leases.acquire('a', 'holder', NOON, MINUTE)) as Fence
  const { database, close } = openPostgres(place.url, {})
  let begun = (): void => {}
  let ended = false
  const passed = new Promise<void>((resolve) => (begun = resolve))
  const writing = database.transaction(async (tx) => {
    await passFence(tx, holder, '00000000-0000-4000-8000-000000000002')
    begun()
    await sleep(4_000)
    ended = true
  })
  await passed
  expect(await store.leases.acquire('a', 'holder', NOON + 1_000, MINUTE)).toEqual(holder)
  // Nobody who cannot have it waits either.
  expect(await store.leases.acquire('a', 'other', NOON + 2_000, MINUTE)).toBeUndefined()
  expect(ended).toBe(false)
  expect(await store.leases.acquire('a', 'other', NOON + HOUR, MINUTE)).toMatchObject({ owner: 'other', epoch: 2 })
  expect(ended).toBe(true)
  await writing
  await close()
  await store.close()
})

it('F-25 a service renews its lease in time, however much else waits for the database', async () => {
  const { place } = await opened()
  const store = await openStore(place, { poolSize: 1 })
  const holder = await store.leases.acquire('a', 'holder', NOON, MINUTE)
  let ended = false
  const busy = store.jobs.executeSql('select pg_sleep(4)').then(() => (ended = true))
  expect(await store.leases.acquire('a', 'holder', NOON + 1_000, MINUTE)).toEqual(holder)
  expect(ended).toBe(false)
  await busy
  await store.close()
})

it('tells no broken record and no problem where services write while it is read', async () => {
  const { store } = await opened()
  const fence = (await store.leases.acquire('a', 'writer', NOON, HOUR)) as Fence
  const enough = new AbortController()
  const writer = async (): Promise<void> => {
    for (let number = 0; !enough.signal.aborted; number++)
      await store.ledger.apply([change(deployment(`web-${number}`, 'a'))], fence)
  }
  const written = writer()
  for (let checks = 0; checks < 8; checks++) {
    expect((await store.operations.verify()).state).toBe('whole')
    const { problems, chain } = await store.operations.check()
    expect([chain.state, problems]).toEqual(['whole', []])
  }
  enough.abort()
  await written
  await store.close()
})
