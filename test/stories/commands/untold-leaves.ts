import type { FieldPath, PathElement } from '../../../src/model/field-path.ts'
import { isList, isObject, isScalar, type Json, type JsonObject } from '../../../src/model/json.ts'

/** What is compared of an object, by this test's own reading of it. */
export function compared(object: JsonObject): JsonObject {
  const { apiVersion: _version, kind: _kind, status: _status, metadata, ...rest } = object
  if (!isObject(metadata)) return rest
  const annotations = isObject(metadata['annotations']) ? { ...metadata['annotations'] } : {}
  delete annotations['kubectl.kubernetes.io/last-applied-configuration']
  return { ...rest, metadata: { labels: metadata['labels'] ?? {}, annotations } }
}

/** Leaves of a value that lie neither at nor below one of the paths. */
export function untold(value: Json, paths: readonly FieldPath[], at = ''): readonly string[] {
  if (paths.some((path) => path.length === 0)) return []
  if (isScalar(value)) return [at]
  const children = isList(value)
    ? value.map((item, index): [string, Json] => [String(index), item])
    : Object.entries(value)
  return children.flatMap(([name, child]) => {
    const below = paths
      .filter(([first]) => first !== undefined && leadsTo(first, name, child))
      .map((path) => path.slice(1))
    return untold(child, below, `${at}/${name}`)
  })
}

function leadsTo(element: PathElement, name: string, child: Json): boolean {
  switch (element.kind) {
    case 'field':
      return element.name === name
    case 'index':
      return String(element.index) === name
    case 'value':
      return child === element.value
    case 'key':
      return isObject(child) && element.keys.every((part) => child[part.name] === part.value)
  }
}
