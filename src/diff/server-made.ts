import { isList, isObject, property, sameJson, type Json } from '../model/json.ts'
import { UNKNOWN_FIELD } from '../model/type-schema.ts'
import { allocatedBy } from './allocated.ts'
import type { Frame } from './cursor.ts'
import { isEmpty, isTableDefault, type DefaultsTable } from './defaults-table.ts'

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
  if (value === null || (top.type.empty === 'always' && isEmpty(value))) return 'nothing'
  if (isSchemaDefault(frames, value)) return 'schema-default'
  if (typeof top.step === 'string' && top.owner !== '') {
    if (isTableDefault(knowledge.defaults, top.owner, top.step, value, holdersOf(frames))) return 'table-default'
  }
  return allocatedBy(frames, knowledge) ? 'allocated' : undefined
}

/**
 * The field's own default, or the part of a default that a surrounding object got as a whole: `strategy: {type: Rolling}`
 * as default of `strategy` explains `.strategy.type`.
 */
function isSchemaDefault(frames: readonly Frame[], value: Json): boolean {
  const below: string[] = []
  for (let i = frames.length - 1; i > 0; i--) {
    const frame = frames[i] as Frame
    if (frame.type.default !== undefined) {
      const given = below.reduceRight<Json | undefined>((here, name) => stepInto(here, name), frame.type.default)
      if (given !== undefined && sameJson(given, value)) return true
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

/** The live objects around the top frame, innermost first. */
function holdersOf(frames: readonly Frame[]): Json[] {
  const holders: Json[] = []
  for (let i = frames.length - 2; i >= 0; i--) {
    const value = (frames[i] as Frame).right
    if (isObject(value)) holders.push(value)
  }
  return holders
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
  if (isEmpty(value) && (unknown || top.type.empty !== 'kept')) return 'equal'
  if (isList(value) && value.every((item) => item === null)) return 'equal'
  return unknown ? 'ineffective' : 'removed'
}
