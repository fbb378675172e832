import type { KeyPart } from '../../../src/model/field-path.ts'
import { isObject, isScalar, property, type Json } from '../../../src/model/json.ts'
import type { SchemaNode } from './schema-node.ts'

/** What identifies an element of a keyed list: its key fields, filled from their defaults (`protocol: TCP`). */
export function elementKey(list: SchemaNode, item: Json): readonly KeyPart[] {
  const parts: KeyPart[] = []
  for (const name of list.keys) {
    const value = (isObject(item) ? property(item, name) : undefined) ?? list.element.field(name).default
    if (value !== undefined && isScalar(value)) parts.push({ name, value })
  }
  return parts
}
