import type { ArchivedObject, ArchivedSource } from '../../live/archive/entry.ts'
import { markedManifest } from '../../loop/marked-manifest.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import { at, isObject, type Json, type JsonObject, objectOf, property, stringAt } from '../../model/json.ts'
import { type KindInfo, parseApiVersion } from '../../model/kind-info.ts'
import { parseLossless, stringifyLossless } from '../../model/lossless-json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { MarkKey } from '../../model/value-mark.ts'

/**
 * Replaces every leaf that could be a secret by a digest under the key, on both sides alike, so that "the same" and
 * "another" survive and nothing else does.
 */
export class WithoutSecrets {
  readonly #cluster: string
  readonly #key: MarkKey
  #kinds: readonly KindInfo[] = []

  constructor(cluster: string, key: MarkKey) {
    this.#cluster = cluster
    this.#key = key
  }

  /** Which kinds live in namespaces: a digest is bound to the place of its object. */
  discovered(kinds: readonly KindInfo[]): void {
    this.#kinds = kinds
  }

  object(entry: ArchivedObject): ArchivedObject {
    return { ...entry, object: this.#marked(entry.object, stringAt(entry.object, 'metadata', 'namespace') ?? '') }
  }

  source(entry: ArchivedSource): ArchivedSource {
    return { ...entry, manifests: entry.manifests.map((manifest) => this.#manifest(manifest, entry.namespace)) }
  }

  #manifest(whole: SourceManifest, usualNamespace: string): SourceManifest {
    const { manifest, place } = whole
    const { group } = parseApiVersion(stringAt(manifest, 'apiVersion') ?? '')
    const kind = this.#kinds.find((one) => one.group === group && one.kind === stringAt(manifest, 'kind'))
    const written = stringAt(manifest, 'metadata', 'namespace') ?? ''
    const namespace = kind?.namespaced === false ? '' : written === '' ? usualNamespace : written
    const { file, line } = place
    const kept = { ...whole, place: line === undefined ? { file } : { file, line } }
    return { ...kept, manifest: this.#marked(withoutStringData(manifest), namespace) }
  }

  #marked(object: JsonObject, namespace: string): JsonObject {
    const { group } = parseApiVersion(stringAt(object, 'apiVersion') ?? '')
    const kind = stringAt(object, 'kind') ?? ''
    const name = stringAt(object, 'metadata', 'name') ?? ''
    const ref = { cluster: this.#cluster, group, kind, namespace, name }
    const marked = this.#markedAs(ref, object)
    const applied = appliedManifest(object)
    return applied === undefined ? marked : withApplied(marked, this.#markedAs(ref, withoutStringData(applied)))
  }

  #markedAs(ref: ObjectRef, object: JsonObject): JsonObject {
    return withPlainParts(markedManifest(object, ref, this.#key), object)
  }
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * What a client-side apply sent: evidence of what the cluster was told. Undefined where it cannot be read, or calls itself
 * another kind than the object, which would decide what in it is secret; it stays a digest as a whole then.
 */
function appliedManifest(object: JsonObject): JsonObject | undefined {
  const text = stringAt(object, 'metadata', 'annotations', LAST_APPLIED)
  if (text === undefined) return undefined
  try {
    const read = parseLossless(text)
    const isSame =
      isObject(read) && ['apiVersion', 'kind'].every((name) => stringAt(read, name) === stringAt(object, name))
    return isSame ? read : undefined
  } catch {
    return undefined
  }
}

function withApplied(marked: JsonObject, applied: JsonObject): JsonObject {
  const metadata = at(marked, 'metadata') as JsonObject
  const annotations = { ...(at(metadata, 'annotations') as JsonObject), [LAST_APPLIED]: stringifyLossless(applied) }
  return { ...marked, metadata: { ...metadata, annotations } }
}

/** What says which object it is and who wrote it where. No user puts a value there: fieldsV1 names fields only. */
const PLAIN_PARTS = ['apiVersion', 'kind', 'type', 'immutable']
const PLAIN_METADATA = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
]

function withPlainParts(marked: JsonObject, object: JsonObject): JsonObject {
  const metadata = property(object, 'metadata')
  const kept = isObject(metadata)
    ? { ...(at(marked, 'metadata') as JsonObject), ...partsOf(metadata, PLAIN_METADATA) }
    : {}
  return { ...marked, ...partsOf(object, PLAIN_PARTS), ...(isObject(metadata) ? { metadata: kept } : {}) }
}

function partsOf(object: JsonObject, names: readonly string[]): JsonObject {
  return objectOf(
    names.flatMap((name) => {
      const value = property(object, name)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** As the server stores it: digests of a text and of its base64 form would differ. */
function withoutStringData(manifest: JsonObject): JsonObject {
  const texts = property(manifest, 'stringData')
  if (stringAt(manifest, 'kind') !== 'Secret' || !isObject(texts)) return manifest
  const data: Record<string, Json> = { ...(at(manifest, 'data') as JsonObject | undefined) }
  for (const [name, text] of Object.entries(texts)) {
    data[name] = typeof text === 'string' ? Buffer.from(text, 'utf8').toString('base64') : text
  }
  const kept = Object.entries(manifest).filter(([name]) => name !== 'stringData' && name !== 'data')
  return objectOf([...kept, ['data', data]])
}
