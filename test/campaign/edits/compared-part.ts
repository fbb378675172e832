import { isObject, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'

const METADATA = ['labels', 'annotations', 'finalizers', 'ownerReferences']

/** Part of an object that Git could say something about. Keys of `stringData` are where the server puts them. */
export function comparedPart(object: JsonObject): JsonObject {
  const rest = Object.entries(object).filter(([name]) => !['apiVersion', 'kind', 'status', 'stringData'].includes(name))
  const part = Object.fromEntries(rest)
  const { metadata } = part
  if (isObject(metadata)) part['metadata'] = comparedMetadata(metadata)
  const { stringData } = object
  if (stringAt(object, 'kind') !== 'Secret' || !isObject(stringData)) return part
  const keys = Object.keys(stringData)
  const folded = keys.map((key) => [key, Buffer.from(stringAt(stringData, key) ?? '').toString('base64')])
  part['data'] = { ...(isObject(part['data']) ? part['data'] : {}), ...Object.fromEntries(folded) }
  return part
}

function comparedMetadata(metadata: JsonObject): JsonObject {
  const kept = Object.entries(metadata).filter(([name]) => METADATA.includes(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, name === 'annotations' ? withoutCopies(value) : value]))
}

/** A client-side apply writes its own copy of the manifest, which nobody compares. */
function withoutCopies(annotations: Json): Json {
  if (!isObject(annotations)) return annotations
  const copy = 'kubectl.kubernetes.io/last-applied-configuration'
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => name !== copy))
}
