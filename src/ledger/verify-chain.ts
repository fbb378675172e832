import type { ChainedActivity } from '../model/activity.ts'
import { activityHash, CHAIN_START, type ChainPosition } from './activity-chain.ts'

/**
 * - `altered`: the entry is not what its hash was taken of.
 * - `truncated`: entries are missing, in between, at the start, or behind the last one although head or checkpoint know of them.
 * - `forked`: the entry is whole, but continues another history than the one before it, or than a checkpoint vouches for.
 * - `head-mismatch`: the entries are whole, and the head that is kept beside them names something else as the newest.
 */
export type ChainFault = 'altered' | 'truncated' | 'forked' | 'head-mismatch'

export type ChainVerdict =
  | { readonly state: 'whole'; readonly last: ChainPosition }
  | {
      readonly state: 'broken'
      readonly fault: ChainFault
      /** The first bad sequence; of missing entries, the first that is missing. */
      readonly sequence: number
      /** A sentence for people, without any content of an entry. */
      readonly text: string
    }

/** What is known beside the entries. Whoever can rewrite the store can rewrite the head too; checkpoints lie elsewhere. */
export interface ChainKnowledge {
  /** The head that the store keeps; undefined where none is compared. */
  readonly head?: ChainPosition
  /** Positions from checkpoints whose signatures hold (see `openCheckpoint`), in any order. */
  readonly checkpoints?: readonly ChainPosition[]
  /** Where the entries continue, where older ones were removed by retention. Default: the start of the chain. */
  readonly after?: ChainPosition
}

/**
 * Reads entries in the order of their sequence, all of them or page by page, and says what is the first that is wrong.
 * A class since ten million entries do not fit into one array.
 */
export class ChainVerification {
  readonly #head: ChainPosition | undefined
  readonly #vouched: ReadonlyMap<number, string>
  #last: ChainPosition
  #broken: ChainVerdict | undefined

  constructor(knowledge: ChainKnowledge = {}) {
    this.#head = knowledge.head
    this.#vouched = new Map(knowledge.checkpoints?.map(({ sequence, hash }) => [sequence, hash]))
    this.#last = knowledge.after ?? { sequence: 0, hash: CHAIN_START }
  }

  /** False from the first bad entry on: no further one can make it right. */
  take(entry: ChainedActivity): boolean {
    this.#broken ??= this.#faultOf(entry)
    if (this.#broken !== undefined) return false
    this.#last = { sequence: entry.sequence, hash: entry.hash }
    return true
  }

  finish(): ChainVerdict {
    return this.#broken ?? this.#missingEnd() ?? this.#wrongHead() ?? { state: 'whole', last: this.#last }
  }

  #faultOf(entry: ChainedActivity): ChainVerdict | undefined {
    const expected = this.#last.sequence + 1
    if (entry.sequence > expected) {
      return broken('truncated', expected, `entries ${expected} to ${entry.sequence - 1} are missing`)
    }
    if (activityHash(entry.previous, entry.sequence, entry) !== entry.hash) {
      return broken('altered', entry.sequence, `entry ${entry.sequence} was changed after it was written`)
    }
    if (entry.sequence < expected) {
      return broken('forked', entry.sequence, `entry ${entry.sequence} stands twice`)
    }
    if (entry.previous !== this.#last.hash) {
      return broken('forked', expected, `entry ${expected} does not continue entry ${expected - 1}`)
    }
    const vouched = this.#vouched.get(expected)
    if (vouched !== undefined && vouched !== entry.hash) {
      return broken('forked', expected, `entry ${expected} is another one than a signed checkpoint vouches for`)
    }
    return undefined
  }

  #missingEnd(): ChainVerdict | undefined {
    const known = Math.max(this.#head?.sequence ?? 0, ...this.#vouched.keys())
    const first = this.#last.sequence + 1
    return known < first ? undefined : broken('truncated', first, `entries ${first} to ${known} are missing at the end`)
  }

  #wrongHead(): ChainVerdict | undefined {
    const head = this.#head
    if (head === undefined || (head.sequence === this.#last.sequence && head.hash === this.#last.hash)) return undefined
    const first = Math.min(head.sequence + 1, this.#last.sequence)
    const text = `the newest entry is ${this.#last.sequence}, and the head names ${head.sequence} with another hash`
    return broken('head-mismatch', first, text)
  }
}

/** As {@link ChainVerification}, over entries that are at hand. */
export function verifyChain(entries: Iterable<ChainedActivity>, knowledge: ChainKnowledge = {}): ChainVerdict {
  const verification = new ChainVerification(knowledge)
  for (const entry of entries) {
    if (!verification.take(entry)) break
  }
  return verification.finish()
}

function broken(fault: ChainFault, sequence: number, text: string): ChainVerdict {
  return { state: 'broken', fault, sequence, text }
}
