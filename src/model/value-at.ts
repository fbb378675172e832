import type { FieldPath, PathElement } from './field-path.ts'
import { isList, isObject, property, sameJson, type Json } from './json.ts'

/** The value at a path; undefined where there is none. Of elements with the same key, the first. */
export function valueAt(root: Json, path: FieldPath): Json | undefined {
  let here: Json | undefined = root
  for (const element of path) {
    here = here === undefined ? undefined : step(here, element)
    if (here === undefined) return undefined
  }
  return here
}

function step(value: Json, element: PathElement): Json | undefined {
  if (element.kind === 'field') return isObject(value) ? property(value, element.name) : undefined
  if (!isList(value)) return undefined
  switch (element.kind) {
    case 'index':
      return value[element.index]
    case 'value':
      return value.find((item) => sameJson(item, element.value))
    case 'key':
      return value.find((item) => isObject(item) && element.keys.every((part) => hasKey(item, part.name, part.value)))
  }
}

/**
 * A key that the element leaves out was filled by the schema's default when the path was made, so it does not exclude;
 * among the built-in kinds that is the protocol.
 */
function hasKey(item: Json, name: string, wanted: Json): boolean {
  const value = isObject(item) ? property(item, name) : undefined
  return value === undefined ? wanted === 'TCP' : sameJson(value, wanted)
}
