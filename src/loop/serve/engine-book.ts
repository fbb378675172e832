import type { Engines } from '../../live/engine-word.ts'
import { at, canonicalJson, isList, objectOf, stringAt, type Json, type JsonObject } from '../../model/json.ts'

/** Kinds whose objects say what an engine applied. */
export const ENGINE_KINDS = [
  { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' },
  { group: 'argoproj.io', kind: 'Application' },
] as const

/**
 * What the engines say, kept from their objects as they change. Of each object only the few fields are kept that tell the
 * applied revision: an Application's status can be a hundred times larger than all of them.
 */
export class EngineBook {
  readonly #kept = new Map<string, { readonly kind: string; readonly object: JsonObject; readonly text: string }>()

  /** True where what the engine says changed; most of its updates are about health and times. */
  put(object: JsonObject): boolean {
    const key = keyOf(object)
    const kept = projected(object)
    const text = canonicalJson(kept)
    if (this.#kept.get(key)?.text === text) return false
    this.#kept.set(key, { kind: stringAt(object, 'kind') ?? '', object: kept, text })
    return true
  }

  remove(kind: string, namespace: string, name: string): boolean {
    return this.#kept.delete(`${kind}/${namespace}/${name}`)
  }

  engines(): Engines {
    const of = (kind: string): readonly JsonObject[] =>
      [...this.#kept.values()].filter((one) => one.kind === kind).map((one) => one.object)
    return { kustomizations: of('Kustomization'), applications: of('Application') }
  }
}

function keyOf(object: JsonObject): string {
  const namespace = stringAt(object, 'metadata', 'namespace') ?? ''
  return `${stringAt(object, 'kind') ?? ''}/${namespace}/${stringAt(object, 'metadata', 'name') ?? ''}`
}

function projected(object: JsonObject): JsonObject {
  const status = at(object, 'status')
  const history = at(status, 'history')
  const last = isList(history) ? history.at(-1) : undefined
  return objectOf([
    ['metadata', picked(at(object, 'metadata'), ['name', 'namespace'])],
    [
      'status',
      objectOf([
        ...members(status, ['lastAppliedRevision']),
        ['operationState', operationOf(at(status, 'operationState'))],
        ...(last === undefined ? [] : [['history', [picked(last, ['revision'])]] as const]),
      ]),
    ],
  ])
}

function operationOf(operation: Json | undefined): JsonObject {
  const result = objectOf(members(at(operation, 'syncResult'), ['revision']))
  return objectOf([...members(operation, ['phase']), ['syncResult', result]])
}

function picked(value: Json | undefined, keys: readonly string[]): JsonObject {
  return objectOf(members(value, keys))
}

function members(value: Json | undefined, keys: readonly string[]): readonly (readonly [string, Json])[] {
  return keys.flatMap((key) => {
    const found = at(value, key)
    return found === undefined ? [] : [[key, found] as const]
  })
}
