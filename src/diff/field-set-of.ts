import type { FieldPath, PathElement } from '../model/field-path.ts'
import { FieldSet } from '../model/field-set.ts'
import { isList, isObject, type Json, type JsonObject } from '../model/json.ts'
import type { FieldType, ListType, TypeSchema } from '../model/type-schema.ts'
import { fieldOf } from './compare.ts'
import { elementId, elementOf } from './list-element.ts'

/** The paths that an applier of this value owns, equal to structured-merge-diff's `ToFieldSet`. */
export function fieldSetOf(type: TypeSchema, value: Json): FieldSet {
  const set = new FieldSet()
  collect({ type, nullable: false, empty: 'kept' }, value, [], set)
  return set
}

function collect(field: FieldType, value: Json, path: FieldPath, set: FieldSet): void {
  const { type } = field
  switch (type.kind) {
    case 'scalar':
      set.insert(path)
      return
    case 'object':
      if (type.atomic) set.insert(path)
      else if (isObject(value))
        collectFields(
          value,
          path,
          set,
          (name) => fieldOf(type, name),
          (name) => type.fields.has(name),
        )
      return
    case 'list':
      if (type.listType === 'atomic') set.insert(path)
      else if (isList(value)) collectElements(type, value, path, set)
      return
    case 'untyped':
      if (isObject(value) && !type.whole)
        collectFields(
          value,
          path,
          set,
          () => field,
          () => false,
        )
      else set.insert(path)
  }
}

function collectFields(
  value: JsonObject,
  path: FieldPath,
  set: FieldSet,
  typeOf: (name: string) => FieldType,
  isListed: (name: string) => boolean,
): void {
  for (const name of Object.keys(value)) {
    const child = value[name] as Json
    const here: FieldPath = [...path, { kind: 'field', name }]
    collect(typeOf(name), child, here, set)
    // Entries of maps are members themselves, since their keys are data; so are values that hold nothing.
    if (!isListed(name) || child === null || (isObject(child) && Object.keys(child).length === 0)) set.insert(here)
  }
}

function collectElements(list: ListType, items: readonly Json[], path: FieldPath, set: FieldSet): void {
  const repeated = repeatedIds(list, items)
  for (const item of items) {
    const element: PathElement | undefined = elementOf(list, item)
    if (element === undefined) continue
    const here = [...path, element]
    if (!repeated.has(elementId(list, item) as string)) collect(list.element, item, here, set)
    set.insert(here)
  }
}

function repeatedIds(list: ListType, items: readonly Json[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const item of items) {
    const id = elementId(list, item)
    if (id === undefined) continue
    if (seen.has(id)) repeated.add(id)
    seen.add(id)
  }
  return repeated
}
