/** The parts of JSON Schema that the schema of the configuration uses. */
export interface JsonSchema {
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
}

/** The keys that may stand in the map at a path; empty where the schema has no map there. Sorted. */
export function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  let here: JsonSchema | undefined = schema
  for (const step of path) here = typeof step === 'number' ? here?.items : here?.properties?.[String(step)]
  return Object.keys(here?.properties ?? {}).sort()
}
