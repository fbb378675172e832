import { createHash } from 'node:crypto'
import type { ObjectRecord } from '../../ledger/ports.ts'
import type { Instant } from '../../model/instant.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'
import type { CheckedObservation, Observation } from '../../model/observation.ts'

interface Settled {
  /** Digest of what stands for the desired manifest and everything else that its assessment depends on. */
  readonly mark: string
  readonly agreedAt: Instant
}

/**
 * Which objects are known to be in sync and recorded so, and which are restless. A cluster at rest costs nothing: an object
 * that is in sync once more, in the same circumstances, never gets to the store.
 */
export class SettledObjects {
  readonly #settled = new Map<string, Settled>()
  readonly #restless = new Map<string, ObjectRef>()

  /** True where the observation says nothing that is not recorded; the time of the agreement is kept all the same. */
  isKnown(observation: Observation, mark: string): boolean {
    if (!isPlain(observation)) return false
    const key = printRef(observation.ref)
    const digest = digestOf(mark)
    if (this.#settled.get(key)?.mark !== digest) return false
    this.#settled.set(key, { mark: digest, agreedAt: agreedAtOf(observation) })
    return true
  }

  /** Takes an observation that is recorded now. */
  recorded(observation: Observation, mark: string): void {
    const key = printRef(observation.ref)
    if (isPlain(observation)) {
      this.#settled.set(key, { mark: digestOf(mark), agreedAt: agreedAtOf(observation) })
      this.#restless.delete(key)
      return
    }
    this.#settled.delete(key)
    if (observation.state === 'unclaimed') this.#restless.delete(key)
    else this.#restless.set(key, observation.ref)
  }

  /** Objects that are not in sync, or not known to be; as recorded by an earlier service. */
  restore(refs: readonly ObjectRef[]): void {
    for (const ref of refs) this.#restless.set(printRef(ref), ref)
  }

  /** With differences, explained ones included, or not decided: their state depends on more than themselves. */
  get restless(): readonly ObjectRef[] {
    return [...this.#restless.values()]
  }

  /** The record with the latest agreement that was seen since it was written, which bounds when a drift began. */
  withLatestAgreement(record: ObjectRecord): ObjectRecord {
    const { object } = record
    const settled = this.#settled.get(printRef(record.ref))
    if (object === null || object.verdict !== 'in-sync' || settled === undefined) return record
    return { ...record, object: { ...object, asOf: Math.max(object.asOf, settled.agreedAt) } }
  }
}

/** One a settled object is kept for as long as it is watched, and marks name every source and its revision of the rules. */
function digestOf(mark: string): string {
  return createHash('sha256').update(mark).digest('binary')
}

/** As an answer shows it: it may have been over when the answer came. */
function agreedAtOf({ at, asOf = at }: CheckedObservation): Instant {
  return asOf
}

function isPlain(observation: Observation): observation is CheckedObservation {
  return (
    observation.state === 'checked' &&
    observation.version !== undefined &&
    observation.differences.length === 0 &&
    observation.undecided.length === 0
  )
}
