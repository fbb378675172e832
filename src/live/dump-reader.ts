import type { CodedError } from '../model/coded-error.ts'
import { isObject, stringAt, type JsonObject } from '../model/json.ts'
import { parseApiVersion, type KindInfo } from '../model/kind-info.ts'
import type { AccessQuestion, ClusterReader, Discovery, Reading } from './cluster-reader.ts'

/** A dump made by `kubectl get -o yaml|json`, read as if it were a cluster that answers nothing else. */
export interface Dump {
  readonly objects: readonly JsonObject[]
  /** Kinds whose schema is known without asking: the built-in ones, and those that `--openapi` describes. */
  readonly kinds: readonly KindInfo[]
  /** OpenAPI documents of group versions, for kinds that are not built in. */
  readonly openApi: (group: string, version: string) => JsonObject | undefined
}

const NOT_IN_DUMP: CodedError = {
  code: 'DRF4001',
  message:
    'The dump holds no object of this kind in this namespace, so it may simply not have been dumped. ' +
    'Add the kind to the dump; until then nothing is said about it.',
}

/**
 * Reads a dump. What is not in it is `absent` only where the dump holds other objects of that kind and namespace; else it
 * was perhaps never asked for, and absence of evidence is not evidence. Never writes, never asks anybody.
 */
export class DumpReader implements ClusterReader {
  readonly name: string
  readonly #dump: Dump
  readonly #byKey = new Map<string, JsonObject>()
  readonly #scopes = new Set<string>()

  constructor(name: string, dump: Dump) {
    this.name = name
    this.#dump = dump
    for (const object of dump.objects) {
      const scope = scopeKey(groupKindOf(object), stringAt(object, 'metadata', 'namespace') ?? '')
      this.#scopes.add(scope)
      this.#byKey.set(`${scope}/${stringAt(object, 'metadata', 'name') ?? ''}`, object)
    }
  }

  version(): Promise<Reading<string>> {
    return Promise.resolve({ state: 'absent' })
  }

  /** Known kinds, and those that are only seen in the dump; their plural is unknown and never needed. */
  discover(): Promise<Discovery> {
    const kinds = [...this.#dump.kinds]
    const known = new Set(kinds.map((kind) => `${kind.group}/${kind.version}/${kind.kind}`))
    for (const object of this.#dump.objects) {
      const { group, version } = parseApiVersion(stringAt(object, 'apiVersion') ?? '')
      const kind = stringAt(object, 'kind') ?? ''
      const key = `${group}/${version}/${kind}`
      if (known.has(key)) continue
      known.add(key)
      const namespaced = stringAt(object, 'metadata', 'namespace') !== undefined
      kinds.push({ group, version, kind, resource: kind.toLowerCase(), namespaced, verbs: ['get', 'list'] })
    }
    return Promise.resolve({ kinds, failed: [] })
  }

  openApi(group: string, version: string): Promise<Reading<JsonObject>> {
    const document = this.#dump.openApi(group, version)
    return Promise.resolve(document === undefined ? { state: 'absent' } : { state: 'found', value: document })
  }

  get(kind: KindInfo, namespace: string, name: string): Promise<Reading<JsonObject>> {
    const scope = scopeKey(`${kind.group}/${kind.kind}`, namespace)
    const object = this.#byKey.get(`${scope}/${name}`)
    if (object !== undefined) return Promise.resolve({ state: 'found', value: object })
    if (this.#scopes.has(scope)) return Promise.resolve({ state: 'absent' })
    return Promise.resolve({ state: 'failed', reason: 'not-in-dump', error: NOT_IN_DUMP })
  }

  list(kind: KindInfo, namespace: string): Promise<Reading<readonly JsonObject[]>> {
    const wanted = `${kind.group}/${kind.kind}`
    const objects = this.#dump.objects.filter(
      (object) =>
        groupKindOf(object) === wanted && (namespace === '' || stringAt(object, 'metadata', 'namespace') === namespace),
    )
    if (objects.length === 0) return Promise.resolve({ state: 'failed', reason: 'not-in-dump', error: NOT_IN_DUMP })
    return Promise.resolve({ state: 'found', value: objects })
  }

  dryRunCreate(): Promise<Reading<JsonObject>> {
    return Promise.resolve({ state: 'failed', reason: 'not-in-dump', error: NOT_IN_DUMP })
  }

  mayI(_question: AccessQuestion): Promise<Reading<boolean>> {
    return Promise.resolve({ state: 'found', value: false })
  }
}

function groupKindOf(object: JsonObject): string {
  const { group } = parseApiVersion(stringAt(object, 'apiVersion') ?? '')
  return `${group}/${stringAt(object, 'kind') ?? ''}`
}

function scopeKey(groupKind: string, namespace: string): string {
  return `${groupKind}/${namespace}`
}

/** The objects of dumped documents: lists are taken apart, anything that is no object is left out. */
export function dumpedObjects(documents: Iterable<JsonObject>): readonly JsonObject[] {
  const objects: JsonObject[] = []
  for (const document of documents) {
    const items = document['items']
    const isListKind = stringAt(document, 'kind')?.endsWith('List') === true && Array.isArray(items)
    if (isListKind) objects.push(...dumpedObjects((items as readonly JsonObject[]).filter(isObject)))
    else if (stringAt(document, 'kind') !== undefined) objects.push(document)
  }
  return objects
}
