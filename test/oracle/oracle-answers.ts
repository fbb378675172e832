import type { Json, JsonObject } from '../../src/model/json.ts'

/** What the oracle says; `refused` is the text of the Go library's error, which is an answer too. */
export type Answer<T> = { readonly result: T; readonly refused?: undefined } | { readonly refused: string }

/** Field sets in fieldsV1 form. */
export interface ComparisonAnswer {
  readonly added: JsonObject
  readonly removed: JsonObject
  readonly modified: JsonObject
}

/** Which type the values have: a component of a schema sent before, or no schema at all where `type` is empty. */
export interface TypeRequest {
  readonly schemaId: string
  readonly type: string
}

export type FieldSetOperation = 'union' | 'intersection' | 'difference' | 'recursiveDifference' | 'leaves'

export interface QuantityFacts {
  /** The form that the server's encoder writes. */
  readonly canonical: string
  /** The same after rounding up to a thousandth, as in resource lists. */
  readonly milli: string
  readonly error?: string
}

export interface QuantityAnswer {
  readonly a: QuantityFacts
  readonly b: QuantityFacts
  /** -1, 0 or 1; absent where one of the two is no quantity. */
  readonly cmp?: number
}

export interface DurationAnswer {
  readonly a: string
  readonly b: string
  readonly aError?: string
  readonly bError?: string
  readonly equal: boolean
}

export interface YamlAnswer {
  /** JSON texts, so that large integers survive until the reader parses them. */
  readonly documents: readonly string[]
  readonly error?: string
}

/** `sigs` is what kubectl, Flux and Argo CD read plain manifests with; `kyaml` is kustomize. */
export type YamlDialect = 'sigs' | 'kyaml'

/** Kubernetes' own libraries, asked over a pipe. Requests may be sent without waiting for earlier answers. */
export interface Oracle {
  /** Sends a schema (an OpenAPI v3 document or its components) under an id for later requests. */
  schema(schemaId: string, schema: Json): Promise<Answer<{ readonly types: number }>>
  compare(type: TypeRequest, lhs: Json, rhs: Json): Promise<Answer<ComparisonAnswer>>
  fieldSet(type: TypeRequest, object: Json): Promise<Answer<JsonObject>>
  fieldSets(op: FieldSetOperation, a: JsonObject, b: JsonObject): Promise<Answer<JsonObject>>
  quantity(a: Json, b: Json): Promise<Answer<QuantityAnswer>>
  duration(a: Json, b: Json): Promise<Answer<DurationAnswer>>
  yaml(text: string, dialect: YamlDialect): Promise<Answer<YamlAnswer>>
  close(): Promise<void>
}
