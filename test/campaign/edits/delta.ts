import { field, key, printPath, type FieldPath, type PathElement } from '../../../src/model/field-path.ts'
import {
  canonicalJson,
  isList,
  isObject,
  property,
  sameJson,
  type Json,
  type JsonObject,
} from '../../../src/model/json.ts'
import { elementKey } from './element-key.ts'
import type { SchemaNode } from './schema-node.ts'

export type DeltaKind = 'added' | 'modified' | 'removed' | 'reordered'

/** One place at which what runs differs from what Git says, at the grain that the design asks for. */
export interface DeltaEntry {
  readonly path: FieldPath
  readonly written: string
  readonly kind: DeltaKind
  /** True where a map without anything in it runs there, which the server books for some fields and not for others. */
  readonly emptied: boolean
  /** Same place, same kind and same live value. */
  readonly id: string
}

export type Delta = ReadonlyMap<string, DeltaEntry>

/** Whether a list or a map that holds nothing differs from none at all. */
export type Empties = 'differ' | 'equal none'

/** Every difference, without any idea of what is expected: quantities and defaults count as they are written. */
export function deltaOf(node: SchemaNode, desired: JsonObject, live: JsonObject, empties: Empties): Delta {
  const found = new Map<string, DeltaEntry>()
  walk(node, desired, live, [], (path, kind, value, other) => {
    if (empties === 'equal none' && kind !== 'modified' && isHollow(value === undefined ? other : value)) return
    const written = printPath(path)
    const id = `${kind} ${written} ${value === undefined ? '' : canonicalJson(value)}`
    found.set(id, { path, written, kind, id, emptied: isObject(value) && Object.keys(value).length === 0 })
  })
  return found
}

/** What is in `now` and was not in `before`. */
export function newIn(now: Delta, before: Delta): readonly DeltaEntry[] {
  return [...now.values()].filter((entry) => !before.has(entry.id))
}

type Report = (path: FieldPath, kind: DeltaKind, live: Json | undefined, desired?: Json) => void

function walk(node: SchemaNode, a: Json | undefined, b: Json | undefined, path: FieldPath, report: Report): void {
  const left = present(node, a)
  const right = present(node, b)
  if (left === undefined && right === undefined) return
  if (isMap(node, left, right)) return fields(node, left, right, path, report)
  if (node.merging === 'keyed' && isListLike(left) && isListLike(right))
    return elements(node, left, right, path, report)
  if (node.merging === 'set' && isListLike(left) && isListLike(right)) return elements(node, left, right, path, report)
  if (left === undefined) report(path, 'added', right)
  else if (right === undefined) report(path, 'removed', undefined, left)
  else if (!sameJson(left, right)) report(path, 'modified', right)
}

/** Null says nothing where it is not a value of its own. */
function present(node: SchemaNode, value: Json | undefined): Json | undefined {
  return value === null && !node.nullable ? undefined : value
}

function isHollow(value: Json | undefined): boolean {
  if (value === null) return true
  return (isList(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0)
}

function isMap(node: SchemaNode, left: Json | undefined, right: Json | undefined): boolean {
  if (node.merging !== 'struct' && node.merging !== 'untyped') return false
  const both = [left, right].filter((one) => one !== undefined)
  return both.every(isObject) && both.some((one) => isObject(one) && Object.keys(one).length > 0)
}

function isListLike(value: Json | undefined): value is readonly Json[] | undefined {
  return value === undefined || isList(value)
}

function fields(node: SchemaNode, a: Json | undefined, b: Json | undefined, path: FieldPath, report: Report): void {
  const left = isObject(a) ? a : {}
  const right = isObject(b) ? b : {}
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    walk(node.field(name), property(left, name), property(right, name), [...path, field(name)], report)
  }
}

function elements(
  node: SchemaNode,
  left: readonly Json[] = [],
  right: readonly Json[] = [],
  path: FieldPath,
  report: Report,
): void {
  const a = byKey(node, left)
  const b = byKey(node, right)
  for (const [id, one] of a) {
    const other = b.get(id)
    if (other === undefined) report([...path, one.step], 'removed', undefined)
    else if (one.items.length > 1 || other.items.length > 1) compareBlocks(one, other, path, report)
    else if (node.merging === 'keyed') walk(node.element, one.items[0], other.items[0], [...path, one.step], report)
  }
  for (const [id, one] of b) if (!a.has(id)) report([...path, one.step], 'added', one.items)
  const common = [...a.keys()].filter((id) => b.has(id))
  const order = [...b.keys()].filter((id) => a.has(id))
  if (common.join('\n') !== order.join('\n')) report(path, 'reordered', order)
}

/** Elements under one key; more than one cannot be told apart and are one block. */
interface Block {
  readonly step: PathElement
  readonly items: readonly Json[]
}

function compareBlocks(one: Block, other: Block, path: FieldPath, report: Report): void {
  if (!sameJson(one.items, other.items)) report([...path, one.step], 'modified', other.items)
}

function byKey(node: SchemaNode, items: readonly Json[]): Map<string, Block> {
  const found = new Map<string, Block>()
  for (const item of items) {
    const step = stepOf(node, item)
    const id = printPath([step])
    found.set(id, { step, items: [...(found.get(id)?.items ?? []), item] })
  }
  return found
}

/** The path element of an item of a keyed list or a set. */
export function stepOf(node: SchemaNode, item: Json): PathElement {
  if (node.merging === 'set') return { kind: 'value', value: isObject(item) || isList(item) ? null : item }
  return key(...elementKey(node, item))
}
