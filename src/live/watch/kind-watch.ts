import type { KindInfo } from '../../model/kind-info.ts'
import type { WatchedScope } from './cluster-watch.ts'
import type { LiveEvent } from './live-event.ts'
import { splitObjectKey } from './object-key.ts'
import { Reflector } from './reflector.ts'
import type { SharedParts } from './shared-parts.ts'

/** Each namespace takes a connection; where rights end at more of them, a role for the whole cluster is the better way. */
const MOST_NAMESPACES = 100

/** Watches one kind: in the whole cluster, or namespace by namespace where the rights allow only that. */
export class KindWatch {
  readonly kind: KindInfo
  readonly #shared: SharedParts
  readonly #tell: (event: LiveEvent) => void
  /** By namespace; the empty one is the whole cluster. */
  readonly #reflectors = new Map<string, Reflector>()
  readonly #ending = new Set<Promise<void>>()
  #wanted: 'all' | ReadonlySet<string>
  #byNamespace = false

  constructor(
    kind: KindInfo,
    wanted: 'all' | ReadonlySet<string>,
    shared: SharedParts,
    tell: (event: LiveEvent) => void,
  ) {
    this.kind = kind
    this.#wanted = wanted
    this.#shared = shared
    this.#tell = tell
    this.#adjust()
  }

  get scopes(): readonly WatchedScope[] {
    return [...this.#reflectors.values()].map(({ status }) => status)
  }

  want(wanted: 'all' | ReadonlySet<string>): void {
    this.#wanted = wanted
    this.#adjust()
  }

  relist(): void {
    for (const reflector of this.#reflectors.values()) reflector.relist()
  }

  async stop(): Promise<void> {
    for (const namespace of this.#reflectors.keys()) this.#retire(namespace)
    await Promise.all(this.#ending)
  }

  /** Makes the reflectors that should be there, and ends the others. */
  #adjust(): void {
    const parts = this.#byNamespace ? partsByNamespace(this.#wanted) : undefined
    this.#byNamespace = parts !== undefined
    const wanted: ReadonlyMap<string, 'all' | ReadonlySet<string>> = parts ?? new Map([['', this.#wanted]])
    for (const namespace of this.#reflectors.keys()) if (!wanted.has(namespace)) this.#retire(namespace)
    for (const [namespace, objects] of wanted) {
      const reflector = this.#reflectors.get(namespace)
      if (reflector === undefined) this.#reflectors.set(namespace, this.#reflector(namespace, objects))
      else reflector.want(objects)
    }
  }

  #reflector(namespace: string, objects: 'all' | ReadonlySet<string>): Reflector {
    const onForbidden = (): boolean => namespace === '' && this.#split()
    return new Reflector({ kind: this.kind, namespace }, objects, this.#shared, onForbidden)
  }

  /** @returns false where splitting is of no use: no namespaces to split into, or too many */
  #split(): boolean {
    if (!this.kind.namespaced || partsByNamespace(this.#wanted) === undefined) return false
    this.#byNamespace = true
    this.#adjust()
    return true
  }

  #retire(namespace: string): void {
    const reflector = this.#reflectors.get(namespace)
    if (reflector === undefined) return
    this.#reflectors.delete(namespace)
    const ending = reflector.stop().finally(() => this.#ending.delete(ending))
    this.#ending.add(ending)
    this.#tell({ type: 'retired', scope: reflector.scope })
  }
}

/** Undefined where the objects cannot be told apart by a bearable number of namespaces. */
function partsByNamespace(wanted: 'all' | ReadonlySet<string>): ReadonlyMap<string, Set<string>> | undefined {
  if (wanted === 'all') return undefined
  const parts = new Map<string, Set<string>>()
  for (const key of wanted) {
    const { namespace } = splitObjectKey(key)
    const part = parts.get(namespace)
    if (part === undefined) parts.set(namespace, new Set([key]))
    else part.add(key)
  }
  return parts.size === 0 || parts.size > MOST_NAMESPACES || parts.has('') ? undefined : parts
}
