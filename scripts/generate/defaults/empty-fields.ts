import { elementField, fieldOf } from '../../../src/diff/compare.ts'
import { isList, isObject, type Json, type JsonObject } from '../../../src/model/json.ts'
import type { FieldType, TypeSchema } from '../../../src/model/type-schema.ts'
import { setAt, type Path } from './edit.ts'
import { typeOf, type Experiment } from './laboratory.ts'
import type { Probe } from './probes.ts'

/** The probe once more for each scalar that the server filled in, which now stands there without a value. */
export function withEmptyFields({ probe, answer }: Experiment): readonly Probe[] {
  const { manifest, live } = answer
  const empties = emptyFields(typeOf(answer), manifest, live, [])
  return empties.map(({ path, value }) => ({
    kind: probe.kind,
    manifest: setAt(manifest, path, value) as JsonObject,
    edits: [{ sets: [{ path, value }] }],
  }))
}

interface EmptyField {
  readonly path: Path
  readonly value: Json
}

function emptyFields(type: TypeSchema, left: Json | undefined, right: Json, path: Path): EmptyField[] {
  if (isList(left) && isList(right)) {
    const keys = type.kind === 'list' ? type.keys : []
    const found = right.flatMap((item, i) => emptyFields(elementField(type).type, left[i], item, [...path, i]))
    // An empty key is another element to structured-merge-diff as well.
    return found.filter((one) => one.path.length !== path.length + 2 || !keys.includes(String(one.path.at(-1))))
  }
  if (!isObject(left) || !isObject(right) || type.kind !== 'object') return []
  return Object.keys(right).flatMap((name) => {
    if (name === 'metadata' || name === 'status' || (path.length === 0 && name !== 'spec')) return []
    const [field, at] = [fieldOf(type, name), [...path, name]]
    if (left[name] !== undefined) return emptyFields(field.type, left[name], right[name] as Json, at)
    const value = emptyOf(field)
    return value === undefined ? [] : [{ path: at, value }]
  })
}

/** Only where the decoder cannot tell empty from absent. */
function emptyOf({ type, empty }: FieldType): Json | undefined {
  if (empty === 'kept' || type.kind !== 'scalar') return undefined
  switch (type.scalar) {
    case 'string':
      return ''
    case 'integer':
      return 0
    case 'boolean':
      return false
    default:
      return undefined
  }
}
