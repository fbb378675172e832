import { isList, isObject, property, sameJson, type Json, type JsonObject } from '../model/json.ts'
import { sameQuantity } from '../model/quantity.ts'
import type { FieldType, ObjectType, ScalarType } from '../model/type-schema.ts'
import { elementField, fieldOf } from './compare.ts'
import type { Frame } from './cursor.ts'
import { sameDuration, sameTime } from './time-values.ts'
import { fateOfDesired, isSilence, serverMade, type ServerKnowledge } from './server-made.ts'

/**
 * Whether a leaf means the same on both sides. Inside an atomic list or map the values are walked as well: quantities
 * and times by meaning, and what only the live side has must be the server's own.
 */
export function sameLeaf(frames: readonly Frame[], knowledge: ServerKnowledge): boolean {
  const { type, left, right } = frames[frames.length - 1] as Frame
  return sameValue(type, left as Json, right as Json, frames, knowledge)
}

function sameValue(
  field: FieldType,
  left: Json,
  right: Json,
  frames: readonly Frame[],
  knowledge: ServerKnowledge,
): boolean {
  if (left === right) return true
  const { type } = field
  if (isSilence(left, field) && isMadeAnew(frames, knowledge)) return true
  if (type.kind === 'scalar') return sameScalar(type.scalar, left, right)
  if (isList(left) && isList(right)) return sameItems(elementField(type), left, right, frames, knowledge)
  if (isObject(left) && isObject(right) && type.kind === 'object')
    return sameFields(type, left, right, frames, knowledge)
  return sameJson(left, right) || (isNothing(left) && isNothing(right) && field.empty === 'dropped')
}

/** `clusterIP: ""` reaches the server as no address at all, so it fills one in; null is always nothing. */
function isMadeAnew(frames: readonly Frame[], knowledge: ServerKnowledge): boolean {
  const top = frames[frames.length - 1] as Frame
  return serverMade([...frames.slice(0, -1), { ...top, left: undefined }], knowledge) !== undefined
}

function sameItems(
  element: FieldType,
  left: readonly Json[],
  right: readonly Json[],
  frames: readonly Frame[],
  knowledge: ServerKnowledge,
): boolean {
  if (left.length !== right.length) return false
  return left.every((item, i) => {
    const other = right[i] as Json
    if (sameJson(item, other)) return true
    const frame: Frame = { step: `${i}`, type: element, owner: '', left: item, right: other }
    return sameValue(element, item, other, [...frames, frame], knowledge)
  })
}

function sameFields(
  type: ObjectType,
  left: JsonObject,
  right: JsonObject,
  frames: readonly Frame[],
  knowledge: ServerKnowledge,
): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  for (const name of names) {
    const field = fieldOf(type, name)
    const [a, b] = [property(left, name), property(right, name)]
    // Most of a large node is the same to the letter; only the rest needs types and frames.
    if (sameJson(a, b)) continue
    const below = [...frames, { step: name, type: field, owner: type.name, left: a, right: b }]
    if (
      a === undefined
        ? !isServerMadeTree(below, knowledge)
        : b === undefined
          ? fateOfDesired(below) !== 'equal'
          : !sameValue(field, a, b, below, knowledge)
    ) {
      return false
    }
  }
  return true
}

/** A live-only object counts as the server's own where it is so as a whole or in every leaf. */
function isServerMadeTree(frames: readonly Frame[], knowledge: ServerKnowledge): boolean {
  if (serverMade(frames, knowledge) !== undefined) return true
  const { type, right } = frames[frames.length - 1] as Frame
  if (!isObject(right) || type.type.kind !== 'object' || Object.keys(right).length === 0) return false
  const object = type.type
  return Object.keys(right).every((name) => {
    const frame: Frame = {
      step: name,
      type: fieldOf(object, name),
      owner: object.name,
      left: undefined,
      right: right[name],
    }
    return isServerMadeTree([...frames, frame], knowledge)
  })
}

function isNothing(value: Json): boolean {
  return value === null || (isList(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0)
}

function sameScalar(scalar: ScalarType['scalar'], left: Json, right: Json): boolean {
  switch (scalar) {
    case 'quantity':
      return sameQuantity(left, right)
    case 'time':
      return sameJson(left, right) || sameTime(left, right)
    case 'duration':
      return sameJson(left, right) || sameDuration(left, right)
    case 'bytes':
      return typeof left === 'string' && typeof right === 'string' && sameBytes(left, right)
    default:
      return sameJson(left, right)
  }
}

/** The server decodes and encodes base64, so line breaks inside it do not last. */
function sameBytes(left: string, right: string): boolean {
  return left === right || left.replace(/[\r\n]/g, '') === right.replace(/[\r\n]/g, '')
}
