import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenStore, openStore } from '../../src/adapters/sql/open-store.ts'
import type { Fence } from '../../src/ledger/ports.ts'
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'
import { change, deployment, fenceOf } from './records.ts'

describe('a connection that breaks (F-21)', () => {
  let server: PostgresServer
  let proxy: CuttingProxy
  let store: OpenStore
  let fence: Fence

  beforeAll(async () => {
    server = await startPostgres()
    proxy = await startCuttingProxy(await server.database())
    store = await openStore({ kind: 'postgres', url: proxy.url })
    fence = await fenceOf(store)
  })
  afterAll(async () => {
    await store?.close()
    await proxy?.stop()
    await server?.stop()
  })

  it.each(['before', 'after'] as const)('%s a commit was carried out loses and doubles nothing', async (when) => {
    const ref = deployment(`cut-${when}`)
    const before = (await store.reads.activity({ limit: 100 })).items.length
    proxy.cutNextCommit(when)
    await store.ledger.apply([change(ref)], fence)

    expect((await store.reads.activity({ limit: 100 })).items).toHaveLength(before + 1)
    expect((await store.ledger.record(ref)).findings).toHaveLength(1)
    expect(await store.operations.check()).toMatchObject({ problems: [], chain: { state: 'whole' } })
  })

  it('because the server restarts is waited for', async () => {
    const writes = Array.from({ length: 5 }, (_, index) => deployment(`restart-${index}`)).map(async (ref) => {
      for (let times = 0; times < 10; times++) await store.ledger.append([...change(ref).activity])
    })
    await server.restart()
    await Promise.all(writes)
    const { items } = await store.reads.activity({ limit: 1000 })
    expect(items.filter(({ kind }) => kind === 'finding-opened')).toHaveLength(2 + 50)
    expect((await store.operations.check()).chain.state).toBe('whole')
  })

  it('for good is told with a code, and never as success', async () => {
    const own = await startCuttingProxy(await server.database())
    const impatient = await openStore({ kind: 'postgres', url: own.url }, { tryForMs: 200 })
    await own.stop()
    const { activity } = change(deployment('never'))
    await expect(impatient.ledger.append(activity)).rejects.toMatchObject({ code: 'DRF5012' })
    await expect(impatient.reads.findings({ now: 0, limit: 1 })).rejects.toMatchObject({ code: 'DRF5012' })
    await impatient.close()
  })
})

describe('an address', () => {
  it('where no server listens is told with a code', async () => {
    const nobody = openStore({ kind: 'postgres', url: 'postgres://driftage@127.0.0.1:9/ledger' })
    await expect(nobody).rejects.toMatchObject({ code: 'DRF5012' })
  })

  it('that is none is told with a code that does not repeat it, since it may hold a password', async () => {
    const wrong = openStore({ kind: 'postgres', url: 'host=db password=hunter2' })
    await expect(wrong).rejects.toMatchObject({ code: 'DRF5005', message: expect.not.stringContaining('hunter2') })
  })
})
