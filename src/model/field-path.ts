import { canonicalJson, type JsonScalar } from './json.ts'

/** One part of a list key, such as `name="web"`. */
export interface KeyPart {
  readonly name: string
  readonly value: JsonScalar
}

/** One step of a path, as structured-merge-diff knows them; the parts of a key are sorted by name. */
export type PathElement =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'key'; readonly keys: readonly KeyPart[] }
  | { readonly kind: 'value'; readonly value: JsonScalar }
  | { readonly kind: 'index'; readonly index: number }

/** From the root of an object to one value. The empty path is the object itself. */
export type FieldPath = readonly PathElement[]

/**
 * The written form (R-2): `.spec.containers[name="web"].image`, `[containerPort=80,protocol="TCP"]` for several keys,
 * `[="x"]` for a member of a set, `[0]` for an index, `["a.b/c"]` for a field whose name is not a plain word.
 */
export function printPath(path: FieldPath): string {
  return path.map(printElement).join('')
}

export function printElement(element: PathElement): string {
  switch (element.kind) {
    case 'field':
      return PLAIN_NAME.test(element.name) ? `.${element.name}` : `[${quote(element.name)}]`
    case 'key':
      return `[${element.keys.map((part) => `${printKeyName(part.name)}=${printScalar(part.value)}`).join(',')}]`
    case 'value':
      return `[=${printScalar(element.value)}]`
    case 'index':
      return `[${element.index}]`
  }
}

export const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/

function printKeyName(name: string): string {
  return PLAIN_NAME.test(name) ? name : quote(name)
}

function printScalar(value: JsonScalar): string {
  return typeof value === 'string' ? quote(value) : canonicalJson(value)
}

// Control characters and text-direction marks could rewrite what a terminal shows; escaped they stay readable and parse back.
// biome-ignore lint: the class lists control characters on purpose
const UNSAFE = /[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

function quote(text: string): string {
  return JSON.stringify(text).replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function field(name: string): PathElement {
  return { kind: 'field', name }
}

export function key(...keys: readonly KeyPart[]): PathElement {
  return { kind: 'key', keys: keys.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) }
}

/** True where `path` is `ancestor` or lies below it. */
export function startsWith(path: FieldPath, ancestor: FieldPath): boolean {
  return ancestor.length <= path.length && ancestor.every((step, i) => sameElement(step, path[i] as PathElement))
}

export function sameElement(a: PathElement, b: PathElement): boolean {
  return a === b || (a.kind === b.kind && printElement(a) === printElement(b))
}
