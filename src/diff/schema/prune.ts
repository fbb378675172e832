import { isList, isObject, objectOf, property, type Json, type JsonObject } from '../../model/json.ts'
import { defaultOf, referenceOf } from './compile.ts'
import { isIntOrString, QUANTITY_PATTERN } from './scalar-type.ts'

/**
 * What is left of an OpenAPI v3 document when everything is taken away that the compiler does not read: paths,
 * descriptions, validation. Compiling the result gives the same types; it is a tenth of the size.
 */
export function pruneDocument(document: JsonObject): JsonObject {
  const components = property(document, 'components')
  const schemas = isObject(components) ? property(components, 'schemas') : undefined
  const pruned = isObject(schemas) ? pruneComponents(schemas) : objectOf([])
  return objectOf([['components', objectOf([['schemas', pruned]])]])
}

/** As {@link pruneDocument}, for the components alone. */
export function pruneComponents(schemas: JsonObject): JsonObject {
  return objectOf(Object.keys(schemas).map((name) => [name, pruneSchema(schemas[name] as Json, name)]))
}

function pruneSchema(schema: Json, component: string): Json {
  return isObject(schema) ? objectOf(membersOf(schema, component)) : schema
}

/** @param owner component that holds the field; decides which defaults are placeholders */
function pruneField(schema: Json, owner: string): Json {
  if (!isObject(schema)) return schema
  const value = defaultOf(schema, owner)
  return objectOf([...membersOf(schema, ''), ...(value === undefined ? [] : [['default', value] as const])])
}

type Members = readonly (readonly [string, Json])[]

function membersOf(schema: JsonObject, component: string): Members {
  const reference = referenceOf(schema)
  const own = reference === undefined ? structure(schema, component) : referring(schema, reference)
  return [...own, ...kept(schema, ['nullable'])]
}

/** Beside a reference only the map type counts. */
function referring(schema: JsonObject, reference: string): Members {
  return [['$ref', `#/components/schemas/${reference}`], ...kept(schema, ['x-kubernetes-map-type'])]
}

function structure(schema: JsonObject, component: string): Members {
  const format = property(schema, 'format')
  return [
    ...kept(schema, KEPT),
    ...singleKind(schema),
    ...(typeof format === 'string' && FORMATS.has(format) ? [['format', format] as const] : []),
    ...intOrString(schema),
    ...nested(schema, component),
  ]
}

const KEPT = [
  'type',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
]

/** The formats that make a scalar more than its type says. */
const FORMATS = new Set(['byte', 'date-time', 'int-or-string'])

/** A component that several kinds share (`DeleteOptions`) is the schema of none, and lists other groups in each document. */
function singleKind(schema: JsonObject): Members {
  const kinds = property(schema, 'x-kubernetes-group-version-kind')
  return isList(kinds) && kinds.length === 1 ? [['x-kubernetes-group-version-kind', kinds]] : []
}

function intOrString(schema: JsonObject): Members {
  if (!isIntOrString(schema)) return []
  const marked = schema['x-kubernetes-int-or-string'] === true || schema['format'] === 'int-or-string'
  const types: Members = marked ? [] : [['oneOf', [{ type: 'integer' }, { type: 'string' }]]]
  return schema['pattern'] === QUANTITY_PATTERN ? [...types, ['pattern', QUANTITY_PATTERN]] : types
}

function nested(schema: JsonObject, component: string): Members {
  const members: [string, Json][] = []
  const properties = property(schema, 'properties')
  if (isObject(properties)) {
    const names = Object.keys(properties)
    members.push(['properties', objectOf(names.map((name) => [name, pruneField(properties[name] as Json, component)]))])
  }
  for (const name of ['items', 'additionalProperties']) {
    const inner = property(schema, name)
    if (inner !== undefined) members.push([name, pruneSchema(inner, '')])
  }
  return members
}

function kept(schema: JsonObject, names: readonly string[]): Members {
  return names.flatMap((name): Members => {
    const value = property(schema, name)
    return value === undefined || value === false ? [] : [[name, value]]
  })
}
