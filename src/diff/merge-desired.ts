import type { FieldPath } from '../model/field-path.ts'
import { isList, isObject, objectOf, property, sameJson, type Json, type JsonObject } from '../model/json.ts'
import type { FieldType, ListType, TypeSchema } from '../model/type-schema.ts'
import { fieldOf } from './compare.ts'
import { elementId, elementOf } from './list-element.ts'

/** A leaf that two sources want to be different. */
export interface ContestedLeaf {
  readonly path: FieldPath
  readonly first: Json
  readonly second: Json
}

export interface MergedManifest {
  readonly manifest: JsonObject
  readonly contested: readonly ContestedLeaf[]
}

/** The union of what two sources say of one object; where they disagree the first one's value stands in the result. */
export function mergeDesired(type: TypeSchema, first: JsonObject, second: JsonObject): MergedManifest {
  const contested: ContestedLeaf[] = []
  const root: FieldType = { type, nullable: false, empty: 'kept' }
  const manifest = merge(root, first, second, [], contested)
  return { manifest: isObject(manifest) ? manifest : first, contested }
}

function merge(field: FieldType, first: Json, second: Json, path: FieldPath, contested: ContestedLeaf[]): Json {
  if (sameJson(first, second)) return first
  const { type } = field
  const granular = type.kind === 'object' ? !type.atomic : type.kind === 'untyped' && !type.whole
  if (granular && isObject(first) && isObject(second)) return mergeFields(field, first, second, path, contested)
  if (type.kind === 'list' && type.listType !== 'atomic' && isList(first) && isList(second)) {
    return mergeElements(type, first, second, path, contested)
  }
  contested.push({ path, first, second })
  return first
}

function mergeFields(
  field: FieldType,
  first: JsonObject,
  second: JsonObject,
  path: FieldPath,
  contested: ContestedLeaf[],
): Json {
  const { type } = field
  const result = new Map<string, Json>(Object.entries(first))
  for (const name of Object.keys(second)) {
    const theirs = second[name] as Json
    const mine = property(first, name)
    const below = type.kind === 'object' ? fieldOf(type, name) : field
    result.set(
      name,
      mine === undefined ? theirs : merge(below, mine, theirs, [...path, { kind: 'field', name }], contested),
    )
  }
  return objectOf(result)
}

function mergeElements(
  list: ListType,
  first: readonly Json[],
  second: readonly Json[],
  path: FieldPath,
  contested: ContestedLeaf[],
): Json {
  const theirs = new Map(second.map((item) => [elementId(list, item), item]))
  const merged = first.map((item) => {
    const id = elementId(list, item)
    const other = id === undefined ? undefined : theirs.get(id)
    const element = elementOf(list, item)
    if (other === undefined || element === undefined) return item
    theirs.delete(id)
    return merge(list.element, item, other, [...path, element], contested)
  })
  return [...merged, ...theirs.values()]
}
