import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Json, property } from './json.ts'
import { JsonTextError, JsonTextParser, MAX_JSON_DEPTH } from './json-text-parser.ts'
import { parseLossless, stringifyLossless } from './lossless-json.ts'

/** What is left of a value where integers are rounded as the engine does. */
function rounded(value: Json): unknown {
  return JSON.parse(stringifyLossless(value))
}

function errorOf(parse: () => unknown): JsonTextError {
  try {
    parse()
  } catch (error) {
    if (error instanceof JsonTextError) return error
  }
  throw new Error('expected a JsonTextError')
}

describe('integers (B-71)', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775808', 9223372036854775808],
    ['18446744073709551615', 18446744073709552000],
    ['1'.repeat(400), Number.POSITIVE_INFINITY],
    ['0000', undefined],
    ['9007199254740993.0', 9007199254740992],
    ['9007199254740993e0', 9007199254740992],
    ['[1,9007199254740993]', [1, 9007199254740993n]],
    ['{"a":9007199254740993}', { a: 9007199254740993n }],
    ['{"a" :\t-9007199254740993 }', { a: -9007199254740993n }],
  ])('%s', (text, value) => {
    if (value === undefined) expect(() => parseLossless(text)).toThrow(JsonTextError)
    else expect(parseLossless(text)).toEqual(value)
  })

  test('any int64 comes back as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
        const text = `{"a":[${integer}]}`
        expect(stringifyLossless(parseLossless(text))).toBe(text)
      }),
    )
  })
})

test.each(['{"__proto__":{"x":1},"constructor":2}', '{"__proto__":{"x":1},"constructor":2,"n":9007199254740993}'])(
  '__proto__ and constructor are keys like others (B-70): %s',
  (text) => {
    const value = parseLossless(text) as { [key: string]: never }
    expect(property(value, '__proto__')).toEqual({ x: 1 })
    expect(property(value, 'constructor')).toBe(2)
    expect(property(value, 'x')).toBeUndefined()
    expect(stringifyLossless(value)).toBe(text)
  },
)

test('reads whatever the engine reads, on both ways', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const expected: unknown = JSON.parse(text)
      expect(rounded(parseLossless(text))).toStrictEqual(rounded(expected as Json))
      expect(rounded(new JsonTextParser(text).parse())).toStrictEqual(rounded(expected as Json))
    }),
    { numRuns: 500 },
  )
})

test('refuses whatever the engine refuses, and nothing else', () => {
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', '-', '\n', 'e', '\u00a0'),
    )
    .map(([text, place, insert]) => {
      const at = place % (text.length + 1)
      return text.slice(0, at) + insert + text.slice(at + (insert === '' ? 1 : 0))
    })
  fc.assert(
    fc.property(damaged, (text) => {
      let expected: unknown
      try {
        expected = JSON.parse(text)
      } catch {
        expect(() => new JsonTextParser(text).parse()).toThrow(JsonTextError)
        expect(() => parseLossless(text)).toThrow(JsonTextError)
        return
      }
      expect(rounded(new JsonTextParser(text).parse())).toEqual(rounded(expected as Json))
    }),
    { numRuns: 2000 },
  )
})

describe('errors', () => {
  test('say where, and never what', () => {
    const error = errorOf(() => parseLossless('{\n  "password": "canary" "more"\n}'))
    expect(error.message).toBe('invalid JSON at line 2, column 24: expected ","')
    expect([error.line, error.column]).toEqual([2, 24])
    for (const text of ['{"a": canary', '"canary', '{"canary"', '["canary\u0001"]', '[canary9007199254740993']) {
      expect(errorOf(() => parseLossless(text)).message).not.toContain('canary')
    }
  })

  test.each(['[', '{"a":'])('nesting without end of %s is refused before the stack ends', (opening) => {
    const message = /deeper than 1000/
    expect(() => parseLossless(opening.repeat(MAX_JSON_DEPTH + 1))).toThrow(JsonTextError)
    const closing = opening === '[' ? ']' : '1}'
    const deep = (levels: number) =>
      opening === '[' ? '['.repeat(levels) + closing.repeat(levels) : `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    expect(() => parseLossless(deep(MAX_JSON_DEPTH + 1))).toThrow(message)
    expect(() => parseLossless(deep(200_000))).toThrow(message)
    expect(() => new JsonTextParser(deep(MAX_JSON_DEPTH + 1)).parse()).toThrow(message)
    expect(stringifyLossless(parseLossless(deep(MAX_JSON_DEPTH)))).toBe(deep(MAX_JSON_DEPTH))
  })
})

test('a string of megabytes full of escapes is read', () => {
  const text = JSON.stringify({ a: '"\\\n'.repeat(1_000_000) })
  expect(rounded(new JsonTextParser(text).parse())).toEqual(JSON.parse(text))
})

test('text of values with long integers is what the engine would write, but exact', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value)
      expect(stringifyLossless(value as never)).toBe(text)
      expect(stringifyLossless([value as never, 9007199254740993n])).toBe(`[${text},9007199254740993]`)
    }),
  )
})
