import { at, isList, isObject, property, stringAt, textOf, type Json, type JsonObject } from '../../model/json.ts'
import {
  UNTYPED,
  UNTYPED_FIELD,
  UNTYPED_WHOLE,
  UNTYPED_WHOLE_FIELD,
  type FieldType,
  type ListType,
  type TypeSchema,
} from '../../model/type-schema.ts'
import { scalarType } from './scalar-type.ts'
import type { TypeFacts } from './type-facts.ts'

/**
 * Compiles OpenAPI v3 components into walkable types, by the rules of `kube-openapi/pkg/schemaconv`: an explicit
 * `x-kubernetes-list-type` wins, else a merge patch strategy with its key, else lists are atomic; maps are granular
 * unless `x-kubernetes-map-type: atomic`. Types are compiled on first use and may be cyclic.
 */
export class SchemaCompiler {
  readonly #components: JsonObject
  readonly #facts: TypeFacts
  readonly #byName = new Map<string, TypeSchema>()
  #byKind: ReadonlyMap<string, string> | undefined

  /**
   * @param components `components.schemas` of an OpenAPI v3 document
   * @param facts what the server's encoder does with empty values, by component and field; custom resources have none
   */
  constructor(components: JsonObject, facts: TypeFacts) {
    this.#components = components
    this.#facts = facts
  }

  /** The component whose `x-kubernetes-group-version-kind` names this kind alone; undefined where there is none. */
  kind(group: string, version: string, kind: string): TypeSchema | undefined {
    this.#byKind ??= componentsByKind(this.#components)
    const name = this.#byKind.get(`${group}/${version}/${kind}`)
    return name === undefined ? undefined : this.named(name)
  }

  named(name: string): TypeSchema {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const schema = property(this.#components, name)
    if (!isObject(schema)) return UNTYPED
    return this.#compile(schema, name, false)
  }

  #compile(schema: JsonObject, name: string, keepsUnknown: boolean): TypeSchema {
    const reference = referenceOf(schema)
    if (reference !== undefined) return withMapType(this.named(reference), schema)
    const known = name === RAW_EXTENSION ? UNTYPED_WHOLE : scalarType(schema, name)
    if (known !== undefined) return this.#remember(name, known)
    const keeps = keepsUnknown || schema['x-kubernetes-preserve-unknown-fields'] === true
    const type = stringAt(schema, 'type')
    if (type === 'array') return this.#remember(name, this.#list(schema, keeps))
    if (type === 'object' || schema['properties'] !== undefined) return this.#object(schema, name, keeps)
    return this.#remember(name, UNTYPED)
  }

  #remember(name: string, type: TypeSchema): TypeSchema {
    if (name !== '') this.#byName.set(name, type)
    return type
  }

  #object(schema: JsonObject, name: string, keepsUnknown: boolean): TypeSchema {
    const fields = new Map<string, FieldType>()
    const compiled = {
      kind: 'object' as const,
      name,
      fields,
      atomic: schema['x-kubernetes-map-type'] === 'atomic',
      additional: undefined as FieldType | undefined,
    }
    // Remembered before its fields are compiled: a field may lead back to this type.
    this.#remember(name, compiled)
    const properties = property(schema, 'properties')
    const names = isObject(properties) ? Object.keys(properties) : []
    for (const key of names) {
      const child = (properties as JsonObject)[key]
      if (isObject(child)) fields.set(key, this.#field(child, name, key, keepsUnknown))
    }
    compiled.additional = this.#additional(schema, name, keepsUnknown || names.length === 0)
    if (schema['x-kubernetes-embedded-resource'] === true) addEmbeddedFields(fields)
    return compiled
  }

  /** An object without properties is free-form; one with properties keeps only those, unless told otherwise. */
  #additional(schema: JsonObject, owner: string, freeForm: boolean): FieldType | undefined {
    const additional = property(schema, 'additionalProperties')
    if (isObject(additional)) return this.#member(additional, freeForm && owner === '')
    if (additional === undefined) return freeForm ? UNTYPED_FIELD : undefined
    return additional === true ? UNTYPED_FIELD : undefined
  }

  #field(schema: JsonObject, owner: string, name: string, keepsUnknown: boolean): FieldType {
    const type = this.#compile(schema, '', keepsUnknown)
    const value = defaultOf(schema, owner)
    const common = { type, nullable: schema['nullable'] === true, empty: this.#facts.emptyOf(owner, name) }
    return value === undefined ? common : { ...common, default: value }
  }

  /**
   * An element of a list or a value of a map. The server never adds one, whatever default stands there; taken for a
   * default, the placeholder `""` of map values would hide every label without a value that somebody adds.
   */
  #member(schema: JsonObject, keepsUnknown: boolean): FieldType {
    const { default: _, ...member } = this.#field(schema, '', '', keepsUnknown)
    return member
  }

  #list(schema: JsonObject, keepsUnknown: boolean): ListType {
    const items = property(schema, 'items')
    const element = isObject(items) ? this.#member(items, keepsUnknown) : UNTYPED_WHOLE_FIELD
    return { kind: 'list', ...listSemantics(schema), element }
  }
}

const RAW_EXTENSION = 'io.k8s.apimachinery.pkg.runtime.RawExtension'

/** A reference may make a granular type atomic, or the reverse, at the place where it is used. */
function withMapType(type: TypeSchema, schema: JsonObject): TypeSchema {
  const mapType = schema['x-kubernetes-map-type']
  if (mapType === undefined || type.kind !== 'object' || type.atomic === (mapType === 'atomic')) return type
  return { ...type, atomic: mapType === 'atomic' }
}

/** Types such as DeleteOptions belong to many kinds at once and describe none of them. */
function componentsByKind(components: JsonObject): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const name of Object.keys(components)) {
    const kinds = at(components[name], 'x-kubernetes-group-version-kind')
    if (!isList(kinds) || kinds.length !== 1) continue
    const [only] = kinds
    names.set(
      `${stringAt(only, 'group') ?? ''}/${stringAt(only, 'version') ?? ''}/${stringAt(only, 'kind') ?? ''}`,
      name,
    )
  }
  return names
}

/** Kubernetes wraps a reference in `allOf` where it adds a description or a default beside it. */
export function referenceOf(schema: JsonObject): string | undefined {
  const allOf = property(schema, 'allOf')
  const wrapped = isList(allOf) && allOf.length === 1 ? stringAt(allOf[0], '$ref') : undefined
  const reference = stringAt(schema, '$ref') ?? wrapped
  return reference?.slice(reference.lastIndexOf('/') + 1)
}

function listSemantics(schema: JsonObject): Pick<ListType, 'listType' | 'keys'> {
  const listType = schema['x-kubernetes-list-type']
  const mapKeys = schema['x-kubernetes-list-map-keys']
  if (listType === 'map' && isList(mapKeys)) return { listType: 'map', keys: mapKeys.map(String).sort() }
  if (listType === 'set') return { listType: 'set', keys: [] }
  if (listType !== undefined) return { listType: 'atomic', keys: [] }
  const strategy = textOf(schema['x-kubernetes-patch-strategy']).split(',')
  if (!strategy.includes('merge')) return { listType: 'atomic', keys: [] }
  const key = stringAt(schema, 'x-kubernetes-patch-merge-key')
  return key === undefined ? { listType: 'set', keys: [] } : { listType: 'map', keys: [key] }
}

/** Components of the API server itself; custom resources may live in groups under k8s.io as well. */
export const BUILT_IN = /^io\.k8s\.(api|apimachinery|apiextensions-apiserver|kube-aggregator)\./

/**
 * The documents of built-in kinds give most fields a placeholder (`""`, `{}`, `0`), which is not what the server fills
 * in; only their non-empty defaults mean something. Defaults of custom resources always count.
 */
export function defaultOf(schema: JsonObject, owner: string): Json | undefined {
  const value = property(schema, 'default')
  if (value === undefined || !BUILT_IN.test(owner)) return value
  return value === '' || value === 0 || (isObject(value) && Object.keys(value).length === 0) ? undefined : value
}

/** An embedded resource has apiVersion, kind and metadata even where its schema does not list them. */
function addEmbeddedFields(fields: Map<string, FieldType>): void {
  for (const name of ['apiVersion', 'kind', 'metadata']) {
    if (!fields.has(name)) fields.set(name, UNTYPED_FIELD)
  }
}
