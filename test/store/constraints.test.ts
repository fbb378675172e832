import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import type { Fence, LedgerChange } from '../../src/ledger/ports.ts'
import { DAY, HOUR } from '../../src/model/instant.ts'
import { ENGINES, type TestEngine } from './engines.ts'
import { change, deployment, entry, fenceOf, finding, fix, NOON, objectState } from './records.ts'

const REF = deployment('web')
const ENDED = { from: NOON, to: NOON + DAY, resolution: 'reverted', flips: 0 } as const
const ACCEPTED = {
  kind: 'accepted',
  by: 'person-1',
  at: NOON,
  reason: 'sale',
  until: NOON + DAY,
  pinned: { valueMark: '5', actorClass: 'person', severity: 'medium' },
} as const

/** What the database refuses, whatever the code believes; with the constraint that does. */
const BAD: readonly [string, string, Partial<LedgerChange>][] = [
  [
    'a second open period while one lasts',
    'open_period_no_overlap',
    { findings: [finding(REF, { period: { ...ENDED, from: NOON + 1, to: null, resolution: null } })] },
  ],
  [
    'an end without a reason',
    'open_period_ended_with_reason',
    { findings: [finding(REF, { period: { ...ENDED, resolution: null } })] },
  ],
  [
    'a period that ends before it begins',
    'open_period_in_order',
    { findings: [finding(REF, { period: { ...ENDED, to: NOON - 1 } })] },
  ],
  [
    'an acceptance without a reason',
    'finding_accepted_with_reason',
    { findings: [finding(REF, { handling: { ...ACCEPTED, reason: ' ' } })] },
  ],
  [
    'an acceptance that ended before it began',
    'finding_accepted_until',
    { findings: [finding(REF, { handling: { ...ACCEPTED, until: NOON - HOUR } })] },
  ],
  ['a state that there is not', 'finding_state_known', { findings: [finding(REF, { state: 'closed' as 'open' })] }],
  [
    'an onset that ends before it begins',
    'finding_onset_in_order',
    { findings: [finding(REF, { onset: { notBefore: NOON + 1, notAfter: NOON } })] },
  ],
  ['a rule without an explanation', 'finding_explained_by_rule', { findings: [finding(REF, { explainedBy: 'hpa' })] }],
  ['a cause that was never told', 'finding_cause', { findings: [finding(REF, { causeId: 'unheard' })] }],
  ['unknown without a reason (I1)', 'object_unknown_has_reason', { object: objectState(REF, { verdict: 'unknown' }) }],
  ['a reason without unknown', 'object_unknown_has_reason', { object: objectState(REF, { reason: 'forbidden' }) }],
  ['a value of a sensitive field (I7)', 'overwritten_fix_keeps_secrets', { fixes: [fix(REF, { sensitive: true })] }],
]

describe.each(ENGINES)('the database on $name', ({ start }) => {
  let engine: TestEngine
  let store: OpenStore
  let fence: Fence

  beforeAll(async () => {
    engine = await start()
    store = await engine.open(await engine.place())
    fence = await fenceOf(store)
    await store.ledger.apply([change(REF)], fence)
  })
  afterAll(() => engine?.stop())

  it.each(BAD)('refuses %s, and keeps what was', async (_, constraint, bad) => {
    const before = await store.ledger.record(REF)
    await expect(store.ledger.apply([change(REF, bad)], fence)).rejects.toMatchObject({
      code: 'DRF5014',
      message: expect.stringContaining(constraint),
    })
    expect(await store.ledger.record(REF)).toEqual(before)
    expect((await store.reads.activity({ limit: 10 })).items).toHaveLength(1)
  })

  it('refuses a second period that overlaps one that has ended', async () => {
    const ref = deployment('overlap')
    await store.ledger.apply(
      [change(ref, { findings: [finding(ref, { state: 'resolved', period: ENDED })], activity: [] })],
      fence,
    )
    const early = finding(ref, { period: { from: NOON + HOUR, to: null, resolution: null, flips: 0 } })
    await expect(store.ledger.apply([change(ref, { findings: [early] })], fence)).rejects.toThrow(
      'open_period_no_overlap',
    )
  })

  it.each([
    ['changed', `update activity set detail = '{}'`, 'append-only'],
    ['removed', 'delete from activity', 'append-only'],
    ['emptied', 'truncate activity', 'append-only'],
    ['left out', gapAt(3), 'does not go on'],
    ['forked', gapAt(2), 'does not go on'],
    ['forgotten without a checkpoint', 'update activity_head set pruned_through = 1', 'no checkpoint vouches'],
  ])('lets no entry of activity be %s, not even by hand', async (_, statement, refusal) => {
    await expect(store.jobs.executeSql(statement)).rejects.toThrow(refusal)
    await store.ledger.append([entry(REF)])
    expect((await store.operations.check()).chain.state).toBe('whole')
  })
})

/** An entry that claims a place in the chain without continuing the newest entry. */
function gapAt(sequence: number): string {
  return `insert into activity select ${sequence} + max(sequence) - 1, max(at), 'system', 'x', 'cli', 'x', 'ledger', 'x', '{}', 'x', 'y' from activity`
}
