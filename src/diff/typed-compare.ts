import { FieldSet } from '../model/field-set.ts'
import { sameJson, type Json } from '../model/json.ts'
import type { TypeSchema } from '../model/type-schema.ts'
import { compare } from './compare.ts'

/** No path is in more than one of the three. */
export interface TypedComparison {
  readonly added: FieldSet
  readonly removed: FieldSet
  readonly modified: FieldSet
}

/** The comparison as field sets, equal to what structured-merge-diff's `Compare(left, right)` answers. */
export function typedCompare(type: TypeSchema, left: Json, right: Json): TypedComparison {
  const result = { added: new FieldSet(), removed: new FieldSet(), modified: new FieldSet() }
  compare(type, left, right, {
    equal: (_, a, b) => sameJson(a, b),
    elements: 'deep',
    report: (change, cursor) => {
      if (change !== 'reordered') result[change].insert(cursor.path())
    },
  })
  return result
}
