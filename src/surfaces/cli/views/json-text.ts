import { isList, isObject, type Json } from '../../../model/json.ts'
import { stringifyLossless } from '../../../model/lossless-json.ts'
import { escapeInJson } from '../../../model/visible-text.ts'

/** JSON on one line: integers in full, nothing in it that could rewrite a terminal. */
export function jsonLine(value: Json): string {
  return escapeInJson(stringifyLossless(value))
}

/** JSON over many lines, two spaces a level. */
export function jsonPages(value: Json): string {
  return escapeInJson(pretty(value, ''))
}

function pretty(value: Json, indent: string): string {
  const inner = `${indent}  `
  if (isList(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => inner + pretty(item, inner)).join(',\n')}\n${indent}]`
  }
  if (isObject(value)) {
    const members = Object.entries(value)
    if (members.length === 0) return '{}'
    const lines = members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${pretty(member, inner)}`)
    return `{\n${lines.join(',\n')}\n${indent}}`
  }
  return stringifyLossless(value)
}
