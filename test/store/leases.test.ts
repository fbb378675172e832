import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import { isStaleFence } from '../../src/adapters/sql/write/fence.ts'
import type { Fence } from '../../src/ledger/ports.ts'
import { HOUR, MINUTE } from '../../src/model/instant.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import { change, deployment, NOON } from './records.ts'

describe.each(ENGINES)('leases on $name', ({ start }) => {
  let engine: TestEngine
  let store: OpenStore

  beforeAll(async () => {
    engine = await start()
    store = await engine.open(await engine.place())
  })
  afterAll(() => engine?.stop())

  it('go to one at a time, and to the next when they run out', async () => {
    const { leases } = store
    expect(await leases.acquire('a', 'one', NOON, MINUTE)).toEqual({ cluster: 'a', owner: 'one', epoch: 1 })
    expect(await leases.acquire('a', 'two', NOON + 1, MINUTE)).toBeUndefined()
    expect(await leases.acquire('a', 'one', NOON + 30_000, MINUTE)).toEqual({ cluster: 'a', owner: 'one', epoch: 1 })
    expect(await leases.acquire('a', 'two', NOON + MINUTE, MINUTE)).toBeUndefined()
    expect(await leases.acquire('a', 'two', NOON + 2 * MINUTE, MINUTE)).toEqual({
      cluster: 'a',
      owner: 'two',
      epoch: 2,
    })
  })

  it('are free at once when they are given back, and only by their holder', async () => {
    const { leases } = store
    const fence = (await leases.acquire('b', 'one', NOON, HOUR)) as Fence
    await leases.release({ ...fence, epoch: 99 })
    expect(await leases.acquire('b', 'two', NOON, HOUR)).toBeUndefined()
    await leases.release(fence)
    expect(await leases.acquire('b', 'two', NOON, HOUR)).toMatchObject({ epoch: 2 })
  })

  it('protect what is written: a holder that slept through its lease writes nothing (F-25)', async () => {
    const ref = deployment('web', 'c')
    const sleeper = (await store.leases.acquire('c', 'sleeper', NOON, MINUTE)) as Fence
    await store.ledger.apply([change(ref)], sleeper)
    const before = await store.ledger.record(ref)
    const next = (await store.leases.acquire('c', 'next', NOON + HOUR, MINUTE)) as Fence

    const late = store.ledger.apply([change(ref, { findings: [] })], sleeper)
    await expect(late).rejects.toMatchObject({ code: 'DRF5011' })
    expect(isStaleFence(await late.catch((error: unknown) => error))).toBe(true)
    expect(await store.ledger.record(ref)).toEqual(before)
    expect((await store.reads.activity({ limit: 10 })).items).toHaveLength(1)

    await store.ledger.apply([change(ref, { findings: [] })], next)
    expect((await store.reads.activity({ limit: 10 })).items).toHaveLength(2)
  })

  it('go to exactly one of many that ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.leases.acquire('d', `service-${index}`, NOON, MINUTE)),
    )
    expect(asked.filter((fence) => fence !== undefined)).toHaveLength(1)
  })
})

it('a lease of a process that was killed holds up nobody who has the embedded store to himself', async () => {
  const engine = await (ENGINES.find(({ name }) => name === 'embedded') as (typeof ENGINES)[number]).start()
  try {
    const place = await engine.place()
    const killed = await engine.open(place)
    const before = (await killed.leases.acquire('a', 'killed', NOON, HOUR)) as Fence
    await killed.close()
    const store = await engine.open(place)
    expect(await store.leases.acquire('a', 'next', NOON, HOUR)).toMatchObject({ owner: 'next', epoch: 2 })
    await expect(store.ledger.apply([change(deployment('web', 'a'))], before)).rejects.toMatchObject({
      code: 'DRF5011',
    })
    await store.close()
  } finally {
    await engine.stop()
  }
})
