import { isObject, property, sameJson, type Json, type JsonObject } from '../../../src/model/json.ts'
import { getAt, type Edit, type Path } from './edit.ts'
import type { RawSchema, RawSchemas } from './raw-schema.ts'
import type { Sampler } from './sample.ts'

/** Fields that nobody writes into a manifest, at whatever depth. */
const SKIPPED = new Set(['apiVersion', 'kind', 'metadata', 'status', 'ephemeralContainers'])

/** Makes the edits that bring every optional part of a kind into its seed, one at a time. */
export class Variants {
  readonly #schemas: RawSchemas
  readonly #sampler: Sampler
  /** Components that are left as the seed has them, since another kind explores them. */
  readonly #closed: ReadonlySet<string>

  constructor(schemas: RawSchemas, sampler: Sampler, closed: readonly string[]) {
    this.#schemas = schemas
    this.#sampler = sampler
    this.#closed = new Set(closed)
  }

  of(root: RawSchema, seed: JsonObject): readonly Edit[] {
    return this.#fields(root, seed, { path: [], above: [], components: [root.component] })
  }

  #fields({ schema }: RawSchema, value: Json | undefined, place: Place): Edit[] {
    const properties = property(schema, 'properties')
    if (!isObject(properties)) return []
    const names = Object.keys(properties).filter((name) => !SKIPPED.has(name))
    return names.flatMap((name) => {
      const raw = this.#schemas.resolve(properties[name])
      return this.#field(raw, isObject(value) ? value[name] : undefined, { ...place, path: [...place.path, name] })
    })
  }

  #field(raw: RawSchema, value: Json | undefined, place: Place): Edit[] {
    const own = this.#sampler
      .alternatives(raw)
      .filter((one) => value === undefined || (!isContainer(value) && !sameJson(one, value)))
      .map((one): Edit => ({ sets: [...place.above, { path: place.path, value: one }] }))
    if (raw.component !== '' && (place.components.includes(raw.component) || this.#closed.has(raw.component)))
      return own
    return [...own, ...this.#inside(raw, value, place)]
  }

  /** Edits within the value that is there, or within the least that could be. */
  #inside(raw: RawSchema, value: Json | undefined, place: Place): Edit[] {
    const given = value ?? this.#sampler.minimal(raw)
    const above = value === undefined ? [...place.above, { path: place.path, value: given }] : place.above
    const components = raw.component === '' ? place.components : [...place.components, raw.component]
    if (raw.schema['type'] !== 'array') return this.#fields(raw, given, { path: place.path, above, components })
    const items = this.#schemas.resolve(property(raw.schema, 'items'))
    if (items.component !== '' && (components.includes(items.component) || this.#closed.has(items.component))) return []
    const inner = { path: [...place.path, 0], above, components: [...components, items.component] }
    return this.#fields(items, getAt(given, [0]), inner)
  }
}

interface Place {
  readonly path: Path
  readonly above: Edit['sets']
  readonly components: readonly string[]
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null
}
