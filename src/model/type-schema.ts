import type { Json } from './json.ts'

/**
 * The type of a value as structured-merge-diff sees it, compiled from OpenAPI v3. Graphs may be cyclic
 * (`JSONSchemaProps`), so never walk a schema without a value beside it.
 */
export type TypeSchema = ObjectType | ListType | ScalarType | UntypedType

/** What the parent says of a field, beside the type of its value. */
export interface FieldType {
  readonly type: TypeSchema
  /** Default from the schema. OpenAPI's placeholders (`""`, `{}`, `0` of built-in kinds) are left out by the compiler. */
  readonly default?: Json
  readonly nullable: boolean
  /** What becomes of `0`, `""`, `false`, `[]`, `{}` that Git holds: `dropped` by the server's encoder, or `kept`. */
  readonly empty: 'dropped' | 'kept' | 'always'
}

export interface ObjectType {
  readonly kind: 'object'
  /** OpenAPI component name such as `io.k8s.api.core.v1.Container`; empty for inline types. */
  readonly name: string
  readonly fields: ReadonlyMap<string, FieldType>
  /** Type of the values where the object is a map, or of unknown fields where those are kept; undefined = pruned. */
  readonly additional: FieldType | undefined
  /** An atomic object is one leaf: written as a whole, owned as a whole. */
  readonly atomic: boolean
}

export interface ListType {
  readonly kind: 'list'
  readonly listType: 'atomic' | 'set' | 'map'
  /** Fields that identify an element of a `map` list, sorted. */
  readonly keys: readonly string[]
  readonly element: FieldType
}

export interface ScalarType {
  readonly kind: 'scalar'
  readonly scalar:
    | 'string'
    | 'number'
    | 'integer'
    | 'boolean'
    | 'quantity'
    | 'int-or-string'
    | 'bytes'
    | 'time'
    | 'duration'
}

/**
 * No schema. Lists are atomic; maps are granular where the server deduces the type, and atomic (`whole`) inside raw
 * extensions and lists without an item type.
 */
export interface UntypedType {
  readonly kind: 'untyped'
  readonly whole: boolean
}

export const UNTYPED: UntypedType = { kind: 'untyped', whole: false }
export const UNTYPED_WHOLE: UntypedType = { kind: 'untyped', whole: true }
export const UNTYPED_FIELD: FieldType = { type: UNTYPED, nullable: true, empty: 'kept' }
export const UNTYPED_WHOLE_FIELD: FieldType = { type: UNTYPED_WHOLE, nullable: true, empty: 'kept' }

/** A field that the schema does not list and does not allow: the server prunes or drops it. */
export const UNKNOWN_FIELD: FieldType = { type: UNTYPED, nullable: true, empty: 'dropped' }
