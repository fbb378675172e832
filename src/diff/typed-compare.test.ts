import { describe, expect, it } from 'vitest'
import { UNTYPED } from '../model/type-schema.ts'
import { typedCompare } from './typed-compare.ts'

describe('comparing values without a schema', () => {
  it('calls a value that became a map modified, and the fields of the map added', () => {
    const { added, removed, modified } = typedCompare(UNTYPED, { a: 1 }, { a: { b: 2 } })
    expect(modified.toFieldsV1()).toEqual({ 'f:a': {} })
    expect(added.toFieldsV1()).toEqual({ 'f:a': { 'f:b': {} } })
    expect(removed.isEmpty()).toBe(true)
  })

  it('calls a value that became an empty map, or an empty map that became a value, modified and nothing else', () => {
    for (const [left, right] of [
      [{ a: 1 }, { a: {} }],
      [{ a: {} }, { a: [1] }],
    ] as const) {
      const { added, removed, modified } = typedCompare(UNTYPED, left, right)
      expect(modified.toFieldsV1()).toEqual({ 'f:a': {} })
      expect(added.isEmpty() && removed.isEmpty()).toBe(true)
    }
  })
})
