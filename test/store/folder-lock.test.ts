import { existsSync } from 'node:fs'
import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FolderLock } from '../../src/adapters/sql/pglite/folder-lock.ts'
import type { StorePlace } from '../../src/adapters/sql/open-store.ts'
import { startProcess } from './child.ts'
import { ENGINES, type TestEngine } from './engines.ts'

type Embedded = Extract<StorePlace, { kind: 'embedded' }>

const BEAT = { beatMs: 60, onLost: () => {} }

describe('two processes on one folder (F-24)', () => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = await (ENGINES[0] as (typeof ENGINES)[number]).start()
  })
  afterAll(() => engine?.stop())

  const place = async (): Promise<Embedded> => (await engine.place()) as Embedded

  it('the second one refuses and says what to do; killed, the first one leaves the folder to it', async () => {
    const here = await place()
    const holder = await startProcess(here)
    await holder.printed(1)
    expect(holder.lines).toEqual(['open'])

    const second = await startProcess(here)
    await second.ended
    expect(second.lines).toEqual([
      expect.stringContaining(`failed DRF5001 The ledger in ${here.folder} is in use by process ${holder.pid} on `),
    ])
    expect(second.lines[0]).toContain(
      'Stop the other service, use another folder with --data, or keep the ledger on a PostgreSQL server.',
    )

    holder.signal('SIGKILL')
    await holder.ended
    const store = await engine.open(here)
    expect(await store.ledger.clusters()).toEqual([])
    await store.close()
    expect(existsSync(join(here.folder, 'driftage.lock'))).toBe(false)
  })

  it('a process id that was given to somebody else since holds nothing', async () => {
    const { folder } = await place()
    const lock = await FolderLock.take(folder, BEAT)
    const held = JSON.parse(await readFile(join(folder, 'driftage.lock'), 'utf8')) as Record<string, unknown>
    await expect(FolderLock.take(folder, BEAT)).rejects.toMatchObject({ code: 'DRF5001' })
    await lock.release()

    await writeFile(join(folder, 'driftage.lock'), JSON.stringify({ ...held, started: '1' }))
    await (await FolderLock.take(folder, BEAT)).release()
  })

  it('a holder on another host counts while it shows that it lives, whatever the clocks say', async () => {
    const { folder } = await place()
    const file = join(folder, 'driftage.lock')
    await writeFile(file, JSON.stringify({ host: 'elsewhere', pid: 1, started: '1', token: 'theirs' }))
    const long = new Date(0)
    const beat = setInterval(() => void utimes(file, long, new Date(Date.now() - 3_600_000)), 30)
    await expect(FolderLock.take(folder, BEAT)).rejects.toThrow('is in use by process 1 on elsewhere')
    clearInterval(beat)
    await (await FolderLock.take(folder, BEAT)).release()
  })

  it('goes to one of many that find a stale lock at once', async () => {
    const { folder } = await place()
    await writeFile(join(folder, 'driftage.lock'), 'no lock at all')
    const takers = await Promise.allSettled(Array.from({ length: 8 }, () => FolderLock.take(folder, BEAT)))
    const winners = takers.flatMap((taker) => (taker.status === 'fulfilled' ? [taker.value] : []))
    expect(winners).toHaveLength(1)
    await winners[0]?.release()
  })

  it('stops a holder whose lock went to somebody else, before it writes any more', async () => {
    const here = await place()
    const store = await engine.open(here, { beatMs: 30 })
    await writeFile(
      join(here.folder, 'driftage.lock'),
      JSON.stringify({ host: 'x', pid: 1, started: '1', token: 'theirs' }),
    )
    await expect
      .poll(() => store.ledger.clusters().catch((error: { code: string }) => error.code), { timeout: 10_000 })
      .toBe('DRF5004')
    await store.close()
    expect(existsSync(join(here.folder, 'driftage.lock'))).toBe(true)
  })

  it('a folder with other files in it is left alone', async () => {
    const { folder } = await place()
    await writeFile(join(folder, 'thesis.txt'), 'mine')
    await expect(engine.open({ kind: 'embedded', folder })).rejects.toMatchObject({ code: 'DRF5002' })
    expect(existsSync(join(folder, 'driftage.lock'))).toBe(false)
  })

  it('what was being made when the process died is made again', async () => {
    const { folder } = await place()
    await mkdir(join(folder, 'database'))
    await writeFile(join(folder, 'database', 'PG_VERSION'), '18')
    await writeFile(join(folder, 'database.making'), '')
    const store = await engine.open({ kind: 'embedded', folder })
    expect(await store.ledger.clusters()).toEqual([])
    await store.close()
    // Nobody else may read what drifted, whoever may read the folder around it.
    expect((await stat(join(folder, 'database'))).mode & 0o077).toBe(0)
  })
})
