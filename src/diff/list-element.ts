import type { KeyPart, PathElement } from '../model/field-path.ts'
import { canonicalJson, isObject, isScalar, property, type Json } from '../model/json.ts'
import type { ListType } from '../model/type-schema.ts'
import { BUILT_IN } from './schema/compile.ts'

/**
 * Identifies an element of a keyed or set list. Undefined where it cannot be: all key fields are missing and have no
 * default, or a member of a set is not a scalar. Missing key fields take the schema's default (protocol TCP).
 */
export function elementOf(list: ListType, item: Json): PathElement | undefined {
  if (list.listType === 'set') return isScalar(item) && item !== null ? { kind: 'value', value: item } : undefined
  if (!isObject(item)) return undefined
  const keys: KeyPart[] = []
  for (const name of list.keys) {
    const value = property(item, name) ?? keyDefault(list, name)
    if (value === undefined) continue
    if (!isScalar(value)) return undefined
    keys.push({ name, value })
  }
  return keys.length === 0 ? undefined : { kind: 'key', keys }
}

/** A short text that is equal for equal elements of one list; cheaper than a path element. */
export function elementId(list: ListType, item: Json): string | undefined {
  if (list.listType === 'set') return isScalar(item) && item !== null ? scalarId(item) : undefined
  if (!isObject(item)) return undefined
  let id = ''
  let found = false
  for (const name of list.keys) {
    const value = property(item, name) ?? keyDefault(list, name)
    if (value !== undefined && !isScalar(value)) return undefined
    if (value !== undefined) found = true
    id += value === undefined ? '\u0001\u0000' : `${scalarId(value)}\u0000`
  }
  return found ? id : undefined
}

function scalarId(value: Json): string {
  return typeof value === 'string' ? `"${value}` : canonicalJson(value)
}

/** A text that a built-in type leaves out is `""` to the server, and so identifies an element such as a nameless reference. */
function keyDefault(list: ListType, name: string): Json | undefined {
  const element = list.element.type
  if (element.kind !== 'object') return undefined
  const key = element.fields.get(name)
  const isText = key?.type.kind === 'scalar' && key.type.scalar === 'string'
  return key?.default ?? (isText && BUILT_IN.test(element.name) ? '' : undefined)
}
