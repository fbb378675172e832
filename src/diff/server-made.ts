import { isList, isObject, property, sameJson, type Json } from '../model/json.ts'
import { UNKNOWN_FIELD, type FieldType } from '../model/type-schema.ts'
import { allocatedBy } from './allocated.ts'
import type { Frame } from './cursor.ts'
import { isEmpty, isTableDefault, printKind, rulesAt, type DefaultsTable, type RulePlace } from './defaults-table.ts'

/** What the server itself is known to fill in, for one kind. */
export interface ServerKnowledge {
  readonly defaults: DefaultsTable
  readonly group: string
  readonly kind: string
}

/** Why a value that Git does not hold is the server's own. */
export type ServerMade = 'nothing' | 'schema-default' | 'table-default' | 'allocated'

/** Judges the live-only value at the top frame; undefined where the server is not known to put it there. */
export function serverMade(frames: readonly Frame[], knowledge: ServerKnowledge): ServerMade | undefined {
  const top = frames[frames.length - 1] as Frame
  const value = top.right
  if (value === undefined) return undefined
  if (value === null || (!isElement(top) && top.type.empty === 'always' && isEmpty(value))) return 'nothing'
  return defaulted(frames, (expected) => sameJson(expected, value), knowledge) ?? allocated(frames, knowledge)
}

/** An element counts even where it holds nothing: no encoder leaves one out. */
function isElement({ step }: Frame): boolean {
  return typeof step !== 'string'
}

function allocated(frames: readonly Frame[], knowledge: ServerKnowledge): ServerMade | undefined {
  return allocatedBy(frames, knowledge) ? 'allocated' : undefined
}

/** Whether what Git holds tells the server nothing: absent, null, or empty where the decoder cannot tell that from absent. */
export function isSilence(left: Json | undefined, field: FieldType): boolean {
  return left === undefined || left === null || (field.empty !== 'kept' && isEmpty(left))
}

/**
 * Whether schema or table yield a value that `fits` at the top frame. An element of a keyed or set list is a default
 * where Git is silent on the list and the list's own default holds the element.
 */
function defaulted(
  frames: readonly Frame[],
  fits: (expected: Json) => boolean,
  knowledge: ServerKnowledge,
): ServerMade | undefined {
  const top = frames[frames.length - 1] as Frame
  const above = frames[frames.length - 2]
  if (isElement(top)) {
    if (above === undefined || !isSilence(above.left, above.type)) return undefined
    return defaulted(frames.slice(0, -1), (list) => isList(list) && list.some(fits), knowledge)
  }
  if (isSchemaDefault(frames, fits)) return 'schema-default'
  return isInTable(frames, fits, knowledge) ? 'table-default' : undefined
}

/**
 * The field's own default, or the part of a default that a surrounding object got as a whole: `strategy: {type: Rolling}`
 * as default of `strategy` explains `.strategy.type`.
 */
function isSchemaDefault(frames: readonly Frame[], fits: (expected: Json) => boolean): boolean {
  const below: string[] = []
  for (let i = frames.length - 1; i > 0; i--) {
    const frame = frames[i] as Frame
    if (frame.type.default !== undefined) {
      const given = below.reduceRight<Json | undefined>((here, name) => stepInto(here, name), frame.type.default)
      if (given !== undefined && fits(given)) return true
    }
    // Above the first node that Git holds, defaults of the whole node did not apply.
    if (frame.left !== undefined || typeof frame.step !== 'string') return false
    below.push(frame.step)
  }
  return false
}

function stepInto(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? property(value, name) : undefined
}

/** The table has rules for the fields of components, and for the values of maps that are such fields. */
function isInTable(
  frames: readonly Frame[],
  fits: (expected: Json) => boolean,
  { defaults, ...whole }: ServerKnowledge,
): boolean {
  const top = frames[frames.length - 1] as Frame
  const above = frames[frames.length - 2]
  if (typeof top.step !== 'string' || above === undefined) return false
  const kind = printKind(whole)
  const inMap = top.owner === ''
  const mapName = typeof above.step === 'string' && above.owner !== '' ? above.step : undefined
  if (inMap && mapName === undefined) return false
  const component = inMap ? above.owner : top.owner
  const field = inMap ? `${mapName}.*` : top.step
  if (rulesAt(defaults, component, field).length === 0) return false
  // The map itself is no holder: rules look from the object that has it as a field.
  const around = surroundings(inMap ? frames.slice(0, -1) : frames)
  return isTableDefault(defaults, { component, field, key: inMap ? top.step : '', kind, ...around }, fits)
}

/** The objects around the top frame, innermost first, and the name of the field in which the innermost stands. */
function surroundings(frames: readonly Frame[]): Pick<RulePlace, 'holders' | 'desired' | 'position'> {
  const around = frames.slice(0, -1).toReversed()
  const objects = around.filter(({ right }) => isObject(right))
  const named = around.find(({ owner }) => owner !== '')
  return {
    holders: objects.map(({ right }) => right as Json),
    desired: objects.map(({ left }) => left),
    position: typeof named?.step === 'string' ? named.step : '',
  }
}

/** What became of a value that Git holds and the cluster does not. */
export type Fate = 'equal' | 'ineffective' | 'removed'

/**
 * Judges the desired-only value at the top frame. A value that holds nothing equals absent where the server's encoder
 * leaves it out; a field that the schema does not know was dropped by the server, not removed by anybody.
 */
export function fateOfDesired(frames: readonly Frame[]): Fate {
  const top = frames[frames.length - 1] as Frame
  const value = top.left as Json
  const unknown = frames.some((frame) => frame.type === UNKNOWN_FIELD)
  if (value === null) return 'equal'
  if (!isElement(top) && isEmpty(value) && (unknown || top.type.empty !== 'kept')) return 'equal'
  if (isList(value) && value.length > 0 && value.every((item) => item === null)) return 'equal'
  return unknown ? 'ineffective' : 'removed'
}
