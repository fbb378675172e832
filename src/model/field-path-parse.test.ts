import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { field, type FieldPath, key, type PathElement, printPath } from './field-path.ts'
import { parsePath } from './field-path-parse.ts'
import type { JsonScalar } from './json.ts'

const ODD_NAMES = [
  '__proto__',
  'constructor',
  '',
  ' ',
  '"',
  '\\',
  'a"]',
  '[0]',
  '.spec',
  'a.b/c',
  '=',
  ',',
  '-',
  '0',
  'é',
  '𝕏',
  '\u202e',
  '\n',
  '*',
  'a=b',
]

const name = fc.oneof(
  fc.constantFrom(...ODD_NAMES),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('spec', 'a-b', '_x'),
)
const scalar: fc.Arbitrary<JsonScalar> = fc.oneof(
  name,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
  fc.bigInt().filter((n) => n > BigInt(Number.MAX_SAFE_INTEGER) || n < BigInt(Number.MIN_SAFE_INTEGER)),
)
const element: fc.Arbitrary<PathElement> = fc.oneof(
  name.map(field),
  fc
    .uniqueArray(fc.record({ name, value: scalar }), { minLength: 1, maxLength: 4, selector: (part) => part.name })
    .map((parts) => key(...parts)),
  scalar.map((value): PathElement => ({ kind: 'value', value })),
  fc.nat().map((index): PathElement => ({ kind: 'index', index })),
)

describe('R-2 the written path', () => {
  it('parses back to the path that was printed', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 6 }), (path: FieldPath) => {
        expect(parsePath(printPath(path))).toEqual(path)
      }),
      { numRuns: 2000 },
    )
  })

  it('never throws, and what it does understand prints to a fixed form', () => {
    const pieces = fc.constantFrom(
      '.',
      '[',
      ']',
      '"',
      '=',
      ',',
      'a',
      '0',
      '1e5',
      '-',
      'null',
      '\\',
      '\\u0041',
      '*',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const path = parsePath(parts.join(''))
        if (path !== undefined) expect(parsePath(printPath(path))).toEqual(path)
      }),
      { numRuns: 5000 },
    )
  })

  it.each<[string, FieldPath]>([
    ['', []],
    ['.spec.replicas', [field('spec'), field('replicas')]],
    ['["spec"]', [field('spec')]],
    ['.a["__proto__"].b', [field('a'), field('__proto__'), field('b')]],
    [
      '.ports[containerPort=80,protocol="TCP"]',
      [field('ports'), key({ name: 'containerPort', value: 80 }, { name: 'protocol', value: 'TCP' })],
    ],
    [
      '.ports[protocol="TCP",containerPort=80]',
      [field('ports'), key({ name: 'containerPort', value: 80 }, { name: 'protocol', value: 'TCP' })],
    ],
    ['.finalizers[="a]"]', [field('finalizers'), { kind: 'value', value: 'a]' }]],
    ['[=9007199254740993]', [{ kind: 'value', value: 9007199254740993n }]],
    [
      '[=null][=true][=-1.5]',
      [
        { kind: 'value', value: null },
        { kind: 'value', value: true },
        { kind: 'value', value: -1.5 },
      ],
    ],
    ['.command[2]', [field('command'), { kind: 'index', index: 2 }]],
  ])('%s', (text, path) => {
    expect(parsePath(text)).toEqual(path)
  })

  it.each([
    'spec',
    '.',
    '..a',
    '.a.',
    '[',
    '[]',
    '["a]',
    '["a"',
    '[a]',
    '[a=]',
    '[a=1',
    '[a=1,]',
    '[01]',
    '[-1]',
    '[=]',
    '[=1e999]',
    '[= 1]',
    '.a b',
    '["\n"]',
    '.*',
    '[*]',
  ])('refuses %j', (text) => {
    expect(parsePath(text)).toBeUndefined()
  })
})
