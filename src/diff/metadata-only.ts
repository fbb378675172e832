import { objectOf, property, type Json, type JsonObject } from '../model/json.ts'

/** What can be compared of an object whose values are encrypted in Git: that it is there, and its metadata. */
export function metadataOnly(object: JsonObject): JsonObject {
  return objectOf(
    ['apiVersion', 'kind', 'metadata'].flatMap((key): [string, Json][] => {
      const value = property(object, key)
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
