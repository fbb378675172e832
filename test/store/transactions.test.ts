import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenEngine, StorePlace } from '../../src/adapters/sql/open-store.ts'
import { migrate } from '../../src/adapters/sql/migrate.ts'
import { openEmbedded } from '../../src/adapters/sql/pglite/open-embedded.ts'
import { openPostgres } from '../../src/adapters/sql/postgres/open-postgres.ts'
import { toJsonText } from '../../src/adapters/sql/json-text.ts'
import { embeddedFiles } from './embedded-files.ts'
import { ENGINES, type TestEngine } from './engines.ts'

async function openEngine(place: StorePlace): Promise<OpenEngine> {
  return place.kind === 'embedded' ? openEmbedded(place.folder, await embeddedFiles()) : openPostgres(place.url, {})
}

describe.each(ENGINES)('transactions on $name', ({ start }) => {
  let engine: TestEngine
  let opened: OpenEngine

  beforeAll(async () => {
    engine = await start()
    opened = await openEngine(await engine.place())
    await migrate(opened.database)
  })
  afterAll(async () => {
    await opened?.close()
    await engine?.stop()
  })

  const settings = async (): Promise<string[]> => {
    const rows = await opened.database.statements.selectFrom('setting').select('key').orderBy('key').execute()
    return rows.map(({ key }) => key)
  }
  const setting = (key: string) => ({ key, value: toJsonText(key) })

  it('leave nothing behind when they fail', async () => {
    const failing = opened.database.transaction(async (tx) => {
      await tx.insertInto('setting').values(setting('undone')).execute()
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await settings()).toEqual([])
  })

  it('run many at once, each as a whole', async () => {
    await opened.database.statements.insertInto('setting').values({ key: 'count', value: '0' }).execute()
    const adders = Array.from({ length: 20 }, () =>
      opened.database.transaction(async (tx) => {
        const row = await tx
          .selectFrom('setting')
          .select('value')
          .where('key', '=', 'count')
          .forUpdate()
          .executeTakeFirstOrThrow()
        await tx
          .updateTable('setting')
          .set({ value: toJsonText(Number(row.value) + 1) })
          .where('key', '=', 'count')
          .execute()
      }),
    )
    await Promise.all(adders)
    const { value } = await opened.database.statements
      .selectFrom('setting')
      .select('value')
      .where('key', '=', 'count')
      .executeTakeFirstOrThrow()
    expect(value).toBe('20')
  })

  it.each([
    ['a statement', () => opened.database.statements.selectFrom('setting').selectAll().execute()],
    ['a second transaction', () => opened.database.transaction(async () => {})],
    ['a job’s statement', () => opened.database.execute('select 1')],
  ])('refuse %s beside them instead of waiting for themselves for ever', async (_, beside) => {
    const stuck = opened.database.transaction(async (tx) => {
      await tx.insertInto('setting').values(setting('never')).execute()
      await beside()
    })
    await expect(stuck).rejects.toMatchObject({ code: 'DRF5019' })
    expect(await settings()).not.toContain('never')
  })

  it('let others wait for their turn and then go on', async () => {
    const order: string[] = []
    const long = opened.database.transaction(async (tx) => {
      await tx.selectFrom('setting').selectAll().execute()
      await new Promise((resolve) => setTimeout(resolve, 100))
      order.push('transaction')
    })
    const statement = long.then(() => opened.database.execute('select 1')).then(() => order.push('statement'))
    await Promise.all([long, statement])
    expect(order).toEqual(['transaction', 'statement'])
  })

  it('are left by a script that fails inside one it began itself', async () => {
    await expect(opened.database.execute('begin; select 1 / 0; commit')).rejects.toMatchObject({ state: '22012' })
    const { rows } = await opened.database.execute(`begin; select 1 as a; commit; select now() as b`)
    expect(rows).toHaveLength(2)
    expect(await settings()).toEqual(['count'])
  })

  it('give values alike on both engines', async () => {
    const { rows } = await opened.database.execute(
      `select 9007199254740991::bigint as safe, 9007199254740993::bigint as large, count(*) as counted, '{"a": [1]}'::jsonb as json from setting`,
    )
    expect(rows).toEqual([{ safe: 9007199254740991, large: 9007199254740993n, counted: 1, json: { a: [1] } }])
  })
})
