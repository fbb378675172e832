import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../differential/random.ts'
import type { Replica } from '../../serve/replica.ts'
import type { Pair } from './pair.ts'

/** When a service is stopped, and what happens until it goes on. */
export const MOMENTS = [
  'in a transaction',
  'between two',
  'until takeover',
  'successor too',
  'both',
  'shortly',
] as const
export type Moment = (typeof MOMENTS)[number]

/** What came of a stop, while the load went on. */
export interface Stop {
  readonly moment: Moment
  readonly stopped: Replica
  /** From the stop until the other one had the lease; undefined where it was not to take it. */
  readonly takenAfterMs: number | undefined
  readonly faults: readonly string[]
}

/** A lease that is not renewed goes to somebody else in so many of its lengths, and the end of a stalled transaction. */
const TAKEN_IN = 2
const STALLED_MS = 10_000

export async function stopAt(moment: Moment, pair: Pair, leaseMs: number, random: Random): Promise<Stop> {
  const stopped = await pair.holder()
  if (stopped === undefined) throw new Error('nobody holds the cluster')
  const other = pair.other(stopped)
  const taken = (by: Replica): Promise<number | undefined> => pair.takenBy(by, TAKEN_IN * leaseMs + STALLED_MS)
  switch (moment) {
    case 'in a transaction':
    case 'between two': {
      await stopWhere(pair, stopped, moment === 'in a transaction', random)
      const takenAfterMs = await taken(other)
      await sleep(random.between(0, leaseMs))
      stopped.goOn()
      return stopOf(moment, stopped, takenAfterMs)
    }
    case 'until takeover': {
      stopped.stop()
      const takenAfterMs = await taken(other)
      stopped.goOn()
      return stopOf(moment, stopped, takenAfterMs)
    }
    case 'successor too': {
      stopped.stop()
      const takenAfterMs = await taken(other)
      other.stop()
      stopped.goOn()
      const back = await taken(stopped)
      await sleep(random.between(0, leaseMs))
      other.goOn()
      const { faults } = stopOf(moment, other, back)
      return { ...stopOf(moment, stopped, takenAfterMs), faults }
    }
    case 'both': {
      stopped.stop()
      other.stop()
      await sleep(leaseMs * 1.2 + random.between(0, leaseMs))
      for (const one of random.shuffled(pair.replicas)) {
        one.goOn()
        await sleep(random.between(0, leaseMs / 4))
      }
      return { moment, stopped, takenAfterMs: undefined, faults: [] }
    }
    case 'shortly': {
      stopped.stop()
      await sleep(random.between(0, leaseMs * 0.6))
      stopped.goOn()
      return { moment, stopped, takenAfterMs: undefined, faults: [] }
    }
  }
}

function stopOf(moment: Moment, stopped: Replica, takenAfterMs: number | undefined): Stop {
  return { moment, stopped, takenAfterMs, faults: takenAfterMs === undefined ? ['not taken over'] : [] }
}

/** Stops it again and again until it stands where it shall: with a transaction behind the fence, or with none. */
async function stopWhere(pair: Pair, replica: Replica, inTransaction: boolean, random: Random): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    replica.stop()
    // What it has sent is still worked off.
    await sleep(10)
    if ((await pair.isInTransaction()) === inTransaction) return
    replica.goOn()
    await sleep(random.between(1, 30))
  }
  throw new Error(`it could not be stopped ${inTransaction ? 'inside of' : 'outside of'} a transaction`)
}
