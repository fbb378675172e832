import { SchemaCompiler } from '../diff/schema/compile.ts'
import type { TypeFacts } from '../diff/schema/type-facts.ts'
import type { ClusterReader, Reading } from '../live/cluster-reader.ts'
import { at, isObject } from '../model/json.ts'
import { apiVersionOf, type KindInfo } from '../model/kind-info.ts'
import type { TypeSchema } from '../model/type-schema.ts'
import type { SchemaSource } from './scan-ports.ts'

/** Types from the cluster's own OpenAPI documents, each read and compiled at most once. */
export class ClusterSchemas implements SchemaSource {
  readonly #cluster: ClusterReader
  readonly #facts: TypeFacts
  readonly #compilers = new Map<string, Promise<Reading<SchemaCompiler>>>()

  constructor(cluster: ClusterReader, facts: TypeFacts) {
    this.#cluster = cluster
    this.#facts = facts
  }

  async typeOf(kind: KindInfo): Promise<Reading<TypeSchema>> {
    const key = apiVersionOf(kind)
    let compiler = this.#compilers.get(key)
    if (compiler === undefined) this.#compilers.set(key, (compiler = this.#compile(kind)))
    const reading = await compiler
    if (reading.state !== 'found') return reading
    const type = reading.value.kind(kind.group, kind.version, kind.kind)
    return type === undefined ? { state: 'absent' } : { state: 'found', value: type }
  }

  async #compile({ group, version }: KindInfo): Promise<Reading<SchemaCompiler>> {
    const document = await this.#cluster.openApi(group, version)
    if (document.state !== 'found') return document
    const components = at(document.value, 'components', 'schemas')
    return { state: 'found', value: new SchemaCompiler(isObject(components) ? components : {}, this.#facts) }
  }
}
