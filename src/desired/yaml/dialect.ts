import type { JsonScalar } from '../../model/json.ts'
import { goTimestamp } from './go-timestamp.ts'

/**
 * Whose reading of YAML counts. `go-yaml` is sigs.k8s.io/yaml over goyaml.v2: kubectl, Helm's client, Argo CD, and so
 * what reaches an API server. `kyaml` is kustomize's own reading of the files in a kustomization, over goyaml.v3.
 */
export type Dialect = 'go-yaml' | 'kyaml'

/** What an untagged plain scalar means, or undefined where it means something that JSON cannot say (`.inf`, `.nan`). */
export function resolvePlain(text: string, dialect: Dialect): JsonScalar | undefined {
  // Most scalars are words that can be nothing but strings; their first character tells.
  if (!mayBeSpecial(text.charCodeAt(0))) return text
  if (WORDS.has(text)) return WORDS.get(text)
  if (dialect === 'go-yaml' && OLD_BOOLEANS.has(text)) return OLD_BOOLEANS.get(text)
  if (NOT_JSON.has(text)) return undefined
  const first = text.charCodeAt(0)
  if (first === DOT) return dotNumber(text) ?? text
  if (!isDigit(first) && first !== PLUS && first !== MINUS) return text
  if (dialect === 'kyaml') {
    const time = goTimestamp(text)
    if (time !== undefined) return time
  }
  return TIMESTAMP_START.test(text) && goTimestamp(text) !== undefined ? text : (goNumber(text) ?? text)
}

/** The number that Go's reader sees in `text`, undefined where it sees none. Integers beyond 2^53 are bigint. */
export function goNumber(text: string): number | bigint | undefined {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  if (INTEGER.test(plain)) return integer(plain)
  if (!FLOAT.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

/** True where Go reads `text` as an integer, so that `1` and `1.0` can be told apart as map keys. */
export function isGoInteger(text: string): boolean {
  return INTEGER.test(text.replaceAll('_', ''))
}

/** Sorted by base: Go's base-0 reading, in which a leading zero means octal. */
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const DOT_NUMBER = /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9]+)?$/
const TIMESTAMP_START = /^[0-9]{4}-/

function integer(text: string): number | bigint | undefined {
  if (SHORT_DECIMAL.test(text)) return Number(text) + 0 // turns -0 into 0
  const negative = text.startsWith('-')
  const signed = negative || text.startsWith('+')
  const magnitude = BigInt(withJsPrefix(signed ? text.slice(1) : text))
  const value = negative ? -magnitude : magnitude
  const fits = value >= -(2n ** 63n) && value < (signed ? 2n ** 63n : 2n ** 64n)
  // What is too large for 64 bits is tried as a float, and only a decimal can be one.
  if (!fits) return FLOAT.test(text) ? Number(text) : undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

const SHORT_DECIMAL = /^[-+]?(?:0|[1-9][0-9]{0,14})$/

function withJsPrefix(digits: string): string {
  return /^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase()
}

function dotNumber(text: string): number | undefined {
  if (!DOT_NUMBER.test(text)) return undefined
  const value = Number(text.replaceAll('_', ''))
  return Number.isFinite(value) ? value : undefined
}

const DOT = 0x2e
const PLUS = 0x2b
const MINUS = 0x2d

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

const SPECIAL = new Uint8Array(128)
for (const char of '+-.0123456789yYnNtTfFoO~') SPECIAL[char.charCodeAt(0)] = 1

/** True where a scalar that begins with this character (NaN for the empty one) may be something else than a string. */
export function mayBeSpecial(code: number): boolean {
  return code < 128 ? SPECIAL[code] === 1 : Number.isNaN(code)
}

const WORDS: ReadonlyMap<string, JsonScalar> = new Map<string, JsonScalar>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
])

const OLD_BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
])

const NOT_JSON: ReadonlySet<string> = new Set(
  ['.inf', '.Inf', '.INF'].flatMap((word) => [word, `+${word}`, `-${word}`]).concat('.nan', '.NaN', '.NAN'),
)
