import type { FieldPath, KeyPart, PathElement } from './field-path.ts'
import { isList, isObject, type Json, objectOf, property, sameJson } from './json.ts'
import { valueAt } from './value-at.ts'

/**
 * A copy of `root` in which the value at a path is another; undefined takes it out. What the path leads through is made
 * where it is missing: objects, and list elements with the keys that the path names. Whatever the path does not name
 * keeps its place; a new element comes last. Parents that become empty stay.
 */
export function withValueAt(root: Json, path: FieldPath, value: Json | undefined): Json {
  const [first, ...rest] = path
  if (first === undefined) return value ?? null
  const below = valueAt(root, [first])
  if (value === undefined && below === undefined) return root
  const changed = rest.length === 0 ? value : withValueAt(below ?? emptyFor(first, rest), rest, value)
  return first.kind === 'field' ? withMember(root, first.name, changed) : withElement(root, first, below, changed)
}

function withMember(root: Json, name: string, value: Json | undefined): Json {
  const object = isObject(root) ? root : {}
  const others = Object.keys(object).filter((key) => key !== name || value !== undefined)
  const entries = others.map((key): [string, Json] => [key, key === name ? (value as Json) : (object[key] as Json)])
  if (value !== undefined && property(object, name) === undefined) entries.push([name, value])
  return objectOf(entries)
}

function withElement(
  root: Json,
  element: Exclude<PathElement, { kind: 'field' }>,
  before: Json | undefined,
  value: Json | undefined,
): Json {
  const list = isList(root) ? root : []
  // By identity: `before` is the very element of this list that the path names.
  const index = before === undefined ? -1 : list.findIndex((item) => item === before || sameJson(item, before))
  if (index >= 0) return value === undefined ? list.toSpliced(index, 1) : list.with(index, value)
  if (value === undefined) return list
  return element.kind === 'index' ? list.toSpliced(element.index, 0, value) : [...list, value]
}

/** What has to be there for the rest of the path to start from. */
function emptyFor(element: PathElement, rest: FieldPath): Json {
  if (element.kind === 'key') return objectOf(element.keys.map((part: KeyPart) => [part.name, part.value]))
  return rest[0] === undefined || rest[0].kind === 'field' ? {} : []
}
