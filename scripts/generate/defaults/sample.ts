import { isList, isObject, property, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import type { RawSchema, RawSchemas } from './raw-schema.ts'

/** Texts that some validation accepts; which one is found by asking the server. */
const TEXTS = [
  'probe',
  '/probe',
  'probe.example.com',
  'example.com/probe',
  '192.0.2.7',
  '1',
  'https://probe.example.com',
  '10.250.0.0/24',
  'true',
  'PROBE',
  'probe=1',
  'RuntimeDefault',
]
const INTEGERS = [1, 2, 8080, 0, 100, 600, 3600, 30_000, -1]

/** Makes values that a schema allows; `samples` are values by component for those that validation asks more of. */
export class Sampler {
  readonly #schemas: RawSchemas
  readonly #samples: JsonObject

  constructor(schemas: RawSchemas, samples: JsonObject) {
    this.#schemas = schemas
    this.#samples = samples
  }

  /** The least that stands for something at this place; further attempts give other texts and numbers. */
  minimal(raw: RawSchema, attempt = 0): Json {
    const sample = property(this.#samples, raw.component)
    if (sample !== undefined && attempt === 0) return sample
    const scalar = scalarSample(raw, attempt)
    if (scalar !== undefined) return scalar
    const { schema } = raw
    if (schema['type'] === 'array') return [this.minimal(this.#schemas.resolve(property(schema, 'items')), attempt)]
    const additional = property(schema, 'additionalProperties')
    if (isObject(additional)) return { probe: this.minimal(this.#schemas.resolve(additional), attempt) }
    return this.#object(schema, attempt)
  }

  /** Values that may make the server answer differently: every word of an enumeration, both truths. */
  alternatives(raw: RawSchema): readonly Json[] {
    const words = property(raw.schema, 'enum')
    if (isList(words)) return words
    if (raw.schema['type'] === 'boolean') return [true, false]
    return [this.minimal(raw)]
  }

  #object(schema: JsonObject, attempt: number): Json {
    const required = property(schema, 'required')
    const names = isList(required) ? required.map(String) : []
    const properties = property(schema, 'properties')
    if (!isObject(properties)) return {}
    return Object.fromEntries(
      names.map((name) => [name, this.minimal(this.#schemas.resolve(property(properties, name)), attempt)]),
    )
  }
}

function scalarSample({ component, schema }: RawSchema, attempt: number): Json | undefined {
  if (component.endsWith('.Quantity')) return ['1', '1Gi', '100m'][attempt % 3]
  if (component.endsWith('.IntOrString')) return [8080, '10%', 'probe', 1][attempt % 4]
  if (component.endsWith('.MicroTime')) return '2026-01-02T03:04:05.000006Z'
  if (stringAt(schema, 'format') === 'date-time') return '2026-01-02T03:04:05Z'
  if (stringAt(schema, 'format') === 'byte') return 'cHJvYmU='
  const words = property(schema, 'enum')
  if (isList(words)) return words[attempt % words.length]
  switch (schema['type']) {
    case 'string':
      return TEXTS[attempt % TEXTS.length]
    case 'integer':
    case 'number':
      return INTEGERS[attempt % INTEGERS.length]
    case 'boolean':
      return true
    default:
      return undefined
  }
}
