import { createHash } from 'node:crypto'
import { SchemaCompiler } from '../diff/schema/compile.ts'
import type { TypeFacts } from '../diff/schema/type-facts.ts'
import type { ClusterReader, Reading } from '../live/cluster-reader.ts'
import { at, isObject } from '../model/json.ts'
import { apiVersionOf, parseApiVersion, type KindInfo } from '../model/kind-info.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import type { TypeSchema } from '../model/type-schema.ts'
import type { SchemaSource } from './scan-ports.ts'

interface Compiled {
  readonly compiler: SchemaCompiler
  readonly hash: string
}

/** Types from the cluster's own OpenAPI documents, each read and compiled at most once until it is forgotten. */
export class ClusterSchemas implements SchemaSource {
  readonly #cluster: ClusterReader
  readonly #facts: TypeFacts
  readonly #compiled = new Map<string, Promise<Reading<Compiled>>>()

  constructor(cluster: ClusterReader, facts: TypeFacts) {
    this.#cluster = cluster
    this.#facts = facts
  }

  async typeOf(kind: KindInfo): Promise<Reading<TypeSchema>> {
    const reading = await this.#of(kind)
    if (reading.state !== 'found') return reading
    const type = reading.value.compiler.kind(kind.group, kind.version, kind.kind)
    return type === undefined ? { state: 'absent' } : { state: 'found', value: type }
  }

  /** Changes with the types of the group version that the kind belongs to; empty where there are none to be had. */
  async hashOf(kind: KindInfo): Promise<string> {
    const reading = await this.#of(kind)
    return reading.state === 'found' ? reading.value.hash : ''
  }

  /** The documents of a group are read anew by the next question: a definition changed. Empty group = the core. */
  forget(group: string): void {
    for (const apiVersion of this.#compiled.keys()) {
      if (parseApiVersion(apiVersion).group === group) this.#compiled.delete(apiVersion)
    }
  }

  async #of(kind: KindInfo): Promise<Reading<Compiled>> {
    const key = apiVersionOf(kind)
    const compiling = this.#compiled.get(key) ?? this.#compile(kind)
    this.#compiled.set(key, compiling)
    const reading = await compiling
    // A failure is no property of the cluster: the next question asks again.
    if (reading.state === 'failed' && this.#compiled.get(key) === compiling) this.#compiled.delete(key)
    return reading
  }

  async #compile({ group, version }: KindInfo): Promise<Reading<Compiled>> {
    const document = await this.#cluster.openApi(group, version)
    if (document.state !== 'found') return document
    const components = at(document.value, 'components', 'schemas')
    const schemas = isObject(components) ? components : {}
    const hash = createHash('sha256').update(stringifyLossless(schemas)).digest('base64').slice(0, 22)
    return { state: 'found', value: { compiler: new SchemaCompiler(schemas, this.#facts), hash } }
  }
}
