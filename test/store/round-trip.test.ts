import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import type { Fence } from '../../src/ledger/ports.ts'
import { verifyChain } from '../../src/ledger/verify-chain.ts'
import { DAY, HOUR, MINUTE } from '../../src/model/instant.ts'
import type { Json } from '../../src/model/json.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import {
  ATTRIBUTION,
  CAUSE,
  change,
  DECISION,
  deployment,
  drift,
  entry,
  fenceOf,
  fight,
  finding,
  fix,
  NOON,
  NOTHING_ELSE,
  objectState,
} from './records.ts'

/** Values that databases and JSON parsers like to change. */
const HARD_VALUES: readonly Json[] = [
  9007199254740993n,
  -9223372036854775808n,
  'nul \u0000 and half a pair \ud800',
  { z: 1, a: 2, 'quote " and \\': 'snow ☃ 𝒳' },
  [null, true, '', [], {}],
  null,
  0.1,
  '{"looks": "like JSON"}',
]

describe.each(ENGINES)('the ledger on $name', ({ start }) => {
  let engine: TestEngine
  let store: OpenStore
  let fence: Fence

  beforeAll(async () => {
    engine = await start()
    store = await engine.open(await engine.place())
    fence = await fenceOf(store)
  })
  afterAll(() => engine?.stop())

  it('gives back exactly what was written about an object', async () => {
    const ref = deployment('web')
    const whole = finding(ref, {
      handling: {
        kind: 'accepted',
        by: 'person-1',
        at: NOON,
        reason: 'until the sale is over',
        until: NOON + 30 * DAY,
        pinned: { valueMark: '5', actorClass: 'person', severity: 'medium' },
      },
      agreedSince: NOON + 5 * MINUTE,
      agreedThrough: 'reverted',
      reverts: [NOON + 1, NOON + 2],
      frozen: { reason: 'unreachable', since: NOON + 7 },
      writtenBy: { version: { uid: 'u', resourceVersion: '8' }, previous: { uid: 'u', resourceVersion: '7' } },
      sources: ['shop', 'with "quotes", commas and {braces}'],
      decision: DECISION,
      assignee: 'bob',
      baseline: true,
      period: { from: NOON + 123, to: null, resolution: null, flips: 2 },
    })
    const agreed = {
      manifest: { metadata: { name: 'web' }, spec: { replicas: 9007199254740993n } },
      neverAgreed: ['.metadata.annotations["a\\"b"]'],
      revision: 'c0ffee',
      at: NOON,
    }
    const undone = [
      { findingId: whole.id, valueMark: null, times: 1, last: NOON },
      { findingId: whole.id, valueMark: '5', times: 2, last: NOON },
    ]
    const written = change(ref, { findings: [whole], agreed, fights: [fight(ref)], fixes: [fix(ref)], undone })
    await store.ledger.apply([written], fence)

    expect(await store.ledger.record(ref)).toEqual({
      ref,
      object: objectState(ref),
      agreed,
      findings: [whole],
      fights: [fight(ref)],
      undone,
    })
    expect(await store.reads.finding(whole.id.slice(0, 10))).toEqual(whole)
    expect((await store.reads.overwritten({ limit: 10, findingId: whole.id })).items).toEqual([fix(ref)])
    expect(await store.reads.decisions(whole.id)).toEqual([{ at: NOON + MINUTE, decision: DECISION }])
  })

  it('keeps values to the last digit and the last character', async () => {
    const ref = deployment('values')
    const paths = HARD_VALUES.map((_, index) => `.data.k${index}`)
    const findings = HARD_VALUES.map((value, index) =>
      finding(ref, { drift: drift(ref, paths[index], { live: value, desired: value }) }, paths[index]),
    )
    const fixes = HARD_VALUES.map((value, index) => fix(ref, { id: `hard-${index}`, value }))
    await store.ledger.apply([change(ref, { findings, fixes, activity: [] })], fence)

    const record = await store.ledger.record(ref)
    const read = new Map(record.findings.map(({ drift }) => [drift.path, drift]))
    expect(paths.map((path) => read.get(path)?.live)).toEqual(HARD_VALUES)
    const kept = await store.reads.overwritten({ limit: 100 })
    const values = new Map(kept.items.map(({ id, value }) => [id, value]))
    expect(HARD_VALUES.map((_, index) => values.get(`hard-${index}`))).toEqual(HARD_VALUES)
  })

  it('tells an absent value from a null one', async () => {
    const ref = deployment('absent')
    const { value: _, restored: __, ...bare } = fix(ref, { id: 'absent', sensitive: true })
    await store.ledger.apply(
      [change(ref, { fixes: [bare], causes: [CAUSE, { ...CAUSE, id: 'null', live: null }] })],
      fence,
    )
    const { items } = await store.reads.overwritten({ limit: 100 })
    expect(items.find(({ id }) => id === 'absent')).toEqual(bare)
  })

  it('forgets an overwritten fix that turned out to be none, and counts its value as never undone', async () => {
    const ref = deployment('withdrawn')
    const [one, other] = [fix(ref, { id: 'withdrawn' }), fix(ref, { id: 'stays', times: 2 })]
    const counts = [
      { findingId: one.findingId, valueMark: 'first', times: 1, last: one.undoneAt },
      { findingId: one.findingId, valueMark: 'second', times: 2, last: one.undoneAt },
    ] as const
    await store.ledger.apply([change(ref, { fixes: [one, other], undone: counts })], fence)

    const fewer = counts.map((count) => ({ ...count, times: count.times - 1 }))
    await store.ledger.apply([change(ref, { withdrawn: ['withdrawn'], undone: fewer })], fence)

    const { items } = await store.reads.overwritten({ limit: 100, findingId: one.findingId })
    expect(items.map(({ id }) => id)).toEqual(['stays'])
    expect((await store.ledger.record(ref)).undone).toEqual([{ ...counts[1], times: 1 }])
  })

  it('knows nothing of what was never written', async () => {
    const ref = deployment('unheard')
    expect(await store.ledger.record(ref)).toEqual({
      ref,
      object: null,
      agreed: null,
      findings: [],
      fights: [],
      undone: [],
    })
    expect(await store.reads.object(ref)).toBeUndefined()
    expect(await store.reads.finding('0000')).toBeUndefined()
    expect(await store.reads.finding('')).toBeUndefined()
  })

  it('goes on with a period while it lasts, and keeps each one under its own number', async () => {
    const ref = deployment('periods')
    const first = { from: NOON, to: NOON + HOUR, resolution: 'reverted', flips: 1 } as const
    const second = { from: NOON + DAY, to: null, resolution: null, flips: 0 } as const
    await store.ledger.apply([change(ref)], fence)
    // The end of one period and the beginning of the next come in one step.
    const ended = finding(ref, { state: 'resolved', period: first })
    const again = finding(ref, { state: 'settling', period: second, regressions: 1 })
    await store.ledger.apply([change(ref, { findings: [ended, again] })], fence)

    expect(await store.reads.periods(ended.id)).toEqual([first, second])
    expect((await store.ledger.record(ref)).findings).toEqual([again])
  })

  it('writes no row again that did not change', async () => {
    const ref = deployment('steady')
    await store.ledger.apply([change(ref)], fence)
    const versions =
      'select xmin::text, ctid::text from finding union all select xmin::text, ctid::text from object union all select xmin::text, ctid::text from open_period order by 1, 2'
    const before = await store.jobs.executeSql(versions)
    await store.ledger.apply([change(ref, { activity: [] })], fence)
    expect(await store.jobs.executeSql(versions)).toEqual(before)
  })

  it('chains every entry behind the one before, whoever writes', async () => {
    const ref = deployment('chain')
    const entries = [1, 2, 3].map((number) =>
      entry(ref, { detail: { number, big: 9007199254740993n }, at: NOON + number }),
    )
    await store.ledger.append(entries.slice(0, 1))
    await store.ledger.apply([{ ref, ...NOTHING_ELSE, activity: entries.slice(1) }], fence)

    const { items } = await store.reads.activity({ after: 0, limit: 1000 })
    const sequences = items.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.map((_, index) => index + 1))
    expect(verifyChain(items).state).toBe('whole')
    expect(items.slice(-3).map(({ detail }) => detail)).toEqual(entries.map(({ detail }) => detail))
  })

  it('keeps what is known of sources and clusters', async () => {
    const source = {
      name: 'shop',
      cluster: 'prod',
      revision: 'c0ffee',
      fetchedAt: NOON,
      failing: { since: NOON, code: 'DRF2001', message: 'no such branch' },
      held: { since: NOON, reason: 'shrunk', message: '40 of 41 objects are gone' },
      deployed: { revision: 'c0ffee', at: NOON },
      objects: 41,
      owner: null,
      baselineSince: NOON,
    } as const
    const cluster = {
      name: 'prod',
      version: 'v1.36.3',
      state: 'live',
      since: NOON,
      knownUntil: null,
      objects: 41,
      notChecked: [{ kind: 'Secret', reason: 'forbidden', since: NOON }],
    } as const
    await store.ledger.saveSource({
      ...source,
      failing: null,
      held: null,
      deployed: null,
      fetchedAt: null,
      baselineSince: null,
    })
    await store.ledger.saveSource(source)
    await store.ledger.saveCluster(cluster)
    expect(await store.ledger.sources()).toEqual([source])
    expect(await store.reads.clusters()).toEqual([cluster])
    await store.ledger.forgetSource(source.name, 'another')
    expect(await store.reads.sources()).toEqual([source])
    await store.ledger.forgetSource(source.name, source.cluster)
    expect(await store.reads.sources()).toEqual([])
  })

  it('forgets a person without touching anything else', async () => {
    const pseudonym = await store.persons.pseudonymOf('alice@example.com')
    expect(await store.persons.pseudonymOf('alice@example.com')).toBe(pseudonym)
    expect(await store.persons.namesOf([pseudonym, 'nobody'])).toEqual(new Map([[pseudonym, 'alice@example.com']]))
    expect(await store.persons.erase(pseudonym)).toBe(true)
    expect(await store.persons.erase(pseudonym)).toBe(false)
    expect(await store.persons.namesOf([pseudonym])).toEqual(new Map())
    expect(await store.persons.pseudonymOf('alice@example.com')).not.toBe(pseudonym)
    expect((await store.operations.check()).chain.state).toBe('whole')
    expect(ATTRIBUTION.users).toEqual(['alice'])
  })

  it('keeps settings as they are', async () => {
    expect(await store.settings.get('place')).toBeUndefined()
    await store.settings.set('place', { offset: 9007199254740993n })
    await store.settings.set('place', { offset: 9007199254740995n })
    expect(await store.settings.get('place')).toEqual({ offset: 9007199254740995n })
  })
})
