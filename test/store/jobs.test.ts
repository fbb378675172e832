import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import { change, deployment, fenceOf } from './records.ts'

describe.each(ENGINES)('the job queue in the ledger’s database on $name', ({ start }) => {
  let engine: TestEngine
  let store: OpenStore
  let boss: PgBoss

  beforeAll(async () => {
    engine = await start()
    store = await engine.open(await engine.place())
    boss = new PgBoss({ db: store.jobs, backend: store.jobs.backend, schema: 'jobs' })
    boss.on('error', (error) => failures.push(error))
    await boss.start()
  })
  afterAll(async () => {
    await boss?.stop({ graceful: false })
    await engine?.stop()
  })
  const failures: unknown[] = []

  it('does a job, and does it again when it failed, while the ledger is written', async () => {
    await boss.createQueue('notify', { retryLimit: 2, retryDelay: 0 })
    let attempts = 0
    const done = new Promise<unknown>((resolve) => {
      void boss.work('notify', { pollingIntervalSeconds: 0.5 }, ([job]) => {
        attempts += 1
        if (attempts === 1) return Promise.reject(new Error('channel is down'))
        resolve(job?.data)
        return Promise.resolve()
      })
    })
    const id = await boss.send('notify', { finding: 'f1', big: 12 })
    const fence = await fenceOf(store)
    for (let index = 0; index < 20; index++) await store.ledger.apply([change(deployment(`web-${index}`))], fence)

    expect(await done).toEqual({ finding: 'f1', big: 12 })
    expect(attempts).toBe(2)
    await expect
      .poll(async () => (await boss.findJobs('notify', { id: id as string }))[0]?.state, { timeout: 10_000 })
      .toBe('completed')
    expect(failures).toEqual([])
    expect(await store.operations.check()).toMatchObject({ problems: [], chain: { state: 'whole' } })
  })
})
