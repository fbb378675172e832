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

/**
 * Who set which value, for looking up what a version shows. Values are unique, so a value names its write; what is taken
 * away has none, and is looked up in the order in which it was done, one after the other for each object and path.
 */
export class TruthBook {
  readonly #values = new Map<string, Truth>()
  readonly #removals = new Map<string, Truth[]>()

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
