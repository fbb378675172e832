import { field, type FieldPath } from '../../../src/model/field-path.ts'
import { isList, isObject, type Json, type JsonObject } from '../../../src/model/json.ts'
import type { Change } from './change.ts'
import { stepOf } from './delta.ts'
import { otherValues } from './other-values.ts'
import type { SchemaNode } from './schema-node.ts'

/** For every leaf of an object, also of those inside atomic nodes: another value, and none. Elements of lists go, too. */
export function leafChanges(node: SchemaNode, object: JsonObject): readonly Change[] {
  const changes: Change[] = []
  visit(node, object, [], changes)
  return changes
}

function visit(node: SchemaNode, value: Json, path: FieldPath, changes: Change[]): void {
  if (isObject(value) && Object.keys(value).length > 0) return visitFields(node, value, path, changes)
  if (isList(value) && value.length > 0) return visitItems(node, value, path, changes)
  if (path.length === 0) return
  const others = otherValues(value, node)
  changes.push({ what: 'modify', path, tries: others.map((other) => () => other) })
  changes.push(removal(path))
}

function visitFields(node: SchemaNode, object: JsonObject, path: FieldPath, changes: Change[]): void {
  if (path.length > 1) changes.push(removal(path))
  for (const [name, value] of Object.entries(object)) visit(node.field(name), value, [...path, field(name)], changes)
}

function visitItems(node: SchemaNode, items: readonly Json[], path: FieldPath, changes: Change[]): void {
  if (path.length > 1) changes.push(removal(path))
  items.forEach((item, index) => {
    const keyed = node.merging === 'keyed' || node.merging === 'set'
    visit(node.element, item, [...path, keyed ? stepOf(node, item) : { kind: 'index', index }], changes)
  })
  if (items.length > 1) changes.push({ what: 'reorder', path, tries: [swapped, reversed] })
}

function removal(path: FieldPath): Change {
  return { what: 'remove', path, tries: [() => undefined] }
}

function swapped(value: Json | undefined): Json | undefined {
  if (!isList(value) || value.length < 2) return value
  const [first, second, ...rest] = value
  return [second as Json, first as Json, ...rest]
}

function reversed(value: Json | undefined): Json | undefined {
  return isList(value) ? value.toReversed() : value
}
