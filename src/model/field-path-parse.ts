import { type FieldPath, field, type KeyPart, key, type PathElement } from './field-path.ts'
import type { JsonScalar } from './json.ts'

/**
 * Inverse of `printPath`; undefined where the text is not a path. Other spellings of the same path are understood
 * (`["spec"]` for `.spec`, key parts in any order), printing brings them into the one written form.
 */
export function parsePath(text: string): FieldPath | undefined {
  const path: PathElement[] = []
  let offset = 0
  while (offset < text.length) {
    const parsed = parseElement(text, offset)
    if (parsed === undefined) return undefined
    path.push(parsed.element)
    offset = parsed.end
  }
  return path
}

export interface ParsedElement {
  readonly element: PathElement
  /** Offset behind the element. */
  readonly end: number
}

/** The path element that starts at `offset`; undefined where none does. */
export function parseElement(text: string, offset: number): ParsedElement | undefined {
  const name = token(DOT_NAME, text, offset)
  if (name !== undefined) return { element: field(name.slice(1)), end: offset + name.length }
  const index = token(INDEX, text, offset)
  if (index !== undefined)
    return { element: { kind: 'index', index: Number(index.slice(1, -1)) }, end: offset + index.length }
  if (text[offset] !== '[') return undefined
  return parseValue(text, offset + 1) ?? parseFieldName(text, offset + 1) ?? parseKey(text, offset + 1)
}

// Sticky, so that a long path is scanned once and never copied.
const DOT_NAME = /\.[A-Za-z_][A-Za-z0-9_-]*/y
const INDEX = /\[(?:0|[1-9][0-9]*)\]/y
const PLAIN = /[A-Za-z_][A-Za-z0-9_-]*/y
const QUOTED = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /null|true|false|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y

function token(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

function parseValue(text: string, offset: number): ParsedElement | undefined {
  if (text[offset] !== '=') return undefined
  const scalar = parseScalar(text, offset + 1)
  if (scalar === undefined || text[scalar.end] !== ']') return undefined
  return { element: { kind: 'value', value: scalar.value }, end: scalar.end + 1 }
}

function parseFieldName(text: string, offset: number): ParsedElement | undefined {
  const quoted = token(QUOTED, text, offset)
  if (quoted === undefined || text[offset + quoted.length] !== ']') return undefined
  return { element: field(JSON.parse(quoted) as string), end: offset + quoted.length + 1 }
}

function parseKey(text: string, start: number): ParsedElement | undefined {
  const parts: KeyPart[] = []
  let offset = start
  for (;;) {
    const name = token(PLAIN, text, offset) ?? token(QUOTED, text, offset)
    if (name === undefined || text[offset + name.length] !== '=') return undefined
    const scalar = parseScalar(text, offset + name.length + 1)
    if (scalar === undefined) return undefined
    parts.push({ name: name.startsWith('"') ? (JSON.parse(name) as string) : name, value: scalar.value })
    offset = scalar.end + 1
    if (text[scalar.end] === ']') return { element: key(...parts), end: offset }
    if (text[scalar.end] !== ',') return undefined
  }
}

function parseScalar(text: string, offset: number): { readonly value: JsonScalar; readonly end: number } | undefined {
  const quoted = token(QUOTED, text, offset)
  if (quoted !== undefined) return { value: JSON.parse(quoted) as string, end: offset + quoted.length }
  const plain = token(SCALAR, text, offset)
  const value = plain === undefined ? undefined : scalarOf(plain)
  return plain === undefined || value === undefined ? undefined : { value, end: offset + plain.length }
}

function scalarOf(text: string): JsonScalar | undefined {
  if (text === 'null') return null
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  // As everywhere: an integer that a double cannot hold exactly stays exact.
  if (/^-?[0-9]+$/.test(text) && !Number.isSafeInteger(number)) return BigInt(text)
  if (!Number.isFinite(number)) return undefined
  return number === 0 ? 0 : number
}
