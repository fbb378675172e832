import { isList, isObject, objectOf, property, type Json, type JsonObject } from '../../src/model/json.ts'
import { withoutNullKeys } from './null-keys.ts'
import type { Random } from './random.ts'
import { ObjectGenerator } from './random-object.ts'
import { rootOf, type RandomSchema } from './random-schema.ts'

/**
 * A changed copy of an object: fields changed, removed, added, emptied and set to null; list elements removed, added,
 * repeated, reordered and stripped of a key. Most results are still valid, since invalid ones are not compared.
 */
export function randomMutation(random: Random, schema: RandomSchema, object: Json): Json {
  const generator = new ObjectGenerator(random, schema.components)
  const mutation = new Mutation(random, generator, random.pick([0.03, 0.1, 0.1, 0.3]))
  return mutation.of(rootOf(schema), object, 0)
}

class Mutation {
  readonly #random: Random
  readonly #generator: ObjectGenerator
  /** How likely each place is changed. */
  readonly #rate: number

  constructor(random: Random, generator: ObjectGenerator, rate: number) {
    this.#random = random
    this.#generator = generator
    this.#rate = rate
  }

  of(schema: JsonObject, value: Json, depth: number): Json {
    const [resolved] = this.#generator.resolve(schema)
    if (depth > 0 && this.#random.chance(this.#rate)) return this.#replaced(schema, value, depth)
    if (isObject(value)) return this.#object(resolved, value, depth)
    if (isList(value)) return this.#list(resolved, value, depth)
    return value
  }

  #replaced(schema: JsonObject, value: Json, depth: number): Json {
    const form = this.#random.between(0, 9)
    if (form === 0) return null
    if (form === 1 && isObject(value)) return {}
    if (form === 1 && isList(value)) return []
    return this.#generator.value(schema, depth)
  }

  #object(schema: JsonObject, value: JsonObject, depth: number): Json {
    const entries: [string, Json][] = []
    for (const name of Object.keys(value)) {
      if (this.#random.chance(this.#rate)) continue
      entries.push([name, this.of(fieldSchema(schema, name), value[name] as Json, depth + 1)])
    }
    const fresh = this.#random.chance(this.#rate * 2) ? this.#generator.value(schema, depth) : null
    if (isObject(fresh)) {
      for (const name of Object.keys(fresh)) {
        if (!Object.hasOwn(value, name)) entries.push([name, fresh[name] as Json])
      }
    }
    return objectOf(this.#random.shuffled(entries))
  }

  #list(schema: JsonObject, value: readonly Json[], depth: number): Json {
    const items = isObject(schema['items']) ? schema['items'] : {}
    let elements = value
      .filter(() => !this.#random.chance(this.#rate))
      .map((element) => withoutNullKeys(schema, this.of(items, element, depth + 1)))
    if (this.#random.chance(this.#rate) && isObject(schema['items'])) {
      elements = [...elements, this.#generator.element(schema, depth)]
    }
    if (this.#random.chance(this.#rate) && elements.length > 0) {
      const repeated = this.#random.pick(elements)
      const similar = this.#random.chance(0.5) ? repeated : this.of(items, repeated, depth + 1)
      elements = [...elements, withoutNullKeys(schema, similar)]
    }
    return this.#random.chance(this.#rate) ? this.#random.shuffled(elements) : elements
  }
}

function fieldSchema(schema: JsonObject, name: string): JsonObject {
  const properties = schema['properties']
  const known = isObject(properties) ? property(properties, name) : undefined
  if (isObject(known)) return known
  return isObject(schema['additionalProperties']) ? schema['additionalProperties'] : {}
}
