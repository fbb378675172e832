import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES, type TestEngine } from './engines.ts'
import { dumpSchema } from './schema-dump.ts'

const COMMITTED = fileURLToPath(new URL('schema.sql', import.meta.url))

describe.each(ENGINES)('the schema on $name', ({ start }) => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = await start()
  })
  afterAll(() => engine?.stop())

  it('is the committed one, so that no change of it goes unseen', async () => {
    const store = await engine.open(await engine.place())
    await expect(await dumpSchema(store.jobs)).toMatchFileSnapshot(COMMITTED)
  })

  it('is made once: opening again does nothing', async () => {
    const place = await engine.place()
    const first = await engine.open(place)
    expect(first.migrated).toHaveLength(5)
    await first.close()
    expect((await engine.open(place)).migrated).toEqual([])
  })

  it('is refused where a newer version has changed it (F-40)', async () => {
    const place = await engine.place()
    const newer = await engine.open(place)
    await newer.jobs.executeSql(`insert into migration values ('9999-of-the-future', '2030-01-01')`)
    await newer.close()
    await expect(engine.open(place)).rejects.toMatchObject({ code: 'DRF5006' })
  })
})
