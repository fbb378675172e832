import type { ClusterReader, Discovery } from '../live/cluster-reader.ts'
import type { JsonObject } from '../model/json.ts'
import { isUndiscovered } from '../model/kind-info.ts'
import { FACT_SOURCES, readFacts, type FactKind, type GuardFacts } from '../policy/guard-facts.ts'

/** Reads the facts that guards ask for, each kind at most once in a pass and only when a rule needs it. */
export class FactsReader {
  readonly #cluster: ClusterReader
  readonly #discovery: Discovery
  readonly #read = new Map<FactKind, Promise<readonly JsonObject[] | undefined>>()

  constructor(cluster: ClusterReader, discovery: Discovery) {
    this.#cluster = cluster
    this.#discovery = discovery
  }

  async facts(needed: ReadonlySet<FactKind>): Promise<GuardFacts> {
    const objects: Partial<Record<FactKind, readonly JsonObject[]>> = {}
    for (const kind of needed) {
      const found = await this.#objects(kind)
      if (found !== undefined) objects[kind] = found
    }
    return readFacts(objects)
  }

  #objects(kind: FactKind): Promise<readonly JsonObject[] | undefined> {
    let objects = this.#read.get(kind)
    if (objects === undefined) this.#read.set(kind, (objects = this.#list(kind)))
    return objects
  }

  /** A kind that the cluster does not serve has no objects; one whose group could not be discovered is not known. */
  async #list(fact: FactKind): Promise<readonly JsonObject[] | undefined> {
    const { group, kind } = FACT_SOURCES[fact]
    const served = this.#discovery.kinds.find((one) => one.group === group && one.kind === kind)
    if (served === undefined) return isUndiscovered(this.#discovery.failed, group) ? undefined : []
    const list = await this.#cluster.list(served, '')
    return list.state === 'found' ? list.value : undefined
  }
}
