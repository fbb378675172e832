import { property, type Json, type JsonObject } from '../../src/model/json.ts'
import type { Random } from './random.ts'
import { freeForm, keyExtensions, keyField, mapType, scalar } from './schema-parts.ts'

/** Components as in an OpenAPI v3 document, and the name of the one that the objects have; empty for no schema at all. */
export interface RandomSchema {
  readonly components: JsonObject
  readonly root: string
}

/** The schema of the objects themselves; without one, anything goes. */
export function rootOf(schema: RandomSchema): JsonObject {
  return (property(schema.components, schema.root) ?? { type: 'object' }) as JsonObject
}

const MAX_DEPTH = 4

export const FIELD_NAMES = 'a;b;c;name;key;port;a.b/c;x y;__proto__;constructor;ünï'.split(';')
const KEY_NAMES = ['name', 'key', 'port'] as const

/** Types that the schema converter knows by name. */
const KNOWN_COMPONENTS: JsonObject = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    oneOf: [{ type: 'string' }, { type: 'number' }],
  },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time' },
}

/** Random OpenAPI v3 components with every extension that decides how objects are merged; they may refer to themselves. */
export function randomSchema(random: Random): RandomSchema {
  const names = Array.from({ length: random.between(1, 4) }, (_, i) => `T${i}`)
  const references = [...names, ...Object.keys(KNOWN_COMPONENTS)]
  const entries = names.map((name): [string, Json] => [name, struct(random, 0, references)])
  return { components: { ...KNOWN_COMPONENTS, ...Object.fromEntries(entries) }, root: random.chance(0.05) ? '' : 'T0' }
}

function struct(random: Random, depth: number, references: readonly string[]): JsonObject {
  const names = random.some(FIELD_NAMES, random.between(1, 5))
  const properties = ownProperties(names.map((name) => [name, anyType(random, depth + 1, references)]))
  return { type: 'object', properties, ...mapType(random), ...unknownFields(random, depth, references) }
}

/** `{__proto__: …}` in a literal would set the prototype instead of a field. */
function ownProperties(entries: readonly (readonly [string, Json])[]): JsonObject {
  const result: Record<string, Json> = {}
  for (const [name, value] of entries) Object.defineProperty(result, name, { value, enumerable: true, writable: true })
  return result
}

function unknownFields(random: Random, depth: number, references: readonly string[]): JsonObject {
  const form = random.between(0, 19)
  if (form === 0) return { 'x-kubernetes-preserve-unknown-fields': true }
  if (form === 1) return { additionalProperties: true }
  if (form === 2) return { additionalProperties: false }
  if (form === 3) return { additionalProperties: anyType(random, depth + 1, references) }
  if (form === 4) return { 'x-kubernetes-preserve-unknown-fields': true, additionalProperties: scalar(random) }
  return {}
}

function anyType(random: Random, depth: number, references: readonly string[]): JsonObject {
  const form = depth >= MAX_DEPTH ? random.between(0, 3) : random.between(0, 13)
  const nullable = random.chance(0.1) ? { nullable: true } : {}
  if (form <= 2) return { ...scalar(random), ...nullable }
  if (form === 3) return reference(random, references)
  if (form <= 5) return { ...struct(random, depth, references), ...nullable }
  if (form === 6)
    return { type: 'object', additionalProperties: anyType(random, depth + 1, references), ...mapType(random) }
  if (form === 7) return freeForm(random)
  if (form <= 10) return keyedList(random, depth, references)
  if (form === 11) return setList(random)
  return atomicList(random, depth, references)
}

function reference(random: Random, references: readonly string[]): JsonObject {
  const name = random.pick(references)
  const $ref = `#/components/schemas/${name}`
  // No document overrides the map type of a raw extension, and our types cannot tell it.
  if (random.chance(0.5) || name.endsWith('.RawExtension')) return { $ref }
  return { allOf: [{ $ref }], default: {}, ...mapType(random) }
}

function keyedList(random: Random, depth: number, references: readonly string[]): JsonObject {
  const keys = random.some(KEY_NAMES, random.pick([1, 1, 1, 2, 2, 3]))
  const fields = random.some(['a', 'b', 'c'], random.between(0, 3))
  const items: JsonObject = {
    type: 'object',
    properties: ownProperties([
      ...keys.map((name) => [name, keyField(random)] as const),
      ...fields.map((name) => [name, anyType(random, depth + 1, references)] as const),
    ]),
    ...unknownFields(random, depth + 1, references),
    ...(random.chance(0.08) ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  }
  return { type: 'array', items, ...keyExtensions(random, keys) }
}

function setList(random: Random): JsonObject {
  const extension = random.chance(0.7)
    ? { 'x-kubernetes-list-type': 'set' }
    : { 'x-kubernetes-patch-strategy': 'merge' }
  return { type: 'array', items: scalar(random), ...extension }
}

function atomicList(random: Random, depth: number, references: readonly string[]): JsonObject {
  const extension = random.chance(0.5) ? { 'x-kubernetes-list-type': 'atomic' } : {}
  return { type: 'array', items: anyType(random, depth + 1, references), ...extension }
}
