import { canonicalJson, isObject, objectOf, type Json } from '../../src/model/json.ts'

/** A fieldsV1 set, or an object of such sets, as text in which equal sets are equal. */
export function plainText(fields: Json): string {
  return canonicalJson(withPlainSteps(fields))
}

/** Go escapes characters that need no escape, and writes 1e-07; both forms mean the same step. */
function withPlainSteps(fields: Json): Json {
  if (!isObject(fields)) return fields
  return objectOf(
    Object.keys(fields).map((step): [string, Json] => [plainStep(step), withPlainSteps(fields[step] as Json)]),
  )
}

function plainStep(step: string): string {
  return step
    .replace(/\\u(003c|003e|0026|2028|2029)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/^(v:-?[\d.]+e[+-])0(\d)$/, '$1$2')
}
