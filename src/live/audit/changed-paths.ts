import { field, type FieldPath, printPath } from '../../model/field-path.ts'
import { isObject, type Json, type JsonObject, property, sameJson } from '../../model/json.ts'

/** Moves with every write and says nothing about what was wanted. */
const BOOKKEEPING = new Set(['.metadata.managedFields', '.metadata.resourceVersion', '.metadata.generation'])

const MOST_PATHS = 200

/**
 * Written paths at which two versions of an object differ; a list counts as a whole, since without its type nobody knows
 * what names its elements. Undefined where there are too many to say anything.
 */
export function changedPaths(before: JsonObject, after: JsonObject): readonly string[] | undefined {
  const paths = new Set<string>()
  for (const path of differing(before, after, [])) paths.add(printPath(path))
  const kept = [...paths].filter((path) => !BOOKKEEPING.has(path))
  return kept.length > MOST_PATHS ? undefined : kept.sort()
}

function* differing(before: Json | undefined, after: Json | undefined, here: FieldPath): Generator<FieldPath> {
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differing(property(before, name), property(after, name), [...here, field(name)])
    }
  } else if (!sameJson(before, after)) {
    yield here
  }
}
