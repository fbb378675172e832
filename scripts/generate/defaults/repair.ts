import { isList, isObject, property, type Json, type JsonObject } from '../../../src/model/json.ts'
import { getAt, setAt, type Path } from './edit.ts'
import type { RawSchema, RawSchemas } from './raw-schema.ts'
import type { Sampler } from './sample.ts'

/** One reason of a refusal, as the server tells it. */
export interface Cause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

export interface Repair {
  readonly root: RawSchema
  readonly schemas: RawSchemas
  readonly sampler: Sampler
  /** What the probe is about. */
  readonly targets: readonly Path[]
  readonly attempt: number
}

/** The manifest with every cause mended that can be; undefined where none can. */
export function repaired(manifest: JsonObject, causes: readonly Cause[], repair: Repair): JsonObject | undefined {
  const mended = causes.reduce<JsonObject>((here, cause) => mend(here, cause, repair), manifest)
  return JSON.stringify(mended) === JSON.stringify(manifest) ? undefined : mended
}

function mend(manifest: JsonObject, cause: Cause, repair: Repair): JsonObject {
  const path = parsePath(cause.field ?? '')
  if (path.length === 0 || path[0] === 'metadata') return manifest
  switch (cause.reason) {
    case 'FieldValueRequired':
      return require(manifest, path, repair)
    case 'FieldValueNotSupported':
      return choose(manifest, path, supported(cause.message ?? '', repair.attempt))
    case 'FieldValueForbidden':
      return isTarget(path, repair) ? withoutSiblings(manifest, path, repair) : put(manifest, path, undefined)
    default:
      return another(manifest, path, repair)
  }
}

/** A missing value is sampled; an object that is there needs one of its members. */
function require(manifest: JsonObject, path: Path, repair: Repair): JsonObject {
  const raw = repair.schemas.at(repair.root, path)
  const present = getAt(manifest, path)
  if (!isObject(present)) return put(manifest, path, repair.sampler.minimal(raw, repair.attempt))
  const properties = property(raw.schema, 'properties')
  if (!isObject(properties)) return put(manifest, path, repair.sampler.minimal(raw, 0))
  const missing = Object.keys(properties).filter((name) => present[name] === undefined)
  const name = missing[repair.attempt % Math.max(missing.length, 1)]
  if (name === undefined) return manifest
  return put(manifest, [...path, name], repair.sampler.minimal(repair.schemas.resolve(properties[name]), 0))
}

/**
 * Of members that exclude each other the one that the probe is about stays. The server names either that member or the
 * object that holds the choice.
 */
function withoutSiblings(manifest: JsonObject, path: Path, repair: Repair): JsonObject {
  const beside = withOnly(manifest, path.slice(0, -1), repair, true)
  return beside === manifest ? withOnly(manifest, path, repair, false) : beside
}

/** Removes what lies at `holder` beside the targets; `choices`: only what has a component, as the members of choices do. */
function withOnly(manifest: JsonObject, holder: Path, repair: Repair, choices: boolean): JsonObject {
  const value = getAt(manifest, holder)
  if (!isObject(value) || holder.length === 0) return manifest
  const required = property(repair.schemas.at(repair.root, holder).schema, 'required')
  const others = Object.keys(value).filter((name) => {
    const path = [...holder, name]
    if (isList(required) && required.includes(name)) return false
    return !isTarget(path, repair) && (!choices || repair.schemas.at(repair.root, path).component !== '')
  })
  return others.reduce((here, name) => put(here, [...holder, name], undefined), manifest)
}

function another(manifest: JsonObject, path: Path, repair: Repair): JsonObject {
  const present = getAt(manifest, path)
  if (isObject(present) && isTarget(path, repair)) return withoutSiblings(manifest, path, repair)
  if (typeof present === 'object' && present !== null) return manifest
  return put(manifest, path, repair.sampler.minimal(repair.schemas.at(repair.root, path), repair.attempt + 1))
}

function choose(manifest: JsonObject, path: Path, word: string | undefined): JsonObject {
  return put(manifest, path, Array.isArray(getAt(manifest, path)) && word !== undefined ? [word] : word)
}

function supported(message: string, attempt: number): string | undefined {
  const words = [...message.slice(message.indexOf('supported values')).matchAll(/"([^"]*)"/g)].map(([, word]) => word)
  return words[attempt % Math.max(words.length, 1)]
}

function isTarget(path: Path, repair: Repair): boolean {
  return repair.targets.some((target) => startsWith(target, path))
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, i) => path[i] === step)
}

function put(manifest: JsonObject, path: Path, value: Json | undefined): JsonObject {
  return setAt(manifest, path, value) as JsonObject
}

/** `spec.containers[0].ports[1].name`; keys of maps come in brackets as well. */
function parsePath(text: string): Path {
  return [...text.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)].map(([, name, bracketed]) => {
    const step = name ?? bracketed ?? ''
    return name === undefined && /^\d+$/.test(step) ? Number(step) : step
  })
}
