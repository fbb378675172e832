import type { FieldPath, PathElement } from '../../../src/model/field-path.ts'
import { at, isList, isObject, sameJson, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import { parseLossless } from '../../../src/model/lossless-json.ts'

/**
 * Managers whose entry names the path or something inside it, read off the raw record. Written apart from the product's
 * reader on purpose.
 */
export function ownersAt(object: JsonObject, path: FieldPath): ReadonlySet<string> {
  const owners = entriesOf(object).filter((entry) => holds(at(entry, 'fieldsV1'), path))
  return new Set(owners.map((entry) => stringAt(entry, 'manager') ?? ''))
}

/** False where the server keeps no record of owners for the object. */
export function hasOwners(object: JsonObject): boolean {
  return entriesOf(object).length > 0
}

function entriesOf(object: JsonObject): readonly Json[] {
  const entries = at(object, 'metadata', 'managedFields')
  return isList(entries) ? entries : []
}

function holds(set: Json | undefined, [step, ...rest]: FieldPath): boolean {
  if (step === undefined || !isObject(set)) return set !== undefined
  const found = Object.keys(set).find((name) => names(name, step))
  return found !== undefined && holds(set[found], rest)
}

/** `f:name`, `k:{"name":"web"}`, `v:"x"`. */
function names(written: string, step: PathElement): boolean {
  const text = written.slice(2)
  if (step.kind === 'field') return written === `f:${step.name}`
  if (step.kind === 'value') return written.startsWith('v:') && sameJson(parseLossless(text), step.value)
  if (step.kind !== 'key' || !written.startsWith('k:')) return false
  const keys = parseLossless(text)
  return isObject(keys) && step.keys.every(({ name, value }) => sameJson(keys[name], value))
}
