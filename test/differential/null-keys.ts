import { isList, isObject, objectOf, property, type Json, type JsonObject } from '../../src/model/json.ts'

/**
 * A key that is null counts as left out for us, as it does for the server when it decodes a manifest; the library,
 * which sees decoded objects only, would take null for a value.
 */
export function withoutNullKeys(list: JsonObject, element: Json): Json {
  const { 'x-kubernetes-list-map-keys': mapKeys, 'x-kubernetes-patch-merge-key': mergeKey } = list
  const keys = [...(isList(mapKeys) ? mapKeys : []), mergeKey].filter((key) => typeof key === 'string')
  if (!isObject(element) || !keys.some((key) => property(element, key) === null)) return element
  return objectOf(Object.entries(element).filter(([name, value]) => value !== null || !keys.includes(name)))
}
