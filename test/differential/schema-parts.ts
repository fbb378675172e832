import type { JsonObject } from '../../src/model/json.ts'
import type { Random } from './random.ts'

/** Every scalar that structured-merge-diff tells apart, and those that it takes for anything. */
export function scalar(random: Random): JsonObject {
  return random.pick<JsonObject>([
    { type: 'string' },
    { type: 'string' },
    { type: 'string', format: 'byte' },
    { type: 'string', format: 'date-time' },
    { type: 'integer' },
    { type: 'integer', format: 'int64' },
    { type: 'number' },
    { type: 'boolean' },
    { 'x-kubernetes-int-or-string': true },
    { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  ])
}

/** The ways to say that an object may hold anything. */
export function freeForm(random: Random): JsonObject {
  return random.pick<JsonObject>([
    { type: 'object' },
    { type: 'object', additionalProperties: true },
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    { type: 'object', 'x-kubernetes-map-type': 'atomic' },
    { 'x-kubernetes-preserve-unknown-fields': true },
    {},
  ])
}

/** A field that identifies an element; its default counts where an element leaves it out. */
export function keyField(random: Random): JsonObject {
  return random.pick<JsonObject>([
    { type: 'string' },
    { type: 'string', default: 'TCP' },
    { type: 'string', default: '' },
    { type: 'integer' },
    { type: 'integer', default: 80 },
    { type: 'integer', default: 0 },
    { type: 'boolean', default: false },
  ])
}

/** Both ways to say by which fields the elements of a list are told apart. */
export function keyExtensions(random: Random, keys: readonly string[]): JsonObject {
  const single = keys.length === 1 ? keys[0] : undefined
  if (single !== undefined && random.chance(0.4)) {
    const strategy = random.pick(['merge', 'merge', 'merge,retainKeys', 'retainKeys'])
    return { 'x-kubernetes-patch-strategy': strategy, 'x-kubernetes-patch-merge-key': single }
  }
  const listType = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys }
  // Container.ports: the strategic merge key differs from the server-side apply keys, which win.
  const other = { 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': keys[0] as string }
  return random.chance(0.3) ? { ...listType, ...other } : listType
}

/** Whether an object is one leaf or merged by field; mostly unsaid, which is by field. */
export function mapType(random: Random): JsonObject {
  if (random.chance(0.12)) return { 'x-kubernetes-map-type': 'atomic' }
  return random.chance(0.1) ? { 'x-kubernetes-map-type': 'granular' } : {}
}
