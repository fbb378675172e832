import type { Finding } from '../../model/finding.ts'
import { MINUTE, type Instant } from '../../model/instant.ts'
import type { ObjectRef } from '../../model/object-ref.ts'

/** Agreement that lasts this long ends a period. */
const AGREEMENT_ENDS_AFTER = 10 * MINUTE

/**
 * When a finding has to be looked at again although nothing was observed: a grace, a step, an acceptance or an agreement
 * comes to its time. Null = only an observation or a command moves it.
 */
export function wakeAt(finding: Finding): Instant | null {
  if (finding.state === 'resolved') return null
  const times = [
    finding.agreedSince === null ? null : finding.agreedSince + AGREEMENT_ENDS_AFTER,
    finding.handling.kind === 'accepted' ? finding.handling.until : null,
    // What cannot be observed opens nothing and closes nothing, however late it gets.
    finding.frozen === null ? (finding.decision?.next?.at ?? null) : null,
  ].filter((time) => time !== null)
  return times.length === 0 ? null : Math.min(...times)
}

interface Entry {
  readonly at: Instant
  readonly findingId: string
  readonly ref: ObjectRef
}

/**
 * Findings by the time at which they have to be looked at: a binary heap in which outdated entries are left until they
 * come up. Kept in memory; a start fills it from the ledger.
 */
export class Timetable {
  readonly #heap: Entry[] = []
  readonly #current = new Map<string, Instant>()

  /** Takes a finding as it is now. */
  put(finding: Finding): void {
    const at = wakeAt(finding)
    if (at === null) {
      this.#current.delete(finding.id)
      return
    }
    if (this.#current.get(finding.id) === at) return
    this.#current.set(finding.id, at)
    const { cluster, group, kind, namespace, name } = finding.drift.object
    this.#push({ at, findingId: finding.id, ref: { cluster, group, kind, namespace, name } })
  }

  /** Takes out what is due, oldest first, at most `limit`. */
  due(now: Instant, limit: number): readonly { readonly findingId: string; readonly ref: ObjectRef }[] {
    const due: Entry[] = []
    while (due.length < limit) {
      const [first] = this.#heap
      if (first === undefined || first.at > now) break
      this.#pop()
      if (this.#current.get(first.findingId) !== first.at) continue
      this.#current.delete(first.findingId)
      due.push(first)
    }
    return due
  }

  get size(): number {
    return this.#current.size
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Entry
      if (above.at <= entry.at) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop() as Entry
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      const left = at * 2 + 1
      if (left >= heap.length) break
      const right = left + 1
      const child = right < heap.length && (heap[right] as Entry).at < (heap[left] as Entry).at ? right : left
      if ((heap[child] as Entry).at >= last.at) break
      heap[at] = heap[child] as Entry
      at = child
    }
    heap[at] = last
  }
}
