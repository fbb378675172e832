import { type Json, setProperty } from './json.ts'

/** Deeper nesting is refused: the walkers of this program recurse, and no manifest is a hundredth as deep. */
export const MAX_JSON_DEPTH = 1000

/** Text that is not JSON. The message says where and what was expected, and never holds any of the text (B-05). */
export class JsonTextError extends Error {
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number

  constructor(text: string, offset: number, problem: string) {
    const before = text.slice(0, offset)
    const line = before.split('\n').length
    const column = offset - before.lastIndexOf('\n')
    super(`invalid JSON at line ${line}, column ${column}: ${problem}`)
    this.name = 'JsonTextError'
    this.line = line
    this.column = column
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
// oxlint-disable-next-line no-control-regex -- these are what JSON forbids in a string
const CONTROL = /[\u0000-\u001f]/

/**
 * Reads JSON as the API server does, integers included: see `parseLossless`, which is the function to call, since it is
 * several times as fast where a text holds no long integer.
 */
export class JsonTextParser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** @throws JsonTextError */
  parse(): Json {
    const value = this.#value(1)
    if (this.#next() !== '') throw this.#error('expected the end of the text')
    return value
  }

  #value(depth: number): Json {
    switch (this.#next()) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#list(depth)
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  #object(depth: number): Json {
    this.#enter(depth)
    const object: Record<string, Json> = {}
    if (this.#take('}')) return object
    for (;;) {
      if (this.#next() !== '"') throw this.#error('expected a key')
      const key = this.#string()
      this.#expect(':')
      setProperty(object, key, this.#value(depth + 1))
      if (this.#take('}')) return object
      this.#expect(',')
    }
  }

  #list(depth: number): Json {
    this.#enter(depth)
    const list: Json[] = []
    if (this.#take(']')) return list
    for (;;) {
      list.push(this.#value(depth + 1))
      if (this.#take(']')) return list
      this.#expect(',')
    }
  }

  #enter(depth: number): void {
    if (depth > MAX_JSON_DEPTH) throw this.#error(`nesting is deeper than ${MAX_JSON_DEPTH}`)
    this.#at++
  }

  #string(): string {
    const start = this.#at
    const end = this.#closingQuote(start + 1)
    const inner = this.#text.slice(start + 1, end)
    this.#at = end + 1
    if (!inner.includes('\\') && !CONTROL.test(inner)) return inner
    try {
      return JSON.parse(`"${inner}"`) as string
    } catch {
      this.#at = start
      throw this.#error('this string holds an escape or a character that JSON does not allow')
    }
  }

  /** By search and not by a pattern: a pattern with alternatives runs out of stack on a string of some megabytes. */
  #closingQuote(from: number): number {
    let end = this.#text.indexOf('"', from)
    while (end >= 0) {
      let backslashes = 0
      while (this.#text.charAt(end - 1 - backslashes) === '\\') backslashes++
      if (backslashes % 2 === 0) return end
      end = this.#text.indexOf('"', end + 1)
    }
    throw this.#error('this string is not closed')
  }

  #number(): Json {
    const match = this.#match(NUMBER)
    if (match === undefined) throw this.#error('expected a value')
    const [written, fraction, exponent] = match
    return fraction === undefined && exponent === undefined ? integer(written) : Number(written)
  }

  #word<T extends boolean | null>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#error('expected a value')
    this.#at += word.length
    return value
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return undefined
    this.#at = pattern.lastIndex
    return match
  }

  /** Skips white space; the empty string at the end. */
  #next(): string {
    for (;;) {
      const char = this.#text.charAt(this.#at)
      if (char !== ' ' && char !== '\n' && char !== '\r' && char !== '\t') return char
      this.#at++
    }
  }

  #take(char: string): boolean {
    if (this.#next() !== char) return false
    this.#at++
    return true
  }

  #expect(char: string): void {
    if (!this.#take(char)) throw this.#error(`expected "${char}"`)
  }

  #error(problem: string): JsonTextError {
    return new JsonTextError(this.#text, this.#at, problem)
  }
}

const MIN_INT64 = -(2n ** 63n)
const MAX_INT64 = 2n ** 63n - 1n

/** Go's rule: what does not fit into int64 is a float64, in the server's memory as in its answers. */
function integer(written: string): number | bigint {
  const rounded = Number(written)
  // The length bound comes first: making a bigint of a million digits takes seconds.
  if (Number.isSafeInteger(rounded) || written.length > 20) return rounded
  const exact = BigInt(written)
  return exact < MIN_INT64 || exact > MAX_INT64 ? rounded : exact
}
