import { canonicalJson, isObject, type Json, type JsonObject } from '../../src/model/json.ts'

/** JSON with sorted keys and one line per member of each top-level object, so that later changes stay readable. */
export function dataText(data: JsonObject): string {
  const members = Object.keys(data)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${memberText(data[key] as Json)}`)
  return `{\n${members.join(',\n')}\n}\n`
}

function memberText(value: Json): string {
  if (Array.isArray(value)) return `[\n${value.map(canonicalJson).join(',\n')}\n]`
  if (!isObject(value)) return canonicalJson(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`)
  return `{\n${members.join(',\n')}\n}`
}
