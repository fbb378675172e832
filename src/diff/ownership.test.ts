import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { key, type FieldPath } from '../model/field-path.ts'
import { FieldSet } from '../model/field-set.ts'
import type { JsonObject } from '../model/json.ts'
import { OwnershipEntry } from './ownership.ts'

const OWNER = { manager: 'm', operation: 'Update' as const, subresource: '', time: undefined }

const element = fc.oneof(
  fc.record({ kind: fc.constant('field' as const), name: fc.constantFrom('a', 'b', 'a.b/c', '__proto__') }),
  fc.record({ kind: fc.constant('value' as const), value: fc.constantFrom('x', 'a<b', 5, true) }),
  fc.constantFrom(
    key({ name: 'name', value: 'x' }),
    key({ name: 'port', value: 80 }, { name: 'protocol', value: 'TCP' }),
    key({ name: 'k', value: 'é"' }),
  ),
  fc.record({ kind: fc.constant('index' as const), index: fc.nat(2) }),
)
const path = fc.array(element, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<FieldPath>

describe('whether an entry touches a path', () => {
  it('is answered alike from the undecoded and from the decoded set', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 6 }), path, (members, asked) => {
        const set = new FieldSet()
        for (const member of members) set.insert(member)
        const entry = new OwnershipEntry(OWNER, set.toFieldsV1())
        expect(entry.touches(asked)).toBe(set.touches(asked))
      }),
    )
  })

  it('finds keys that the server wrote with escapes', () => {
    const fields: JsonObject = { 'f:env': { 'k:{"name":"a\\u003cb"}': { '.': {} } } }
    const asked: FieldPath = [{ kind: 'field', name: 'env' }, key({ name: 'name', value: 'a<b' })]
    expect(new OwnershipEntry(OWNER, fields).touches(asked)).toBe(true)
  })
})
