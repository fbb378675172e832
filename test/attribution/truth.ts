import { holdsSecond, type Span } from '../../src/model/audit-span.ts'
import type { FieldOwner } from '../../src/model/field-owner.ts'
import { parseInstant } from '../../src/model/instant.ts'
import type { Json } from '../../src/model/json.ts'
import { canonicalJson } from '../../src/model/json.ts'

/** What the campaign itself did: who made one change, and how the server books it. */
export interface Truth {
  /** Who authenticated, by the name that the API server knows. */
  readonly user: string
  /** Who was acted as. */
  readonly as?: string
  /** Undefined where the write leaves no entry, as a removal. */
  readonly manager?: string
  readonly operation?: 'Apply' | 'Update'
  readonly subresource?: string
  /** For people: which kind of write it was. */
  readonly by: string
  /** True where several wrote to the object at the same time. */
  readonly contended: boolean
}

/** A write that asked for what was there already. */
export interface VainWrite {
  readonly user: string
  readonly manager: string
  /** From before it was sent until it was answered, on the clock that the API server has too. */
  readonly span: Span
}

/**
 * Who set which value, for looking up what a version shows. Values are unique, so a value names its write; what is taken
 * away has none, and is looked up in the order in which it was done, one after the other for each object and path.
 */
export class TruthBook {
  readonly #values = new Map<string, Truth>()
  readonly #removals = new Map<string, Truth[]>()
  readonly #vain = new Map<string, VainWrite[]>()

  /** Before the write is sent, since a watch may tell of it before its answer comes. */
  set(object: string, path: string, value: Json, truth: Truth): void {
    this.#values.set(keyOf(object, path, value), truth)
  }

  removed(object: string, path: string, truth: Truth): void {
    const queue = this.#removals.get(`${object} ${path}`) ?? []
    this.#removals.set(`${object} ${path}`, [...queue, truth])
  }

  /** Takes back what was not done after all. */
  notRemoved(object: string, path: string): void {
    this.#removals.get(`${object} ${path}`)?.pop()
  }

  inVain(object: string, write: VainWrite): void {
    this.#vain.set(object, [...(this.#vain.get(object) ?? []), write])
  }

  /** Who wrote in vain to the object under this manager, while the second ran that the server stamped. */
  whoWroteInVain(object: string, { manager, time }: FieldOwner): readonly string[] {
    const second = time === undefined ? undefined : parseInstant(time)
    if (second === undefined) return []
    const writes = (this.#vain.get(object) ?? []).filter(
      (one) => one.manager === manager && holdsSecond(one.span, second),
    )
    return writes.map(({ user }) => user)
  }

  whoSet(object: string, path: string, value: Json): Truth | undefined {
    return this.#values.get(keyOf(object, path, value))
  }

  whoRemoved(object: string, path: string): Truth | undefined {
    return this.#removals.get(`${object} ${path}`)?.shift()
  }
}

function keyOf(object: string, path: string, value: Json): string {
  return `${object} ${path} ${canonicalJson(value)}`
}
