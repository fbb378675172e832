import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MINUTE } from '../../src/model/instant.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import { change, deployment, fenceOf, finding, NOON } from './records.ts'

describe('the embedded store looks after itself', () => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = await (ENGINES[0] as (typeof ENGINES)[number]).start()
  })
  afterAll(() => engine?.stop())

  it('puts what was written on the disk, and makes room where rows were replaced', async () => {
    const place = await engine.place()
    const store = await engine.open(place, { upkeep: { checkpointMs: 200, growthMs: 60_000, vacuumMs: 200 } })
    const fence = await fenceOf(store)
    const checkpoint = async (): Promise<unknown> =>
      (await store.jobs.executeSql('select checkpoint_lsn::text as at from pg_control_checkpoint()')).rows[0]?.['at']
    const before = await checkpoint()
    const refs = Array.from({ length: 50 }, (_, index) => deployment(`web-${index}`))
    const write = (round: number) =>
      store.ledger.apply(
        refs.map((ref) =>
          change(ref, { findings: [finding(ref, { lastConfirmed: NOON + round * MINUTE })], activity: [] }),
        ),
        fence,
      )
    for (let round = 0; round < 5; round++) await write(round)
    const vacuumed = async (): Promise<number> => {
      const { rows } = await store.jobs.executeSql(
        `select count(*) as tables from pg_stat_all_tables where relname = 'finding' and last_vacuum is not null`,
      )
      return Number(rows[0]?.['tables'])
    }
    await expect.poll(checkpoint, { timeout: 30_000 }).not.toBe(before)
    await expect.poll(vacuumed, { timeout: 30_000 }).toBe(1)
    expect((await store.jobs.executeSql(`show max_wal_size`)).rows).toEqual([{ max_wal_size: '64MB' }])
    await store.close()
    if (place.kind === 'embedded') expect(await sizeOf(join(place.folder, 'database', 'pg_wal'))).toBeLessThan(96 << 20)
  })

  it('learns what is in a table that fills quickly, and leaves those alone that have hardly grown', async () => {
    const store = await engine.open(await engine.place(), {
      upkeep: { checkpointMs: 60_000, growthMs: 200, vacuumMs: 60_000 },
    })
    const analyzed = async (): Promise<readonly string[]> => {
      const { rows } = await store.jobs.executeSql(
        `select relname as name from pg_stat_all_tables where schemaname = 'public' and last_analyze is not null order by 1`,
      )
      return rows.map(({ name }) => String(name))
    }
    const fence = await fenceOf(store)
    const refs = Array.from({ length: 200 }, (_, index) => deployment(`web-${index}`))
    await store.ledger.apply(
      refs.map((ref) => change(ref, { activity: [] })),
      fence,
    )
    await expect.poll(analyzed, { timeout: 30_000 }).toContain('finding')
    expect(await analyzed()).not.toContain('lease')
    await store.close()
  })
})

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder)
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
