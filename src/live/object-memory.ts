import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { at, type Json, type JsonObject } from '../model/json.ts'
import { apiVersionOf, type KindInfo } from '../model/kind-info.ts'
import { parseLossless, stringifyLossless } from '../model/lossless-json.ts'
import type { VersionId } from '../model/object-version.ts'
import { writtenFields } from '../model/written-fields.ts'
import { USUAL_FIELDS } from './usual-fields.ts'
import { relevanceOf } from './relevance.ts'
import { objectKey } from './watch/object-key.ts'

/** One object, as the watch knows it: at one version of its kind. */
export interface RememberedRef {
  readonly kind: Pick<KindInfo, 'group' | 'version' | 'kind'>
  readonly namespace: string
  readonly name: string
}

/** What a version is, against what was remembered of its object. */
export interface Remembered {
  /** False where nothing but status moved since the version that was seen before, in the same context. */
  readonly relevant: boolean
  /** The version that was seen before; undefined for the first. */
  readonly previous: VersionId | undefined
  /** managedFields of the version before, without what is only about status; undefined for the first. Unpacked at each call. */
  readonly previousFields: () => Json | undefined
}

interface Entry {
  id: VersionId
  digest: string
  /** managedFields, deflated, one character a byte: a string has no overhead, a buffer of this size has a hundred bytes. */
  fields: string
}

/** A small window makes packing cheap; the lists have a few kilobytes. */
const PACKING = { dictionary: Buffer.from(USUAL_FIELDS), windowBits: 13, memLevel: 6 }

/**
 * What is kept of each managed object from one version to the next: some hundred bytes, never the object (G-1). One a
 * cluster. Not thread-safe, not persistent: after a restart every object is seen for the first time.
 */
export class ObjectMemory {
  readonly #kinds = new Map<string, Map<string, Entry>>()

  get size(): number {
    let size = 0
    for (const objects of this.#kinds.values()) size += objects.size
    return size
  }

  /**
   * Remembers a version in place of the one before.
   *
   * @param context as {@link relevanceOf} takes it
   */
  observe(ref: RememberedRef, id: VersionId, object: JsonObject, context: string): Remembered {
    const objects = this.#objectsOf(ref)
    const key = objectKey(ref.namespace, ref.name)
    const before = objects.get(key)
    const { relevant, digest } = relevanceOf(before?.digest, object, context)
    const { id: previous, fields: packed } = before ?? {}
    // Where nothing relevant moved these did not either: packing them is the dear part.
    const fields = relevant || packed === undefined ? pack(at(object, 'metadata', 'managedFields')) : packed
    objects.set(key, { id, digest, fields })
    return { relevant, previous, previousFields: () => (packed === undefined ? undefined : unpack(packed)) }
  }

  /** The version that was seen last; undefined for an object that is not remembered. */
  last(ref: RememberedRef): VersionId | undefined {
    return this.#objectsOf(ref).get(objectKey(ref.namespace, ref.name))?.id
  }

  /** The object is gone, or nobody manages it any more. */
  forget(ref: RememberedRef): void {
    this.#objectsOf(ref).delete(objectKey(ref.namespace, ref.name))
  }

  #objectsOf({ kind }: RememberedRef): Map<string, Entry> {
    const key = `${apiVersionOf(kind)}/${kind.kind}`
    const known = this.#kinds.get(key)
    if (known !== undefined) return known
    const made = new Map<string, Entry>()
    this.#kinds.set(key, made)
    return made
  }
}

function pack(managedFields: Json | undefined): string {
  const text = stringifyLossless(writtenFields(managedFields))
  return deflateRawSync(text, PACKING).toString('latin1')
}

function unpack(packed: string): Json {
  return parseLossless(inflateRawSync(Buffer.from(packed, 'latin1'), PACKING).toString('utf8'))
}
