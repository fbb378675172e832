import { isList, isObject, type Json, type JsonObject } from '../../../src/model/json.ts'

export type Path = readonly (string | number)[]

/** Values to put into a manifest, outermost first. */
export interface Edit {
  readonly sets: readonly { readonly path: Path; readonly value: Json }[]
}

export function applyEdit(manifest: JsonObject, edit: Edit): JsonObject {
  return edit.sets.reduce<Json>((here, { path, value }) => setAt(here, path, value), manifest) as JsonObject
}

/** A copy with `value` at the path, and containers on the way where there are none; undefined removes. */
export function setAt(root: Json | undefined, path: Path, value: Json | undefined): Json {
  const [step, ...rest] = path
  if (step === undefined) return value ?? null
  if (typeof step === 'number') {
    const items = isList(root) ? [...root] : []
    if (rest.length === 0 && value === undefined) return items.filter((_, i) => i !== step)
    items[step] = setAt(items[step], rest, value)
    return items
  }
  const object: Record<string, Json> = isObject(root) ? { ...root } : {}
  if (rest.length === 0 && value === undefined) delete object[step]
  else object[step] = setAt(object[step], rest, value)
  return object
}

export function getAt(root: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((here, step) => {
    if (typeof step === 'number') return isList(here) ? here[step] : undefined
    return isObject(here) ? here[step] : undefined
  }, root)
}
