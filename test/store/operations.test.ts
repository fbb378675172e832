import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEPT_TABLES } from '../../src/adapters/sql/operations/kept-tables.ts'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import { DAY, HOUR } from '../../src/model/instant.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../faults/temporary-folder.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import {
  change,
  DECISION,
  deployment,
  entry,
  fenceOf,
  fight,
  finding,
  fix,
  NOON,
  NOTHING_ELSE,
  objectState,
} from './records.ts'

const ENDED = { from: NOON, to: NOON + HOUR, resolution: 'reverted', flips: 1 } as const

/** A ledger with something in every table. */
async function fill(store: OpenStore): Promise<void> {
  const fence = await fenceOf(store)
  const changes = ['web', 'api', 'odd "name\\ {,}\n☃'].map((name) => {
    const ref = deployment(name)
    return change(ref, {
      agreed: { manifest: { spec: { replicas: 9007199254740993n } }, neverAgreed: ['.a,{"}'], revision: 'c', at: NOON },
      findings: [
        finding(ref, { state: 'resolved', period: ENDED }),
        finding(ref, {
          period: { ...ENDED, from: NOON + DAY, to: null, resolution: null },
          regressions: 1,
          decision: DECISION,
        }),
        finding(ref, { state: 'resolved', period: ENDED }, '.spec.paused'),
      ],
      fixes: [fix(ref, { value: 'nul \u0000 \ud800' })],
      undone: [{ findingId: finding(ref).id, valueMark: '5', times: 2, last: NOON }],
      fights: [fight(ref, { heat: 1 / 3 })],
      activity: [entry(ref), entry(ref, { kind: 'finding-resolved' })],
    })
  })
  await store.ledger.apply(changes, fence)
  await store.persons.pseudonymOf('alice')
  await store.settings.set('place', 7)
  await store.ledger.saveCluster({
    name: 'prod',
    version: 'v1',
    state: 'live',
    since: NOON,
    knownUntil: NOON,
    objects: 3,
    notChecked: [],
  })
  await store.ledger.saveSource({
    name: 'shop',
    cluster: 'prod',
    revision: 'c',
    fetchedAt: NOON,
    failing: null,
    held: null,
    deployed: null,
    objects: 3,
    owner: null,
    baselineSince: null,
  })
  await store.checkpoints.save({
    sequence: 4,
    hash: (await hashes(store))[3] ?? '',
    at: NOON,
    keyId: 'k',
    algorithm: 'ed25519',
    signature: 'c2ln',
  })
}

async function hashes(store: OpenStore): Promise<string[]> {
  return (await store.reads.activity({ after: 0, limit: 100 })).items.map(({ hash }) => hash)
}

/** All rows of all tables as text. */
async function everything(store: OpenStore): Promise<unknown> {
  const tables: unknown[] = []
  for (const table of KEPT_TABLES) {
    const { rows } = await store.jobs.executeSql(
      `set timezone = 'UTC'; select ${table}::text as row from ${table} order by 1`,
    )
    expect(rows.length, table).toBeGreaterThan(0)
    tables.push([table, rows])
  }
  return tables
}

describe.each(ENGINES)('the ledger’s operations on $name', ({ start }) => {
  let engine: TestEngine
  let store: OpenStore
  let folder: TemporaryFolder

  beforeAll(async () => {
    folder = await makeTemporaryFolder()
    engine = await start()
    store = await engine.open(await engine.place())
    await fill(store)
  })
  afterAll(async () => {
    await engine?.stop()
    await folder?.remove()
  })

  it('a backup brings back every row, and the ledger goes on from there', async () => {
    const file = join(folder.path, 'whole.backup')
    await store.operations.backup(file)
    expect((await stat(file)).mode & 0o077).toBe(0)

    const other = await engine.open(await engine.place())
    await other.operations.restore(file)
    expect(await everything(other)).toEqual(await everything(store))
    await other.ledger.apply([change(deployment('new'))], await fenceOf(other))
    expect(await other.operations.check()).toMatchObject({ problems: [], chain: { state: 'whole' } })
    await expect(other.operations.restore(file)).rejects.toMatchObject({ code: 'DRF5020' })
    await other.close()

    const damaged = join(folder.path, 'damaged.backup')
    const text = gunzipSync(await readFile(file)).toString('utf8')
    const empty = await engine.open(await engine.place())
    for (const bytes of [
      'no backup',
      gzipSync('no backup\n'),
      (await readFile(file)).subarray(0, 500),
      gzipSync(text.split('\n').slice(0, -2).join('\n')),
      gzipSync(text.replace('team-shop', 'team-evil')),
      gzipSync(text.replace('0005-activity', '9999-future')),
    ]) {
      await writeFile(damaged, bytes)
      await expect(empty.operations.restore(damaged)).rejects.toMatchObject({ code: 'DRF5021' })
    }
    // Nothing of all this was kept.
    await empty.operations.restore(file)
    await empty.close()
  })

  it('a check names the first row that must not be', async () => {
    const broken = await engine.open(await engine.place())
    await fill(broken)
    await broken.jobs.executeSql(`
      alter table open_period drop constraint open_period_no_overlap;
      drop index open_period_one_unresolved;
      alter table fight drop constraint fight_heat_positive;
      update fight set heat = -1 where id = 'fight-api';
      alter table fight add constraint fight_heat_positive check (heat >= 0) not valid;
      set session_replication_role = replica;
      delete from cause;
      set session_replication_role = default;
      alter table activity disable trigger activity_stays;
      update open_period set from_at = from_at - interval '1 hour' where finding = 1 and number = 1;
      update open_period set to_at = to_at + interval '3 days' where finding = 1 and number = 0;
      update finding set state = 'settling' where key = 2;
      update activity set detail = '{"severity": "low"}' where sequence = 3;`)
    const { rows } = await broken.jobs.executeSql('select key, id from finding where key in (1, 2) order by key')
    const found = await broken.operations.check()
    expect(found.chain).toMatchObject({ state: 'broken', fault: 'altered', sequence: 3 })
    expect(found.problems).toEqual([
      { table: 'fight', row: 'fight-api', text: 'the row breaks the constraint fight_heat_positive' },
      { table: 'finding', row: '1', text: 'the row names a cause that is not there' },
      { table: 'finding', row: rows[0]?.['id'], text: 'two periods of the finding overlap' },
      { table: 'finding', row: rows[1]?.['id'], text: 'the finding is unresolved and its last period has an end' },
    ])
    await broken.close()
  })

  it('pruning keeps what lasts, and removes activity only behind a checkpoint', async () => {
    const own = await engine.open(await engine.place())
    await fill(own)
    const gone = deployment('gone')
    await own.ledger.apply([{ ref: gone, ...NOTHING_ELSE, object: objectState(gone, { sources: [] }) }], {
      cluster: 'prod',
      owner: 'service-1',
      epoch: 1,
    })
    const later = NOON + 100 * DAY
    expect(await own.operations.prune(later, {})).toEqual({ findings: 0, fixes: 0, fights: 0, objects: 0, activity: 0 })

    const pruned = await own.operations.prune(later, { endedMs: 30 * DAY, objectsMs: 30 * DAY, activityMs: 30 * DAY })
    expect(pruned).toEqual({ findings: 3, fixes: 3, fights: 0, objects: 1, activity: 4 })
    expect(await own.operations.check()).toMatchObject({
      problems: [],
      chain: { state: 'whole', last: { sequence: 6 } },
    })
    expect((await own.reads.findings({ now: later, limit: 10 })).items.map(({ state }) => state)).toEqual([
      'open',
      'open',
      'open',
    ])
    expect(await own.operations.prune(later, { activityMs: 30 * DAY })).toMatchObject({ activity: 0 })

    const file = join(folder.path, 'pruned.backup')
    await own.operations.backup(file)
    const other = await engine.open(await engine.place())
    await other.operations.restore(file)
    expect((await other.operations.check()).chain).toMatchObject({ state: 'whole', last: { sequence: 6 } })
    await Promise.all([own.close(), other.close()])
  })
})

describe('moving from the embedded store to PostgreSQL', () => {
  it('takes everything, with all ages and the chain intact, into an empty ledger alone', async () => {
    const [embedded, postgres] = await Promise.all(ENGINES.map(({ start }) => start()))
    if (embedded === undefined || postgres === undefined) throw new Error('There are two engines')
    const from = await embedded.open(await embedded.place())
    const to = await postgres.open(await postgres.place())
    await fill(from)
    await from.operations.copyTo(to.operations)
    expect(await everything(to)).toEqual(await everything(from))
    expect(await to.operations.check()).toMatchObject({ problems: [], chain: { state: 'whole' } })
    await expect(from.operations.copyTo(to.operations)).rejects.toMatchObject({ code: 'DRF5020' })
    await Promise.all([embedded.stop(), postgres.stop()])
  })
})
