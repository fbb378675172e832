import type { FieldPath, PathElement } from '../../../src/model/field-path.ts'
import { isList, isObject, property, sameJson, type Json, type JsonObject } from '../../../src/model/json.ts'
import { elementKey } from './element-key.ts'
import type { SchemaNode } from './schema-node.ts'

/** Gives the new value from the old one; undefined takes it away. */
export type Editing = (value: Json | undefined) => Json | undefined

/**
 * A copy of the object in which one place is different. Fields on the way are made where there are none, elements of lists
 * are not: undefined where the way leads through an element that is not there, or where nothing would change.
 */
export function editedCopy(
  node: SchemaNode,
  object: JsonObject,
  path: FieldPath,
  editing: Editing,
): JsonObject | undefined {
  const edited = editedAt(node, object, path, editing)
  return isObject(edited) && !sameJson(edited, object) ? edited : undefined
}

function editedAt(node: SchemaNode, value: Json | undefined, path: FieldPath, editing: Editing): Json | undefined {
  const [step, ...rest] = path
  if (step === undefined) return editing(value)
  if (step.kind === 'field') return editedField(node, value ?? {}, step.name, rest, editing)
  if (!isList(value)) return value
  const index = indexOf(node, value, step)
  if (index < 0) return value
  const item = editedAt(node.element, value[index], rest, editing)
  return item === undefined ? value.toSpliced(index, 1) : value.with(index, item)
}

function editedField(node: SchemaNode, value: Json, name: string, rest: FieldPath, editing: Editing): Json {
  if (!isObject(value)) return value
  const before = property(value, name)
  // Taking something away makes nothing on the way.
  if (before === undefined && rest.length > 0 && editing(undefined) === undefined) return value
  const after = editedAt(node.field(name), before ?? undefined, rest, editing)
  if (after !== undefined) return { ...value, [name]: after }
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== name))
}

function indexOf(node: SchemaNode, items: readonly Json[], step: PathElement): number {
  if (step.kind === 'index') return step.index < items.length ? step.index : -1
  if (step.kind === 'value') return items.findIndex((item) => sameJson(item, step.value))
  if (step.kind !== 'key') return -1
  return items.findIndex((item) => {
    const own = elementKey(node, item)
    const wanted = step.keys
    return (
      own.length === wanted.length &&
      wanted.every((part) => own.some((o) => o.name === part.name && sameJson(o.value, part.value)))
    )
  })
}
