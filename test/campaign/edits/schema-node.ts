import { at, isList, isObject, property, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'

/**
 * How a value is merged, read off the raw OpenAPI document of the server. Written apart from the product's compiler on
 * purpose: expectations must not come from what is being tested.
 */
export type Merging = 'scalar' | 'struct' | 'atomic' | 'keyed' | 'set' | 'untyped'

/** A place in a schema. */
export class SchemaNode {
  readonly #components: JsonObject
  readonly #schema: JsonObject
  /** Name of the component that the value is of, such as `io.k8s.api.core.v1.Container`; empty for inline schemas. */
  readonly component: string

  constructor(components: JsonObject, schema: JsonObject, component = '') {
    this.#components = components
    const name = referenceIn(schema)
    const target = name === undefined ? undefined : property(components, name)
    // What stands beside a reference holds for this use of it.
    this.#schema = isObject(target) ? { ...target, ...schema } : schema
    this.component = name ?? component
  }

  /** The type of a whole kind; undefined where the document does not have it. */
  static ofKind(components: JsonObject, group: string, version: string, kind: string): SchemaNode | undefined {
    for (const [name, schema] of Object.entries(components)) {
      const served = at(schema, 'x-kubernetes-group-version-kind')
      if (!isObject(schema) || !isList(served) || served.length !== 1) continue
      const [only] = served
      const matches = stringAt(only, 'group') === group && stringAt(only, 'version') === version
      if (matches && stringAt(only, 'kind') === kind) return new SchemaNode(components, schema, name)
    }
    return undefined
  }

  get merging(): Merging {
    const schema = this.#schema
    const type = stringAt(schema, 'type')
    if (type === 'array') return this.#listMerging()
    if (type === 'object' || schema['properties'] !== undefined) {
      if (schema['x-kubernetes-map-type'] === 'atomic') return 'atomic'
      const known = schema['properties'] !== undefined || schema['additionalProperties'] !== undefined
      return known || schema['x-kubernetes-preserve-unknown-fields'] === true ? 'struct' : 'untyped'
    }
    const scalar = type !== undefined || schema['oneOf'] !== undefined || schema['x-kubernetes-int-or-string'] === true
    return scalar || schema['format'] === 'int-or-string' ? 'scalar' : 'untyped'
  }

  #listMerging(): Merging {
    const explicit = stringAt(this.#schema, 'x-kubernetes-list-type')
    if (explicit !== undefined) return explicit === 'map' ? 'keyed' : explicit === 'set' ? 'set' : 'atomic'
    if (!(stringAt(this.#schema, 'x-kubernetes-patch-strategy') ?? '').includes('merge')) return 'atomic'
    return this.mergeKey === undefined ? 'set' : 'keyed'
  }

  /** Key of strategic merge patches; undefined where lists are replaced. */
  get mergeKey(): string | undefined {
    const merges = (stringAt(this.#schema, 'x-kubernetes-patch-strategy') ?? '').includes('merge')
    return merges ? stringAt(this.#schema, 'x-kubernetes-patch-merge-key') : undefined
  }

  /** Fields that identify an element of a keyed list. */
  get keys(): readonly string[] {
    const keys = this.#schema['x-kubernetes-list-map-keys']
    return isList(keys) ? keys.map(String) : this.mergeKey === undefined ? [] : [this.mergeKey]
  }

  get default(): Json | undefined {
    return this.#schema['default']
  }

  get choices(): readonly Json[] {
    const choices = this.#schema['enum']
    return isList(choices) ? choices : []
  }

  get nullable(): boolean {
    return this.#schema['nullable'] === true
  }

  get holdsBytes(): boolean {
    return this.#schema['format'] === 'byte'
  }

  /** Names of the fields that the schema lists. */
  get fieldNames(): readonly string[] {
    const fields = this.#schema['properties']
    return isObject(fields) ? Object.keys(fields) : []
  }

  field(name: string): SchemaNode {
    const known = at(this.#schema, 'properties', name)
    const schema = isObject(known) ? known : this.#schema['additionalProperties']
    return new SchemaNode(this.#components, isObject(schema) ? schema : {})
  }

  get element(): SchemaNode {
    const schema = this.#schema['items']
    return new SchemaNode(this.#components, isObject(schema) ? schema : {})
  }
}

function referenceIn(schema: JsonObject): string | undefined {
  const all = schema['allOf']
  const reference = stringAt(schema, '$ref') ?? (isList(all) ? stringAt(all[0], '$ref') : undefined)
  return reference?.slice('#/components/schemas/'.length)
}
