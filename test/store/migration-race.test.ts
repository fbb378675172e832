import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProcess } from './child.ts'
import { postgresEngine, type TestEngine } from './engines.ts'
import { startPostgres } from './postgres-server.ts'

describe('processes that prepare the same PostgreSQL at once (F-40)', () => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = postgresEngine(await startPostgres())
  })
  afterAll(() => engine?.stop())

  it('all find it ready, and each step was done once', async () => {
    const place = await engine.place()
    const services = await Promise.all([startProcess(place), startProcess(place)])
    const pools = await Promise.all(Array.from({ length: 4 }, () => engine.open(place)))
    for (const service of services) await service.printed(1)
    expect(services.map(({ lines }) => lines)).toEqual([['open'], ['open']])
    expect(pools.filter(({ migrated }) => migrated.length > 0).length).toBeLessThanOrEqual(1)
    const { rows } = await (pools[0] as (typeof pools)[number]).jobs.executeSql(
      'select count(*) as steps from migration',
    )
    expect(rows).toEqual([{ steps: 5 }])
    for (const service of services) service.signal('SIGKILL')
    await Promise.all(services.map(({ ended }) => ended))
  })
})
