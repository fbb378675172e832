import { createHmac } from 'node:crypto'
import { canonicalJson, isObject, type Json, type JsonObject, property } from './json.ts'
import type { MarkKey } from './value-mark.ts'

const DOMAIN = 'driftage/content/v1'

/**
 * Stands for a whole object as it was written: equal for the object that an admission review shows and for the version that
 * a watch delivers of the same write. The resourceVersion is given only when the write is stored, and does not count.
 * Keyed, since objects hold what nobody may guess from a hash.
 */
export function contentMark(object: JsonObject, key: MarkKey): string {
  const metadata = property(object, 'metadata')
  const written = isObject(metadata) ? { ...object, metadata: without(metadata, 'resourceVersion') } : object
  const digest = createHmac('sha256', key.secret).update(DOMAIN).update(canonicalJson(written)).digest('hex')
  return `content:${key.id}:${digest.slice(0, 32)}`
}

function without(object: JsonObject, name: string): JsonObject {
  const kept: Record<string, Json> = { ...object }
  delete kept[name]
  return kept
}
