import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import type { Fence } from '../../src/ledger/ports.ts'
import { HOUR, SECOND } from '../../src/model/instant.ts'
import type { ObjectRef } from '../../src/model/object-ref.ts'
import { type Distribution, distributionOf } from './distribution.ts'
import { drawFindings } from './drawn-rows.ts'
import { NOW } from './fill/vocabulary.ts'
import { driftRecorded } from './observed-drift.ts'

export interface TimedWrite extends Distribution {
  readonly name: string
  /** Objects in one transaction. */
  readonly atOnce: number
}

const SINGLES = 200
const BATCHES = 40
const BATCH = 50

/** What the one who writes does for each drift: reads what is known of the objects, decides, and writes one transaction. */
export async function timeWrites(store: OpenStore): Promise<readonly TimedWrite[]> {
  const fence = await store.leases.acquire('prod-eu', 'benchmark', NOW, HOUR)
  if (fence === undefined) throw new Error('somebody else holds the lease')
  const refs = await settledObjects(store, SINGLES + BATCHES * BATCH)
  // A smaller ledger has fewer of them.
  const alone = Math.min(SINGLES, Math.ceil(refs.length / 4))
  const singles = refs.slice(0, alone).map((ref) => [ref])
  const batches = Array.from({ length: Math.floor((refs.length - alone) / BATCH) }, (_, n) =>
    refs.slice(alone + n * BATCH, alone + (n + 1) * BATCH),
  )
  const timed: TimedWrite[] = []
  for (const { groups, atOnce } of [
    { groups: singles, atOnce: 1 },
    { groups: batches, atOnce: BATCH },
  ]) {
    for (const [step, name] of ['a drift begins', 'its value changes'].entries()) {
      const times: number[] = []
      for (const group of groups) times.push(await timeOne(store, fence, group, step))
      timed.push({ name, atOnce, ...distributionOf(times) })
    }
  }
  await store.leases.release(fence)
  return timed
}

async function timeOne(store: OpenStore, fence: Fence, refs: readonly ObjectRef[], step: number): Promise<number> {
  const began = performance.now()
  const records = await Promise.all(refs.map((ref) => store.ledger.record(ref)))
  await store.ledger.apply(
    records.map((record) => driftRecorded(record, `--value-${step}`, NOW + step * SECOND)),
    fence,
  )
  return performance.now() - began
}

/** Objects that have had findings, of which none is left. */
async function settledObjects(store: OpenStore, count: number): Promise<readonly ObjectRef[]> {
  const drawn = await drawFindings(store.jobs, `object.verdict = 'in-sync' and object.cluster = 'prod-eu'`, count * 2)
  const refs = drawn.map(({ cluster, group, kind, namespace, name }) => ({ cluster, group, kind, namespace, name }))
  return [...new Map(refs.map((ref) => [JSON.stringify(ref), ref])).values()].slice(0, count)
}
