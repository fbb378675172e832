import {
  canonicalJson,
  isList,
  isObject,
  property,
  sameJson,
  type Json,
  type JsonObject,
} from '../../../src/model/json.ts'
import type { SchemaNode } from './schema-node.ts'

/** The strategic merge patch that kubectl computes from one object to the other. */
export function strategicPatch(node: SchemaNode, before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, Json> = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const a = property(before, name)
    const b = property(after, name)
    if (sameJson(a, b)) continue
    if (b === undefined) patch[name] = null
    else if (isObject(a) && isObject(b)) patch[name] = strategicPatch(node.field(name), a, b)
    else if (isList(a) && isList(b)) patchList(node.field(name), name, a, b, patch)
    else patch[name] = b
  }
  return patch
}

function patchList(
  node: SchemaNode,
  name: string,
  a: readonly Json[],
  b: readonly Json[],
  patch: Record<string, Json>,
): void {
  const { mergeKey } = node
  if (mergeKey !== undefined) patchKeyedList(node, name, mergeKey, a, b, patch)
  else if (node.merging === 'set') patchSet(name, a, b, patch)
  else patch[name] = b
}

function patchKeyedList(
  node: SchemaNode,
  name: string,
  mergeKey: string,
  a: readonly Json[],
  b: readonly Json[],
  patch: Record<string, Json>,
): void {
  const keyOf = (item: Json): Json => (isObject(item) ? (property(item, mergeKey) ?? null) : null)
  const items: Json[] = []
  for (const item of b) {
    const old = a.find((one) => sameJson(keyOf(one), keyOf(item)))
    if (old === undefined) items.push(item)
    else if (isObject(old) && isObject(item) && !sameJson(old, item)) {
      items.push({ ...strategicPatch(node.element, old, item), [mergeKey]: keyOf(item) })
    }
  }
  for (const item of a) {
    if (!b.some((one) => sameJson(keyOf(one), keyOf(item)))) items.push({ $patch: 'delete', [mergeKey]: keyOf(item) })
  }
  patch[`$setElementOrder/${name}`] = b.map((item) => ({ [mergeKey]: keyOf(item) }))
  if (items.length > 0) patch[name] = items
}

function patchSet(name: string, a: readonly Json[], b: readonly Json[], patch: Record<string, Json>): void {
  const texts = (items: readonly Json[]): Set<string> => new Set(items.map(canonicalJson))
  const gone = a.filter((item) => !texts(b).has(canonicalJson(item)))
  const come = b.filter((item) => !texts(a).has(canonicalJson(item)))
  if (gone.length > 0) patch[`$deleteFromPrimitiveList/${name}`] = gone
  if (come.length > 0) patch[name] = come
  patch[`$setElementOrder/${name}`] = b
}
