import type { ClusterReader, Discovery } from '../../live/cluster-reader.ts'
import type { JsonObject } from '../../model/json.ts'
import { isUndiscovered, type KindInfo } from '../../model/kind-info.ts'
import { FACT_SOURCES, readFacts, type FactKind, type GuardFacts } from '../../policy/guard-facts.ts'
import type { AsksFacts } from '../pass-context.ts'

/**
 * Facts for guards in a service: read when a rule first asks, kept until an object of their kind changes. A kind that could
 * not be read is asked for again by the next rule that needs it.
 */
export class LiveFacts implements AsksFacts {
  readonly #cluster: ClusterReader
  readonly #discovery: () => Discovery
  readonly #known = new Map<FactKind, Promise<readonly JsonObject[] | undefined>>()

  constructor(cluster: ClusterReader, discovery: () => Discovery) {
    this.#cluster = cluster
    this.#discovery = discovery
  }

  /** Kinds whose changes must be reported to {@link forget}: those that the cluster serves. */
  static kinds({ kinds }: Discovery): readonly KindInfo[] {
    const sources = Object.values(FACT_SOURCES)
    return sources.flatMap(({ group, kind }) => kinds.find((one) => one.group === group && one.kind === kind) ?? [])
  }

  /** An object of this kind changed. True where some fact depends on the kind. */
  forget(group: string, kind: string): boolean {
    let depends = false
    for (const [fact, source] of Object.entries(FACT_SOURCES) as [FactKind, (typeof FACT_SOURCES)[FactKind]][]) {
      if (source.group !== group || source.kind !== kind) continue
      this.#known.delete(fact)
      depends = true
    }
    return depends
  }

  async facts(needed: ReadonlySet<FactKind>): Promise<GuardFacts> {
    const objects: Partial<Record<FactKind, readonly JsonObject[]>> = {}
    for (const kind of needed) {
      const found = await this.#objects(kind)
      if (found !== undefined) objects[kind] = found
    }
    return readFacts(objects)
  }

  async #objects(fact: FactKind): Promise<readonly JsonObject[] | undefined> {
    const reading = this.#known.get(fact) ?? this.#list(fact)
    this.#known.set(fact, reading)
    const objects = await reading
    if (objects === undefined && this.#known.get(fact) === reading) this.#known.delete(fact)
    return objects
  }

  /** A kind that the cluster does not serve has no objects; one whose group could not be discovered is not known. */
  async #list(fact: FactKind): Promise<readonly JsonObject[] | undefined> {
    const { group, kind } = FACT_SOURCES[fact]
    const { kinds, failed } = this.#discovery()
    const served = kinds.find((one) => one.group === group && one.kind === kind)
    if (served === undefined) return isUndiscovered(failed, group) ? undefined : []
    const list = await this.#cluster.list(served, '')
    return list.state === 'found' ? list.value : undefined
  }
}
