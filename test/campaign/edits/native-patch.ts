import { type Json, type JsonObject, isObject } from '../../../src/model/json.ts'
import { jsonPatch, mergePatch } from './patches.ts'
import type { PatchType } from '../../cluster/raw-api.ts'
import { strategicPatch } from './strategic-patch.ts'
import type { Target } from './target.ts'

/** What kubectl sends where nobody chooses: custom resources know no strategic merge. */
export function nativePatch({ builtin }: Target): PatchType {
  return builtin ? 'strategic-merge-patch' : 'merge-patch'
}

/** The patch that turns the object as it runs into the wanted one. */
export function patchOf(type: PatchType, { schema, pristine }: Target, wanted: JsonObject): Json {
  if (type === 'json-patch') return jsonPatch(pristine, wanted)
  return type === 'merge-patch' ? mergePatch(pristine, wanted) : strategicPatch(schema, pristine, wanted)
}

/** A copy with more in its metadata. */
export function withMetadata(object: JsonObject, added: JsonObject): JsonObject {
  return { ...object, metadata: { ...(isObject(object['metadata']) ? object['metadata'] : {}), ...added } }
}
