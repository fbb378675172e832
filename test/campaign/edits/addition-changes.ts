import { field, type FieldPath } from '../../../src/model/field-path.ts'
import { at, isList, isObject, property, type Json, type JsonObject } from '../../../src/model/json.ts'
import { ADDED_FIELDS, ADDED_ITEMS, ADDED_KEYS } from './additions.ts'
import type { Change } from './change.ts'
import { stepOf } from './delta.ts'
import type { SchemaNode } from './schema-node.ts'

/** Additions at every place of an object where something may be added: fields, keys of maps, items of lists. */
export function additionChanges(node: SchemaNode, object: JsonObject): readonly Change[] {
  const changes: Change[] = [...firstKeys(object, 'labels'), ...firstKeys(object, 'annotations')]
  if (isObject(at(object, 'spec', 'template', 'metadata'))) changes.push(RESTART)
  visit(node, object, [], changes)
  return changes
}

/** What `kubectl rollout restart` writes. */
const RESTART = adding(
  ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'].map((name) => field(name)),
  ['2026-01-02T03:04:05Z'],
)

/** Labels and annotations may be added where there are none yet. */
function firstKeys(object: JsonObject, name: string): readonly Change[] {
  const metadata = object['metadata']
  if (isObject(metadata) && isObject(metadata[name])) return []
  return ADDED_KEYS.map((key) => adding([field('metadata'), field(name), field(key)], ['yes']))
}

function visit(node: SchemaNode, value: Json, path: FieldPath, changes: Change[]): void {
  if (isList(value)) return visitList(node, value, path, changes)
  if (!isObject(value)) return
  for (const name of addableTo(node)) addTo(node, value, name, path, changes)
  if (holdsTexts(node, value))
    changes.push(...ADDED_KEYS.map((name) => adding([...path, field(name)], ['yes', '7', 'eWVz'])))
  for (const [name, inner] of Object.entries(value)) visit(node.field(name), inner, [...path, field(name)], changes)
}

function visitList(node: SchemaNode, items: readonly Json[], path: FieldPath, changes: Change[]): void {
  const keyed = node.merging === 'keyed' || node.merging === 'set'
  items.forEach((item, index) => {
    visit(node.element, item, [...path, keyed ? stepOf(node, item) : { kind: 'index', index }], changes)
  })
  const likeness = items.at(-1)
  if (typeof likeness === 'string')
    changes.push({ what: 'add', path, tries: [appending(`${likeness}-x`), appending('injected')] })
}

/** Fields of a component that the tables name. */
function addableTo(node: SchemaNode): readonly string[] {
  const component = shortName(node)
  const lists = Object.keys(ADDED_ITEMS).filter((key) => key.startsWith(`${component}.`))
  return [...Object.keys(ADDED_FIELDS[component] ?? {}), ...lists.map((key) => key.slice(component.length + 1))]
}

function addTo(node: SchemaNode, object: JsonObject, name: string, path: FieldPath, changes: Change[]): void {
  const here = [...path, field(name)]
  const items = ADDED_ITEMS[`${shortName(node)}.${name}`]
  if (items !== undefined) {
    changes.push({ what: 'add', path: here, tries: items.flatMap((item) => [appending(item), prepending(item)]) })
    return
  }
  const value = ADDED_FIELDS[shortName(node)]?.[name]
  if (value !== undefined && property(object, name) === undefined) changes.push(adding(here, [value]))
}

function shortName(node: SchemaNode): string {
  return node.component.slice(node.component.lastIndexOf('.') + 1)
}

function holdsTexts(node: SchemaNode, value: JsonObject): boolean {
  const values = Object.values(value)
  return node.fieldNames.length === 0 && values.length > 0 && values.every((one) => typeof one === 'string')
}

function adding(path: FieldPath, values: readonly Json[]): Change {
  return { what: 'add', path, tries: values.map((value) => () => value) }
}

function appending(item: Json): (value: Json | undefined) => Json {
  return (value) => [...(isList(value) ? value : []), item]
}

function prepending(item: Json): (value: Json | undefined) => Json {
  return (value) => [item, ...(isList(value) ? value : [])]
}
