import type { KeyPart, PathElement } from './field-path.ts'
import { canonicalJson, isObject, isScalar, type Json } from './json.ts'

/**
 * One step of a path in the form of managedFields: `f:name`, `k:{"name":"x"}`, `v:"x"`, `i:0`. Keys are written sorted and
 * without spaces, so equal elements give equal text however the server escaped them.
 */
export function printPathElement(element: PathElement): string {
  switch (element.kind) {
    case 'field':
      return `f:${element.name}`
    case 'key':
      return `k:{${element.keys.map((part) => `${JSON.stringify(part.name)}:${canonicalJson(part.value)}`).join(',')}}`
    case 'value':
      return `v:${canonicalJson(element.value)}`
    case 'index':
      return `i:${element.index}`
  }
}

/** Inverse of {@link printPathElement}; undefined for forms that are unknown, which the API server also skips. */
export function parsePathElement(text: string): PathElement | undefined {
  const rest = text.slice(2)
  switch (text.slice(0, 2)) {
    case 'f:':
      return { kind: 'field', name: rest }
    case 'k:':
      return parseKey(rest)
    case 'v:': {
      const value = parseJson(rest)
      return value !== undefined && isScalar(value) ? { kind: 'value', value } : undefined
    }
    case 'i:':
      return /^\d+$/.test(rest) ? { kind: 'index', index: Number(rest) } : undefined
    default:
      return undefined
  }
}

function parseKey(text: string): PathElement | undefined {
  const parsed = parseJson(text)
  if (!isObject(parsed)) return undefined
  const keys: KeyPart[] = []
  for (const name of Object.keys(parsed).sort()) {
    const value = parsed[name] as Json
    if (!isScalar(value)) return undefined
    keys.push({ name, value: value })
  }
  return { kind: 'key', keys }
}

function parseJson(text: string): Json | undefined {
  try {
    // A key larger than 2^53 must not be rounded: two different elements would become one.
    const unsafe = /^-?\d{16,}$/.exec(text)
    return unsafe ? BigInt(text) : (JSON.parse(text) as Json)
  } catch {
    return undefined
  }
}
