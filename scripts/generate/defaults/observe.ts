import { elementField, fieldOf } from '../../../src/diff/compare.ts'
import { isEmpty, printKind } from '../../../src/diff/defaults-table.ts'
import { comparable, comparableDesired } from '../../../src/diff/normalize.ts'
import { at, isList, isObject, property, sameJson, type Json, type JsonObject } from '../../../src/model/json.ts'
import type { FieldType, ObjectType, TypeSchema } from '../../../src/model/type-schema.ts'
import type { Answered } from './ask.ts'
import { outline } from './outline.ts'

/** What one object of a component showed: of the fields on which the probe is silent, which the server filled in. */
export interface Observation {
  readonly component: string
  /** Outlines of the live objects around the fields, innermost first; as the conditions of rules see them. */
  readonly holders: readonly JsonObject[]
  /** Outlines of the same objects as they were sent; undefined where the server made the object. */
  readonly desired: readonly (JsonObject | undefined)[]
  /** Name of the field, or of the list, in which the object stands; empty at the root. */
  readonly position: string
  /** Group and kind of the whole object. */
  readonly kind: string
  readonly silent: readonly Silence[]
}

export interface Silence {
  /** Name of the field; of a value in a map `name.*`. */
  readonly field: string
  /** Key of the value in its map; empty otherwise. */
  readonly key: string
  /** Undefined where the server added nothing. */
  readonly value: Json | undefined
}

/** Walks an answer beside its probe; leaves that schema defaults or encoders explain are left out. */
export function observe({ kind, manifest, live }: Answered, type: TypeSchema): readonly Observation[] {
  const observations: Observation[] = []
  const place = { kind: printKind(kind), position: '', holders: [], desired: [] }
  visit(type, comparableDesired(kind.group, kind.kind, manifest), comparable(live), place, observations)
  return observations
}

interface Place {
  readonly kind: string
  readonly position: string
  readonly holders: readonly JsonObject[]
  readonly desired: readonly (JsonObject | undefined)[]
}

function visit(type: TypeSchema, left: Json | undefined, right: Json, place: Place, found: Observation[]): void {
  if (isList(right)) {
    // In a list that the server made, or lengthened, nothing can be told apart.
    if (!isList(left) || left.length !== right.length) return
    right.forEach((item, i) => visit(elementField(type).type, left[i], item, place, found))
  } else if (isObject(right) && type.kind === 'object') {
    visitFields(type, isObject(left) ? left : undefined, right, place, found)
  }
}

function visitFields(
  type: ObjectType,
  left: JsonObject | undefined,
  right: JsonObject,
  { kind, position, holders, desired }: Place,
  found: Observation[],
): void {
  const around = { kind, holders: [right, ...holders], desired: [left, ...desired] }
  if (type.name !== '') found.push(observation(type, position, around))
  for (const name of Object.keys(right)) {
    const field = fieldOf(type, name)
    const value = left === undefined ? undefined : property(left, name)
    if (value === undefined && isLeaf(field, right[name] as Json)) continue
    visit(field.type, value, right[name] as Json, { position: type.name === '' ? position : name, ...around }, found)
  }
}

/** How many objects around a field are looked at; a container of a Pod is told from one of a template by the fifth. */
const DEPTH = 5

function observation(type: ObjectType, position: string, around: Omit<Place, 'position'>): Observation {
  const [right = {}] = around.holders
  const [left = {}] = around.desired
  const names = [...type.fields].filter(([name]) => !isNeverSeen(type, name, around))
  return {
    component: type.name,
    kind: around.kind,
    position,
    holders: around.holders.slice(0, DEPTH).map((one) => outline(one)),
    desired: around.desired.slice(0, DEPTH).map((one) => (one === undefined ? undefined : outline(one))),
    silent: names.flatMap(([name, field]) => silences(name, field, left, right, keysAround(around.holders))),
  }
}

const METADATA = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'

/** The comparison leaves out the kind and the status of a whole object, and most of its metadata. */
function isNeverSeen(type: ObjectType, name: string, { holders }: Omit<Place, 'position'>): boolean {
  if (type.name === METADATA) return name !== 'labels' || holders.length !== 2
  return holders.length === 1 && (name === 'apiVersion' || name === 'kind' || name === 'status')
}

/** Keys that a map may take over: those of the maps beside it, and the labels of a template. */
function keysAround([holder = {}, above]: readonly JsonObject[]): ReadonlySet<string> {
  const template = at(above, 'spec', 'template', 'metadata', 'labels')
  const maps = [...Object.values(holder), ...(template === undefined ? [] : [template])]
  return new Set(maps.flatMap((one) => (isObject(one) ? Object.keys(one) : [])))
}

function silences(
  name: string,
  field: FieldType,
  left: JsonObject,
  right: JsonObject,
  keys: ReadonlySet<string>,
): Silence[] {
  const [sent, value] = [property(left, name), property(right, name)]
  if (isMap(field.type)) return mapSilences(name, isObject(sent) ? sent : {}, isObject(value) ? value : {}, keys)
  if (sent !== undefined && sent !== null) return []
  if (value === undefined || value === null) return [{ field: name, key: '', value: undefined }]
  if (field.empty === 'always' && isEmpty(value)) return []
  if (field.default !== undefined && sameJson(field.default, value)) return []
  return isLeaf(field, value) ? [{ field: name, key: '', value }] : []
}

/** Values of a map may be copies of the values that a map beside it has at the same keys. */
function mapSilences(name: string, left: JsonObject, right: JsonObject, keys: ReadonlySet<string>): Silence[] {
  return [...keys]
    .filter((key) => property(left, key) === undefined)
    .map((key) => ({ field: `${name}.*`, key, value: property(right, key) }))
}

function isMap(type: TypeSchema): boolean {
  return type.kind === 'object' && type.fields.size === 0 && type.additional !== undefined && !type.atomic
}

/** Whether a comparison reports a live-only value here as one leaf. */
function isLeaf({ type }: FieldType, value: Json): boolean {
  return !isObject(value) || type.kind !== 'object' || type.atomic || Object.keys(value).length === 0
}
