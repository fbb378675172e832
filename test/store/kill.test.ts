import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProcess } from './child.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import { NOON } from './records.ts'

const KILLS = 5

describe.each(ENGINES)('a service that is killed while it writes on $name (F-23)', ({ start }) => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = await start()
  })
  afterAll(() => engine?.stop())

  it(`loses nothing that was confirmed, doubles nothing, and breaks no chain, ${KILLS} times over`, async () => {
    const place = await engine.place()
    const confirmed: number[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      const service = await startProcess(place, kill * 10_000, 'service')
      await service.printed(2 + kill * 3)
      // Somewhere inside a write, another place each time.
      await new Promise((resolve) => setTimeout(resolve, kill * 2))
      service.signal('SIGKILL')
      await service.ended
      expect(service.lines[0]).toBe('open')
      confirmed.push(...service.lines.slice(1).map(Number))

      const store = await engine.open(place)
      expect(await store.operations.check()).toMatchObject({ problems: [], chain: { state: 'whole' } })
      const { items } = await store.reads.findings({ now: NOON, limit: 1000 })
      const kept = items.map(({ drift }) => Number(drift.object.name.slice('web-'.length)))
      expect(kept).toEqual(expect.arrayContaining(confirmed))
      // What was written and not yet confirmed may be there once; each write has its one entry and its age.
      expect(kept.length - confirmed.length).toBeLessThanOrEqual(kill + 1)
      expect((await store.reads.activity({ limit: 1000 })).items).toHaveLength(kept.length)
      expect(new Set(items.map(({ onset }) => onset.notAfter))).toEqual(new Set([NOON]))
      await store.close()
    }
    expect(confirmed.length).toBeGreaterThan(KILLS)
  }, 600_000)
})
