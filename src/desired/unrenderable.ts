import type { SourceManifest } from '../model/desired-object.ts'
import { type FieldPath, field, key, printPath } from '../model/field-path.ts'
import { isList, isObject, type Json, type JsonObject, property, sameJson, stringAt } from '../model/json.ts'
import type { TemplateTrait } from './renderer.ts'

/** The path of the whole object: nothing in it can be told from Git. */
const WHOLE = ['']

/**
 * Marks what a second render of the same input, `again`, gave differently. What a template takes from the cluster
 * (`lookup`), from the release's number or from the clock does not show that way (two renders see the same cluster and
 * often the same second), so all documents of such a template are marked as a whole: which of their leaves come from there is unknown.
 */
export function markUnrenderable(
  manifests: readonly SourceManifest[],
  traits: readonly TemplateTrait[],
  again: readonly SourceManifest[] | undefined,
): readonly SourceManifest[] {
  if (traits.length === 0) return manifests
  const opaque = new Set(traits.filter(({ uses }) => uses !== 'random').map(({ file }) => file))
  const random = new Set(traits.filter(({ uses }) => uses === 'random').map(({ file }) => file))
  const others = again === undefined ? undefined : new Map(again.map((one) => [identity(one.manifest), one.manifest]))
  return manifests.map((one) => {
    const unrenderable = opaque.has(one.place.file) ? WHOLE : differingPaths(one, others, random)
    return unrenderable.length === 0 ? one : { ...one, unrenderable }
  })
}

function differingPaths(
  one: SourceManifest,
  others: ReadonlyMap<string, JsonObject> | undefined,
  random: ReadonlySet<string>,
): readonly string[] {
  // Without the second render nothing is known of the templates that needed it.
  if (others === undefined) return random.has(one.place.file) ? WHOLE : []
  const other = others.get(identity(one.manifest))
  // Its very name is made anew each time.
  if (other === undefined) return WHOLE
  const paths: string[] = []
  compare(one.manifest, other, [], paths)
  return paths
}

function identity(manifest: JsonObject): string {
  const parts = [['apiVersion'], ['kind'], ['metadata', 'namespace'], ['metadata', 'name']] as const
  return parts.map((path) => stringAt(manifest, ...path) ?? '').join('\n')
}

/** Lists whose elements are known by `name` in every schema that has them; inside any other the list itself is marked. */
const BY_NAME = new Set(['containers', 'initContainers', 'ephemeralContainers', 'env', 'volumes'])

function compare(a: Json, b: Json, path: FieldPath, paths: string[]): void {
  if (sameJson(a, b)) return
  if (isObject(a) && isObject(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [left, right] = [property(a, name), property(b, name)]
      const below = [...path, field(name)]
      if (left === undefined || right === undefined) paths.push(printPath(below))
      else compare(left, right, below, paths)
    }
    return
  }
  const last = path.at(-1)
  const names = last?.kind === 'field' && BY_NAME.has(last.name) ? sharedNames(a, b) : undefined
  if (names === undefined || !isList(a) || !isList(b)) {
    paths.push(printPath(path))
    return
  }
  for (const [index, name] of names.entries()) {
    compare(a[index] as Json, b[index] as Json, [...path, key({ name: 'name', value: name })], paths)
  }
}

/** Names of the elements where both lists have the same ones in the same order. */
function sharedNames(a: Json, b: Json): readonly string[] | undefined {
  if (!isList(a) || !isList(b) || a.length !== b.length) return undefined
  const names = a.map((item) => stringAt(item, 'name'))
  const same = names.every((name, index) => name !== undefined && name === stringAt(b[index], 'name'))
  return same && new Set(names).size === names.length ? (names as readonly string[]) : undefined
}
