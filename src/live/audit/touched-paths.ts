import type { AuditedObject } from '../../model/audit-event.ts'
import { field, type FieldPath, printPath } from '../../model/field-path.ts'
import { isList, isObject, type Json, type JsonObject, property, stringAt } from '../../model/json.ts'

/** More paths than this say nothing more: then the write counts as one that may touch anything. */
const MOST_PATHS = 200

/**
 * The written paths that a request body reaches, of which nothing else is kept. Undefined = may reach anything: whole objects
 * and applied manifests take away what they leave out, and their size would be that of the object.
 */
export function touchedPaths(
  verb: string,
  object: AuditedObject,
  body: Json | undefined,
): readonly string[] | undefined {
  if (object.subresource === 'scale' && SCALED_BY_REPLICAS.has(object.group)) return ['.spec.replicas']
  if (verb !== 'patch' || body === undefined || object.subresource === 'scale') return undefined
  const paths = isList(body)
    ? pathsOfJsonPatch(body)
    : isObject(body) && !isManifest(body)
      ? [...pathsOf(body, [])]
      : []
  if (paths.length === 0 || paths.length > MOST_PATHS) return undefined
  return [...new Set(paths.map(printPath))].sort()
}

/** Built-in kinds keep what `scale` writes at `.spec.replicas`; definitions name a place of their own. */
const SCALED_BY_REPLICAS = new Set(['', 'apps'])

/** An applied manifest says what it is; a patch rarely repeats that. */
function isManifest(body: JsonObject): boolean {
  return stringAt(body, 'apiVersion') !== undefined && stringAt(body, 'kind') !== undefined
}

function pathsOfJsonPatch(operations: readonly Json[]): FieldPath[] {
  return operations.flatMap((operation) => {
    if (stringAt(operation, 'op') === 'test') return []
    const pointers = [stringAt(operation, 'path')]
    if (stringAt(operation, 'op') === 'move') pointers.push(stringAt(operation, 'from'))
    return pointers.map((pointer) => (pointer === undefined ? [] : pathOfPointer(pointer)))
  })
}

/** `/spec/containers/0/image`. A number may be an index or the name of a field, and `-` is behind the last: both stop here. */
function pathOfPointer(pointer: string): FieldPath {
  const names: string[] = []
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (/^(?:\d+|-)$/.test(name)) break
    names.push(name)
  }
  return names.map(field)
}

/** Of a merge patch or a strategic one: directives of the latter name no field. */
function* pathsOf(patch: JsonObject, above: FieldPath): Generator<FieldPath> {
  for (const name of Object.keys(patch)) {
    const value = property(patch, name) as Json
    if (name === '$patch' || name === '$retainKeys') {
      yield above
    } else if (name.startsWith('$')) {
      yield [...above, field(name.slice(name.indexOf('/') + 1))]
    } else {
      yield* pathsBelow(value, [...above, field(name)])
    }
  }
}

/** A list is reached as a whole: only the type of the patch, which no log keeps, says whether it replaces what it leaves out. */
function* pathsBelow(value: Json, here: FieldPath): Generator<FieldPath> {
  if (isObject(value) && Object.keys(value).length > 0) yield* pathsOf(value, here)
  else yield here
}
