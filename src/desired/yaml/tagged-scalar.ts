import type { JsonScalar } from '../../model/json.ts'
import { type Dialect, resolvePlain } from './dialect.ts'
import { goTimestamp } from './go-timestamp.ts'
import { plainKey } from './map-key.ts'
import { YamlFault } from './yaml-fault.ts'

/** A scalar as it is written. */
export interface WrittenScalar {
  readonly text: string
  /** False for quoted and block scalars. */
  readonly plain: boolean
  /** As the parser expands it, such as `tag:yaml.org,2002:int`; undefined where there is none. */
  readonly tag: string | undefined
  readonly offset: number
}

/** What a scalar means with its tag; throws {@link YamlFault} where both do not agree. */
export function taggedScalar(scalar: WrittenScalar, dialect: Dialect): JsonScalar {
  const { text, plain, offset } = scalar
  const tag = coreTag(scalar.tag)
  if (tag === undefined) {
    // Kustomize writes a file anew before it looks at scalars, and the tag `!` is lost on the way.
    const untagged = scalar.tag === undefined || (scalar.tag === '!' && dialect === 'kyaml')
    if (!plain || !untagged) return text
    return json(resolvePlain(text, dialect), offset)
  }
  if (tag === 'str') return text
  if (tag === 'binary') return binary(text, offset)
  if (tag === 'timestamp') return timestamp(text, dialect, offset)
  const value = json(resolvePlain(text, dialect), offset)
  if (!FITS[tag](value)) throw new YamlFault('tag', offset)
  return tag === 'float' ? Number(value) : value
}

/** A scalar as map key; undefined where it cannot be one. */
export function taggedKey(scalar: WrittenScalar, dialect: Dialect, atRoot: boolean): string | undefined {
  if (scalar.tag === undefined) return scalar.plain ? plainKey(scalar.text, dialect, atRoot) : scalar.text
  const value = taggedScalar(scalar, dialect)
  return typeof value === 'string' ? value : plainKey(scalar.text, dialect, atRoot)
}

type CoreTag = 'str' | 'binary' | 'timestamp' | keyof typeof FITS

const FITS = {
  bool: (value: JsonScalar) => typeof value === 'boolean',
  null: (value: JsonScalar) => value === null,
  // Whether a number was written as integer or as float is gone from its value; a fraction tells.
  int: (value: JsonScalar) => typeof value === 'bigint' || Number.isInteger(value),
  float: (value: JsonScalar) => typeof value === 'number' || typeof value === 'bigint',
} as const

/** Other tags, the non-specific `!` among them, leave the text as it is. */
function coreTag(tag: string | undefined): CoreTag | undefined {
  if (tag === undefined || !tag.startsWith(CORE)) return undefined
  const name = tag.slice(CORE.length)
  return name === 'str' || name === 'binary' || name === 'timestamp' || Object.hasOwn(FITS, name)
    ? (name as CoreTag)
    : undefined
}

const CORE = 'tag:yaml.org,2002:'

function json(value: JsonScalar | undefined, offset: number): JsonScalar {
  if (value === undefined) throw new YamlFault('not-json', offset)
  return value
}

/** Go decodes the bytes and then writes them as JSON text, which is what reaches the API server. */
function binary(text: string, offset: number): string {
  const base64 = text.replace(/[\r\n]/g, '')
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new YamlFault('tag', offset)
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
}

function timestamp(text: string, dialect: Dialect, offset: number): string {
  const time = goTimestamp(text)
  if (time === undefined) throw new YamlFault('tag', offset)
  return dialect === 'kyaml' ? time : text
}
