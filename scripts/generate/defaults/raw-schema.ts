import { at, isList, isObject, property, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import { referenceOf } from '../../../src/diff/schema/compile.ts'

/** A schema as the server publishes it, validation included, with the name of its component; empty for inline ones. */
export interface RawSchema {
  readonly component: string
  readonly schema: JsonObject
}

/** The published schemas of all built-in components: what a valid object needs is told here and not in the pruned ones. */
export class RawSchemas {
  readonly #components: JsonObject

  constructor(documents: readonly JsonObject[]) {
    const entries = documents.flatMap((document) => Object.entries(at(document, 'components', 'schemas') as JsonObject))
    this.#components = Object.fromEntries(entries)
  }

  ofKind(group: string, version: string, kind: string): RawSchema {
    for (const [component, schema] of Object.entries(this.#components)) {
      const kinds = property(schema as JsonObject, 'x-kubernetes-group-version-kind')
      if (!isList(kinds) || kinds.length !== 1) continue
      const [only] = kinds
      const same = stringAt(only, 'group') === group && stringAt(only, 'version') === version
      if (same && stringAt(only, 'kind') === kind) return { component, schema: schema as JsonObject }
    }
    throw new Error(`No schema of ${group}/${version} ${kind}`)
  }

  /** The schema behind a reference, or the given one where it is none. */
  resolve(schema: Json | undefined): RawSchema {
    if (!isObject(schema)) return { component: '', schema: {} }
    const component = referenceOf(schema)
    if (component === undefined) return { component: '', schema }
    return { component, schema: property(this.#components, component) as JsonObject }
  }

  /** Schema of a field or of an element; an empty one where the path leads nowhere. */
  at(root: RawSchema, path: readonly (string | number)[]): RawSchema {
    return path.reduce((here, step) => this.#step(here, step), root)
  }

  #step({ schema }: RawSchema, step: string | number): RawSchema {
    if (typeof step === 'number') return this.resolve(property(schema, 'items'))
    return this.resolve(at(schema, 'properties', step) ?? property(schema, 'additionalProperties'))
  }
}
