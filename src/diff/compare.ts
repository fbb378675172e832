import { isList, isObject, property, type Json, type JsonObject } from '../model/json.ts'
import {
  UNKNOWN_FIELD,
  UNTYPED_FIELD,
  UNTYPED_WHOLE_FIELD,
  type FieldType,
  type ListType,
  type ObjectType,
  type TypeSchema,
  type UntypedType,
} from '../model/type-schema.ts'
import { compareElements } from './compare-elements.ts'
import { Cursor, type ListStep } from './cursor.ts'

export type Change = 'added' | 'removed' | 'modified' | 'reordered'

/** Receives what a comparison finds. `left` is the desired side, `right` the live one. */
export interface ComparisonSink {
  /** Whether two present values of one leaf are equal. */
  readonly equal: (type: FieldType, left: Json, right: Json, cursor: Cursor) => boolean
  /** `whole`: an added or removed list element is one report; `deep`: everything in it is reported as well. */
  readonly elements: 'whole' | 'deep'
  /** `leaf` is false for inner nodes that exist on one side only and for reorderings. */
  report(change: Change, cursor: Cursor, leaf: boolean): void
}

/**
 * Walks two values of one type and reports what differs, with the semantics of structured-merge-diff's `Compare`: keyed
 * and set lists by element, atomic lists and maps as one leaf, empty lists and maps as leaves, a repeated key as one
 * block. Order within keyed and set lists, which that library does not see, is reported as `reordered`.
 */
export function compare(type: TypeSchema, left: Json | undefined, right: Json | undefined, sink: ComparisonSink): void {
  const root: FieldType = { type, nullable: false, empty: 'kept' }
  const walk = new Walk(new Cursor({ step: '', type: root, owner: '', left, right }), sink)
  walk.visit(root, left, right)
}

/** One walk; its methods follow the shape of the type. */
export class Walk {
  readonly #cursor: Cursor
  readonly sink: ComparisonSink

  constructor(cursor: Cursor, sink: ComparisonSink) {
    this.#cursor = cursor
    this.sink = sink
  }

  /** Compares the values at the cursor. */
  visit(field: FieldType, left: Json | undefined, right: Json | undefined): void {
    if (left === undefined && right === undefined) return
    const inLeaf = this.#dispatch(field, left, right)
    if (inLeaf) return
    if (left === undefined) this.report('added', false)
    else if (right === undefined) this.report('removed', false)
  }

  descend(
    step: string | ListStep,
    type: FieldType,
    owner: string,
    left: Json | undefined,
    right: Json | undefined,
  ): void {
    this.#cursor.push({ step, type, owner, left, right })
    if (typeof step !== 'string' && this.sink.elements === 'whole' && (left === undefined || right === undefined)) {
      this.report(left === undefined ? 'added' : 'removed', true)
    } else {
      this.visit(type, left, right)
    }
    this.#cursor.pop()
  }

  equal(field: FieldType, left: Json, right: Json): boolean {
    return this.sink.equal(field, left, right, this.#cursor)
  }

  report(change: Change, leaf: boolean): void {
    this.sink.report(change, this.#cursor, leaf)
  }

  /** Reports a list element as one block, without looking into it. */
  reportElement(
    change: Change,
    step: ListStep,
    type: FieldType,
    left: Json | undefined,
    right: Json | undefined,
  ): void {
    this.#cursor.push({ step, type, owner: '', left, right })
    this.report(change, true)
    this.#cursor.pop()
  }

  /** True where the value was treated as one leaf. */
  #dispatch(field: FieldType, left: Json | undefined, right: Json | undefined): boolean {
    switch (field.type.kind) {
      case 'scalar':
        return this.#leaf(field, left, right)
      case 'object':
        return this.#object(field, field.type, left, right)
      case 'list':
        return this.#list(field, field.type, left, right)
      case 'untyped':
        return this.#untyped(field, field.type, left, right)
    }
  }

  #leaf(field: FieldType, left: Json | undefined, right: Json | undefined): boolean {
    if (left === undefined) this.report('added', true)
    else if (right === undefined) this.report('removed', true)
    else if (!this.equal(field, left, right)) this.report('modified', true)
    return true
  }

  #object(field: FieldType, type: ObjectType, left: Json | undefined, right: Json | undefined): boolean {
    const a = isObject(left) ? left : undefined
    const b = isObject(right) ? right : undefined
    if (type.atomic || (isEmptyObject(a) && isEmptyObject(b))) return this.#leaf(field, left, right)
    this.#fields(type, a, b)
    return false
  }

  #fields(type: ObjectType, left: JsonObject | undefined, right: JsonObject | undefined): void {
    if (left !== undefined) {
      for (const name of Object.keys(left)) {
        const other = right === undefined ? undefined : property(right, name)
        this.descend(name, fieldOf(type, name), type.name, left[name], other)
      }
    }
    if (right === undefined) return
    for (const name of Object.keys(right)) {
      if (left !== undefined && Object.hasOwn(left, name)) continue
      this.descend(name, fieldOf(type, name), type.name, undefined, right[name])
    }
  }

  #list(field: FieldType, type: ListType, left: Json | undefined, right: Json | undefined): boolean {
    const a = isList(left) ? left : undefined
    const b = isList(right) ? right : undefined
    const bothEmpty = (a === undefined || a.length === 0) && (b === undefined || b.length === 0)
    if (type.listType === 'atomic' || bothEmpty) return this.#leaf(field, left, right)
    compareElements(this, type, a ?? [], b ?? [])
    return false
  }

  /** Without a schema the shape of the values decides; where the two have different shapes, both are told. */
  #untyped(field: FieldType, type: UntypedType, left: Json | undefined, right: Json | undefined): boolean {
    const mapLike = isMapLike(left) && isMapLike(right) && (isObject(left) || isObject(right))
    if (mapLike && !type.whole) return this.#untypedMap(field, left, right)
    const leaf = this.#leaf(field, left, right)
    // One side is a map and the other is not: the map's own fields came or went as well. An empty map has none.
    if (!type.whole && isObject(left) && right !== undefined) this.#fields(UNTYPED_MAP, left, undefined)
    if (!type.whole && isObject(right) && left !== undefined) this.#fields(UNTYPED_MAP, undefined, right)
    return leaf
  }

  #untypedMap(field: FieldType, left: Json | undefined, right: Json | undefined): boolean {
    const a = isObject(left) ? left : undefined
    const b = isObject(right) ? right : undefined
    if (isEmptyObject(a) && isEmptyObject(b)) return this.#leaf(field, left, right)
    this.#fields(UNTYPED_MAP, a, b)
    return false
  }
}

const UNTYPED_MAP: ObjectType = {
  kind: 'object',
  name: '',
  fields: new Map(),
  additional: UNTYPED_FIELD,
  atomic: false,
}

/** Type of a field by name; a field that the schema does not allow is compared all the same, without a type. */
export function fieldOf(type: ObjectType, name: string): FieldType {
  return type.fields.get(name) ?? type.additional ?? UNKNOWN_FIELD
}

/** Type of the elements of a list; lists without a schema hold anything. */
export function elementField(type: TypeSchema): FieldType {
  return type.kind === 'list' ? type.element : UNTYPED_WHOLE_FIELD
}

function isEmptyObject(value: JsonObject | undefined): boolean {
  return value === undefined || Object.keys(value).length === 0
}

function isMapLike(value: Json | undefined): boolean {
  return value === undefined || value === null || isObject(value)
}
