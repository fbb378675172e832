import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import type { FindingQuery, Page } from '../../src/ledger/ports.ts'
import { DAY, HOUR, MINUTE } from '../../src/model/instant.ts'
import { SEVERITIES } from '../../src/model/severity.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import {
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
  objectState,
} from './records.ts'

const ENDED = { from: NOON, to: NOON + HOUR, resolution: 'reverted', flips: 0 } as const

/** Twelve objects: severities and ages mixed, the last two resolved, one of them in another namespace. */
const CHANGES = Array.from({ length: 12 }, (_, index) => {
  const ref = { ...deployment(`web-${index}`), namespace: index === 11 ? 'pay' : 'shop' }
  const severity = SEVERITIES[index % 5] ?? 'info'
  const onset = { notBefore: null, notAfter: NOON - (index % 4) * HOUR }
  const resolved = index >= 10
  return change(ref, {
    object: objectState(ref, { verdict: resolved ? 'in-sync' : 'drifted' }),
    findings: [
      finding(ref, {
        drift: drift(ref, undefined, { severity }),
        onset,
        ...(resolved ? { state: 'resolved', period: ENDED } : {}),
        ...(index === 0 ? { decision: DECISION } : {}),
        ...(index === 1 ? { agreedSince: NOON, agreedThrough: 'reverted' } : {}),
        ...(index === 2
          ? { agreedSince: NOON, agreedThrough: 'reverted', frozen: { reason: 'unreachable', since: NOON } }
          : {}),
        ...(index === 3 ? { writtenBy: { version: { uid: 'u', resourceVersion: '8' }, previous: null } } : {}),
        ...(index === 4 ? { standing: 'explained', explainedBy: 'hpa' } : {}),
        ...(index === 5 ? { sources: ['shop', 'platform'], owner: 'team-platform' } : {}),
      }),
    ],
    fixes: [fix(ref, { undoneAt: NOON + index * MINUTE })],
    fights: [fight(ref, { last: NOON + index * MINUTE, endedAt: index < 6 ? null : NOON + DAY })],
    activity: [entry(ref, { subject: { type: 'object', id: ref.name }, kind: index % 2 === 0 ? 'even' : 'odd' })],
  })
})

/** Everything of a list, three at a time. */
async function walk<T>(page: (cursor: { readonly cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
    const { items, next: after } = await page(next === undefined ? {} : { cursor: next })
    expect(items.length).toBeLessThanOrEqual(3)
    all.push(...items)
    next = after
  }
  return all
}

describe.each(ENGINES)('lists on $name', ({ start }) => {
  let engine: TestEngine
  let store: OpenStore

  beforeAll(async () => {
    engine = await start()
    store = await engine.open(await engine.place())
    await store.ledger.apply(CHANGES, await fenceOf(store))
  })
  afterAll(() => engine?.stop())

  const findings = CHANGES.flatMap((change) => change.findings)
  const names = (query: Partial<FindingQuery>) =>
    walk((cursor) => store.reads.findings({ now: NOON + DAY, limit: 3, ...query, ...cursor })).then((found) =>
      found.map(({ drift }) => Number(drift.object.name.slice(4))),
    )

  it('show the most urgent first, then the oldest, each finding once', async () => {
    const expected = findings
      .map((one, index) => ({ index, rank: SEVERITIES.indexOf(one.drift.severity), onset: one.onset.notAfter }))
      .sort((a, b) => a.rank - b.rank || a.onset - b.onset || a.index - b.index)
      .map(({ index }) => index)
    expect(await names({})).toEqual(expected)
  })

  it('show the newest first where that is asked for', async () => {
    const found = await names({ order: 'newest' })
    const onsets = found.map((index) => findings[index]?.onset.notAfter ?? 0)
    expect(onsets).toEqual([...onsets].sort((a, b) => b - a))
    expect(new Set(found).size).toBe(12)
  })

  it.each<[string, Partial<FindingQuery>, readonly number[]]>([
    ['state', { states: ['resolved'] }, [10, 11]],
    ['unresolved states', { states: ['settling', 'open'], severities: ['critical'] }, [0, 5]],
    ['some unresolved states', { states: ['open'] }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['every state', { states: ['resolved', 'open', 'settling'] }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['no state at all', { states: [] }, []],
    ['standing', { standings: ['explained'] }, [4]],
    ['severity', { severities: ['high', 'info'] }, [1, 4, 6, 9, 11]],
    ['no severity at all', { severities: [] }, []],
    ['a word that is no severity', { severities: ['dreadful'] }, []],
    [
      'severities that are not side by side, newest first',
      { severities: ['info', 'critical'], order: 'newest' },
      [0, 4, 5, 9, 10],
    ],
    ['namespace', { namespace: 'pay' }, [11]],
    ['name', { name: 'web-7', kind: 'Deployment', cluster: 'prod' }, [7]],
    ['cluster', { cluster: 'staging' }, []],
    ['source', { source: 'platform' }, [5]],
    ['owner', { owner: 'team-platform' }, [5]],
    ['age', { olderThanMs: DAY + 2 * HOUR }, [3, 7, 11]],
    [
      'cause, class and handling',
      { cause: CAUSE.id, actorClass: 'person', handling: ['none'], states: ['resolved'] },
      [10, 11],
    ],
    ['handling', { handling: ['accepted'] }, []],
  ])('can be narrowed by %s', async (_, query, expected) => {
    expect((await names(query)).sort((a, b) => a - b)).toEqual(expected)
  })

  it('refuse a place of another list', async () => {
    const { next } = await store.reads.findings({ now: NOON, limit: 1 })
    const elsewhere = store.reads.findings({ now: NOON, limit: 1, order: 'newest', cursor: next ?? '' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'DRF5016' })
    await expect(store.reads.objects({ limit: 1, cursor: 'rubbish' })).rejects.toMatchObject({ code: 'DRF5016' })
  })

  it('of causes count unresolved drift', async () => {
    expect((await store.reads.causes({ now: NOON, limit: 5 })).items).toEqual([
      { ...CAUSE, findings: 9, objects: 9, clusters: ['prod'], oldest: NOON - 3 * HOUR, worst: 'critical' },
    ])
    expect((await store.reads.causes({ now: NOON, limit: 5, cluster: 'staging' })).items).toEqual([])
  })

  it('of objects, fixes, fights and activity go on page by page', async () => {
    const objects = await walk((cursor) => store.reads.objects({ limit: 3, verdict: 'drifted', ...cursor }))
    expect(objects.map(({ ref }) => ref.name)).toEqual(Array.from({ length: 10 }, (_, index) => `web-${index}`))
    const fixes = await walk((cursor) => store.reads.overwritten({ limit: 3, cluster: 'prod', ...cursor }))
    expect(fixes.map(({ ref }) => ref.name)).toEqual(CHANGES.map(({ ref }) => ref.name).toReversed())
    expect((await store.reads.overwritten({ limit: 3, cluster: 'staging' })).items).toEqual([])
    const fights = await walk((cursor) => store.reads.fights({ limit: 3, active: true, ...cursor }))
    expect(fights.map(({ ref }) => ref.name)).toEqual(
      CHANGES.slice(0, 6)
        .map(({ ref }) => ref.name)
        .toReversed(),
    )
    const activity = await walk((cursor) => store.reads.activity({ limit: 3, kinds: ['odd'], ...cursor }))
    expect(activity.map(({ sequence }) => sequence)).toEqual([12, 10, 8, 6, 4, 2])
    const since = await walk((cursor) => store.reads.activity({ limit: 3, after: 7, ...cursor }))
    expect(since.map(({ sequence }) => sequence)).toEqual([8, 9, 10, 11, 12])
    expect((await store.reads.activity({ limit: 3, subject: 'web-4' })).items).toHaveLength(1)
  })

  it('count by label, and by rule', async () => {
    const counts = await store.reads.counts()
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(10)
    expect(counts).toContainEqual({
      cluster: 'prod',
      namespace: 'shop',
      kind: 'Deployment',
      severity: 'critical',
      state: 'open',
      standing: 'drift',
      handling: 'none',
      count: 2,
      oldest: NOON - HOUR,
    })
    expect(await store.reads.ruleHits()).toEqual([{ rule: 'hpa', fields: 1, objects: 1, since: NOON }])
  })

  it('tell what is due: a next step, or an agreement that lasted and can be seen', async () => {
    const due = async (now: number) => (await store.ledger.due('prod', now, 10)).map(({ drift }) => drift.object.name)
    expect(await due(NOON + 9 * MINUTE)).toEqual([])
    expect(await due(NOON + 10 * MINUTE)).toEqual(['web-1'])
    expect(await due(NOON + HOUR)).toEqual(['web-1', 'web-0'])
  })

  it('tell what is unsettled, and what a version wrote', async () => {
    expect((await store.ledger.unsettled('prod')).map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, index) => `web-${index}`),
    )
    expect(await store.ledger.writtenBy('prod', { uid: 'u', resourceVersion: '8' })).toEqual([findings[3]])
    expect(await store.ledger.writtenBy('prod', { uid: 'u', resourceVersion: '9' })).toEqual([])
  })
})
