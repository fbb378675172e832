import { isList, isObject, objectOf, property, type Json, type JsonObject } from '../../src/model/json.ts'
import { withoutNullKeys } from './null-keys.ts'
import type { Random } from './random.ts'
import { FIELD_NAMES, rootOf, type RandomSchema } from './random-schema.ts'

const MAX_DEPTH = 6

const STRINGS = ';x;y;z;1;TCP;a b;"q";<&>;ünï;\u2028;\\;100m;😀;true'.split(';')
const LARGE: readonly Json[] = [2 ** 53, 9007199254740993n, 9223372036854775807n, -9223372036854775808n]
const INTEGERS: readonly Json[] = [0, 1, 2, -1, 80, 443, ...LARGE]
const NUMBERS: readonly Json[] = [0, 1, 1.5, -2.25, 1e-7, 1e21, 123456789.125, 5e-324]

/** A random value of a type, mostly valid: now and then null, or with a field that the schema does not have. */
export function randomObject(random: Random, schema: RandomSchema): Json {
  return new ObjectGenerator(random, schema.components).value(rootOf(schema), 0)
}

/** Makes values of given schemas; also used to make the new values of a mutation. */
export class ObjectGenerator {
  readonly #random: Random
  readonly #components: JsonObject

  constructor(random: Random, components: JsonObject) {
    this.#random = random
    this.#components = components
  }

  value(schema: JsonObject, depth: number): Json {
    if (this.#random.chance(depth === 0 ? 0 : 0.05)) return null
    const [resolved, component] = this.resolve(schema)
    if (component.endsWith('.Quantity')) return this.#random.pick(['1', '1000m', 1, '1Gi'])
    if (component.endsWith('.RawExtension')) return this.untyped(depth)
    switch (resolved['type']) {
      case 'object':
        return this.#object(resolved, depth)
      case 'array':
        return this.#list(resolved, depth)
      case undefined:
        return this.#withoutType(resolved, depth)
      default:
        return this.#scalar(resolved['type'])
    }
  }

  /** Follows a reference, also one that is wrapped in `allOf`. */
  resolve(schema: JsonObject): [JsonObject, string] {
    const allOf = schema['allOf']
    const wrapped = isList(allOf) && isObject(allOf[0]) ? allOf[0]['$ref'] : undefined
    const reference = schema['$ref'] ?? wrapped
    if (typeof reference !== 'string') return [schema, '']
    const name = reference.slice(reference.lastIndexOf('/') + 1)
    return [property(this.#components, name) as JsonObject, name]
  }

  #withoutType(schema: JsonObject, depth: number): Json {
    if (schema['x-kubernetes-int-or-string'] === true || schema['format'] === 'int-or-string')
      return this.#intOrString()
    return this.untyped(depth)
  }

  #object(schema: JsonObject, depth: number): Json {
    const properties = schema['properties']
    const entries: [string, Json][] = []
    for (const name of isObject(properties) ? Object.keys(properties) : []) {
      // Deep objects end somewhere, also where a type contains itself.
      if (depth >= MAX_DEPTH || this.#random.chance(0.35)) continue
      entries.push([name, this.value((properties as JsonObject)[name] as JsonObject, depth + 1)])
    }
    for (const name of this.#additionalNames(schema, depth)) entries.push([name, this.#additional(schema, depth)])
    return objectOf(entries)
  }

  #additionalNames(schema: JsonObject, depth: number): string[] {
    if (depth >= MAX_DEPTH) return []
    const open = !isObject(schema['properties']) || schema['x-kubernetes-preserve-unknown-fields'] === true
    const allowed = schema['additionalProperties'] === undefined ? open : schema['additionalProperties'] !== false
    if (!allowed && !this.#random.chance(0.003)) return []
    const known = isObject(schema['properties']) ? schema['properties'] : {}
    return this.#random.some(FIELD_NAMES, this.#random.between(0, 3)).filter((name) => !Object.hasOwn(known, name))
  }

  #additional(schema: JsonObject, depth: number): Json {
    const additional = schema['additionalProperties']
    return isObject(additional) ? this.value(additional, depth + 1) : this.untyped(depth + 1)
  }

  #list(schema: JsonObject, depth: number): Json {
    if (depth >= MAX_DEPTH) return []
    const length = this.#random.pick([0, 1, 1, 2, 2, 3, 4])
    return Array.from({ length }, () => this.element(schema, depth))
  }

  /** An element; in sets and keyed lists never null, which would make the whole object invalid. */
  element(list: JsonObject, depth: number): Json {
    const items = list['items'] as JsonObject
    for (let attempt = 0; attempt < 20; attempt++) {
      const element = withoutNullKeys(list, this.value(items, depth + 1))
      if (element !== null || this.#random.chance(0.01)) return element
    }
    return null
  }

  #scalar(type: Json): Json {
    if (this.#random.chance(0.002)) return this.#random.pick<Json>([true, 'x', 7, [], {}])
    if (type === 'string') return this.#random.pick(STRINGS)
    if (type === 'boolean') return this.#random.chance(0.5)
    return this.#random.pick(type === 'integer' ? INTEGERS : [...INTEGERS, ...NUMBERS])
  }

  #intOrString(): Json {
    return this.#random.pick<Json>([80, '80', 'http', '25%', 0])
  }

  /** Any JSON, as it stands in free-form objects. */
  untyped(depth: number): Json {
    const form = depth >= MAX_DEPTH ? this.#random.between(0, 4) : this.#random.between(0, 8)
    if (form === 0) return this.#random.chance(0.3) ? null : this.#random.chance(0.5)
    if (form <= 2) return this.#random.pick(STRINGS)
    if (form === 3) return this.#random.pick(INTEGERS)
    if (form === 4) return this.#random.pick(NUMBERS)
    if (form <= 6) {
      const names = this.#random.some(FIELD_NAMES, this.#random.between(0, 3))
      return objectOf(names.map((name): [string, Json] => [name, this.untyped(depth + 1)]))
    }
    return Array.from({ length: this.#random.between(0, 3) }, () => this.untyped(depth + 1))
  }
}
