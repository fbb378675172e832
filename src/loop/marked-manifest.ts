import { field, type FieldPath, type PathElement } from '../model/field-path.ts'
import { isList, isObject, objectOf, stringAt, type Json, type JsonObject } from '../model/json.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { valueMark, type MarkKey } from '../model/value-mark.ts'
import { isSensitive } from '../policy/sensitive.ts'
import { shownPath } from '../policy/shown-path.ts'

/**
 * A manifest that may be kept: every leaf that could be a secret is replaced by its keyed digest (S-2), so that the memory
 * of what was agreed holds no secret.
 */
export function markedManifest(manifest: JsonObject, ref: ObjectRef, key: MarkKey): JsonObject {
  const marked = (value: Json, path: FieldPath): Json => {
    if (isList(value)) return value.map((item, index) => marked(item, [...path, elementOf(item, index)]))
    if (isObject(value)) {
      return objectOf(Object.keys(value).map((name) => [name, marked(value[name] as Json, [...path, field(name)])]))
    }
    if (isNameOfElement(path) || !isSensitive({ path, desired: value }, ref)) return value
    return valueMark(value, { ref, path: shownPath(path, true), sensitive: true }, key) ?? null
  }
  return marked(manifest, []) as JsonObject
}

/** The key by which an element is found again stays; what it names is what may be secret. */
function isNameOfElement(path: FieldPath): boolean {
  const [last, before] = [path.at(-1), path.at(-2)]
  return last?.kind === 'field' && last.name === 'name' && before?.kind === 'key'
}

/** What an element is called says whether it holds a secret: an environment variable is named beside its value. */
function elementOf(item: Json, index: number): PathElement {
  const name = stringAt(item, 'name')
  return name === undefined ? { kind: 'index', index } : { kind: 'key', keys: [{ name: 'name', value: name }] }
}
