import { describe, expect, it } from 'vitest'
import { canonicalJson, type Json } from '../../model/json.ts'
import type { Dialect } from './dialect.ts'
import { readYaml } from './read-yaml.ts'

/** The one document of a text as JSON text with sorted keys, or the kind of its fault. */
function read(text: string, dialect: Dialect = 'go-yaml'): string {
  const { documents, problems } = readYaml(text, dialect)
  return problems[0]?.kind ?? canonicalJson(documents[0]?.value as Json)
}

describe('B-72 what scalars mean: kubectl and sigs.k8s.io/yaml against kustomize', () => {
  it.each([
    ['a: yes', '{"a":true}', '{"a":"yes"}'],
    ['a: NO', '{"a":false}', '{"a":"NO"}'],
    ['a: off', '{"a":false}', '{"a":"off"}'],
    ['a: y', '{"a":true}', '{"a":"y"}'],
    ['a: "yes"', '{"a":"yes"}', '{"a":"yes"}'],
    ['on: 1', '{"true":1}', '{"on":1}'],
    ['y: 1', '{"true":1}', '{"y":1}'],
    ['a: 0777', '{"a":511}', '{"a":511}'],
    ['a: 010', '{"a":8}', '{"a":8}'],
    ['a: 0o17', '{"a":15}', '{"a":15}'],
    ['a: 08', '{"a":8}', '{"a":8}'],
    ['a: 0x1F', '{"a":31}', '{"a":31}'],
    ['a: -0x1f', '{"a":-31}', '{"a":-31}'],
    ['a: 0b101', '{"a":5}', '{"a":5}'],
    ['a: 1_000', '{"a":1000}', '{"a":1000}'],
    ['a: +5', '{"a":5}', '{"a":5}'],
    ['a: -0', '{"a":0}', '{"a":0}'],
    ['a: 12:30:45', '{"a":"12:30:45"}', '{"a":"12:30:45"}'],
    ['a: 2026-01-02', '{"a":"2026-01-02"}', '{"a":"2026-01-02T00:00:00Z"}'],
    ['a: 2026-1-2 3:4:5', '{"a":"2026-1-2 3:4:5"}', '{"a":"2026-01-02T03:04:05Z"}'],
    ['a: 2026-02-30', '{"a":"2026-02-30"}', '{"a":"2026-02-30"}'],
    ['a: 1.0', '{"a":1}', '{"a":1}'],
    ['a: 1e3', '{"a":1000}', '{"a":1000}'],
    ['a: 1e400', '{"a":"1e400"}', '{"a":"1e400"}'],
    ['a: .5', '{"a":0.5}', '{"a":0.5}'],
    ['a: ~', '{"a":null}', '{"a":null}'],
    ['a: Null', '{"a":null}', '{"a":null}'],
    ['a: nULL', '{"a":"nULL"}', '{"a":"nULL"}'],
    ['a:', '{"a":null}', '{"a":null}'],
    ["a: ''", '{"a":""}', '{"a":""}'],
    ['a: .inf', 'not-json', 'not-json'],
    ['a: .nan', 'not-json', 'not-json'],
    ['a: {1: x}', '{"a":{"1":"x"}}', 'key'],
    ['a: {0x10: x}', '{"a":{"16":"x"}}', 'key'],
    ['a: {1.50: x, 100000000.0: z}', '{"a":{"1.5":"x","1e+08":"z"}}', 'key'],
    ['a: {~: x}', 'key', 'key'],
    ['a: 1\na: 2', '{"a":2}', 'duplicate-key'],
    ['b: &b {x: 1}\nc:\n  x: 0\n  <<: *b', '{"b":{"x":1},"c":{"x":1}}', '{"b":{"x":1},"c":{"x":0}}'],
    ['b: &b {x: 1}\nc:\n  <<: *b\n  x: 0', '{"b":{"x":1},"c":{"x":0}}', '{"b":{"x":1},"c":{"x":0}}'],
    ['c: {<<: [{x: 1}, {x: 2}]}', '{"c":{"x":1}}', '{"c":{"x":1}}'],
    ['<<: 5', 'merge', 'merge'],
    ['a: !!binary aGVsbG8=', '{"a":"hello"}', '{"a":"hello"}'],
    ['a: !!binary a-b', 'tag', 'tag'],
    ['a: !!str 1', '{"a":"1"}', '{"a":"1"}'],
    ['a: !!int "3"', '{"a":3}', '{"a":3}'],
    ['a: !!int x', 'tag', 'tag'],
    ['a: !!timestamp 2026-01-02', '{"a":"2026-01-02"}', '{"a":"2026-01-02T00:00:00Z"}'],
    ['a: !foo bar', '{"a":"bar"}', '{"a":"bar"}'],
  ])('%j', (text, goYaml, kyaml) => {
    expect([read(text), read(text, 'kyaml')]).toEqual([goYaml, kyaml])
  })
})

describe('what the reference readers showed', () => {
  it.each<[string, Dialect, string]>([
    ['{a: yes}', 'kyaml', '{"a":"yes"}'],
    ['a: ! 5', 'kyaml', '{"a":5}'],
    ['a: ! 5', 'go-yaml', '{"a":"5"}'],
    ['a: !!float 9007199254740993', 'go-yaml', '{"a":9007199254740992}'],
    ['a: &l\n- b: 1\n<<: *l', 'go-yaml', 'merge'],
    ['a: &l\n- b: 1\n<<: *l', 'kyaml', 'merge'],
    ['<<: &m {b: 1}\nc: *m', 'kyaml', '{"b":1,"c":{"b":1}}'],
  ])('%s for %s is %s', (text, dialect, expected) => {
    expect(read(text, dialect)).toBe(expected)
  })
})

describe('B-71 integers beyond 2^53', () => {
  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['18446744073709551615', '18446744073709551615'],
    // Beyond 64 bits Go holds a float.
    ['18446744073709551616', '18446744073709552000'],
    ['0xFFFFFFFFFFFFFFFF', '18446744073709551615'],
  ])('%s', (text, expected) => {
    expect(read(`a: ${text}`)).toBe(`{"a":${expected}}`)
    expect(read(`{"a": ${text}}`)).toBe(`{"a":${expected}}`)
  })
})

describe('B-70 keys that JavaScript knows', () => {
  it.each(['a: {}\n__proto__: x', '{"a":{},"__proto__":"x"}', '&r\na: {}\n__proto__: x'])('%j', (text) => {
    const value = readYaml(text, 'go-yaml').documents[0]?.value as Record<string, Json>
    expect(Object.keys(value).sort()).toEqual(['__proto__', 'a'])
    expect(value['__proto__']).toBe('x')
  })

  it('are plain keys too', () => {
    expect(read('constructor: 1\ntoString: 2\nhasOwnProperty: 3')).toBe(
      '{"constructor":1,"hasOwnProperty":3,"toString":2}',
    )
  })
})

describe('shapes of text', () => {
  it.each([
    ['list at the column of its key', 'a:\n- x\n- z\nb: 1', '{"a":["x","z"],"b":1}'],
    ['lists in lists', '- - - a\n    - b\n  - c\n- d', '[[["a","b"],"c"],"d"]'],
    ['empty items', '-\n- \n- x', '[null,null,"x"]'],
    ['comments', 'a: x # c\n# d\nb: # e\n  - z # f\n  # g\n  - w', '{"a":"x","b":["z","w"]}'],
    [
      'hash and colon inside words',
      'a: https://x.z/q?r=1#frag\nb: x#z:w',
      '{"a":"https://x.z/q?r=1#frag","b":"x#z:w"}',
    ],
    ['plain over lines', 'a: x\n  z\n\n  w\nb: 1', '{"a":"x z\\nw","b":1}'],
    ['value on the next line', 'a:\n  x\nb:\n  "z"', '{"a":"x","b":"z"}'],
    ['single quotes', "a: 'it''s\n\n  so  \n  it'", '{"a":"it\'s\\nso it"}'],
    ['double quotes', 'a: "x\\n\\x41\\u00e9 \\\n   z\n  w"', '{"a":"x\\nAé z w"}'],
    ['literal', 'a: |\n  x\n    z\n\n  w\n\nb: 1', '{"a":"x\\n  z\\n\\nw\\n","b":1}'],
    ['literal, strip', 'a: |-\n  x\n\n', '{"a":"x"}'],
    ['literal, keep', 'a: |+\n  x\n\n\n', '{"a":"x\\n\\n\\n"}'],
    ['literal, width', 'a: |2\n    x\n   z\n', '{"a":"  x\\n z\\n"}'],
    ['literal in a list', '- |\n x\n- >\n z\n', '["x\\n","z\\n"]'],
    ['literal without a break at the end', 'a: |\n  x', '{"a":"x\\n"}'],
    ['folded', 'a: >\n  x\n  z\n\n  w\n    more\n  v\n', '{"a":"x z\\nw\\n  more\\nv\\n"}'],
    ['tabs in literals', 'a: |\n  x\tz\n  \tw\n', '{"a":"x\\tz\\n\\tw\\n"}'],
    ['tab after a key', 'a:\tb', '{"a":"b"}'],
    ['flow over lines', 'a: [\n  x,\n  {b: 1,\n   "c": [2]},\n]', '{"a":["x",{"b":1,"c":[2]}]}'],
    ['flow with comments', 'a: [b, #x\n c]', '{"a":["b","c"]}'],
    ['explicit key', '? a\n: b', '{"a":"b"}'],
    ['byte order mark and CRLF', '\ufeffa: |\r\n  x\r\n  z\r\nb: 1\r\n', '{"a":"x\\nz\\n","b":1}'],
    ['directive', '%YAML 1.1\na: 1', 'syntax'],
    ['tab as indentation', 'a:\n\tb: 1', 'tab'],
    ['bad indentation', 'a:\n    b: 1\n  c: 1', 'indentation'],
    ['two values', 'a: b: c', 'syntax'],
    ['unknown alias', 'a: *x', 'alias-unknown'],
    ['control character', 'a: "\x01"', 'control-character'],
    ['line separator', 'a: x\u2028z', 'line-separator'],
    ['text after the separator', '--- x', 'separator'],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('documents of a file', () => {
  it('are those with something in them, each with the line of its content', () => {
    const { documents } = readYaml('# head\n---\n---\n# c\n\na: 1\n--- # d\n\n---\nb: 2\n', 'go-yaml')
    expect(documents.map((one) => [one.value, one.line])).toEqual([
      [{ a: 1 }, 6],
      [{ b: 2 }, 10],
    ])
  })

  it('are read beside broken ones', () => {
    const { documents, problems } = readYaml('a: 1\n---\nb: [\n---\nc: 3\n', 'go-yaml')
    expect(documents.map((one) => one.value)).toEqual([{ a: 1 }, { c: 3 }])
    expect(problems).toMatchObject([{ kind: 'indentation', line: 4, column: 1 }])
  })

  it('may be JSON, one after another', () => {
    const { documents } = readYaml('{"a": "\\ud83d\\ude00\\/"}\n\n{"b": [1, {"c": 2}]}', 'go-yaml')
    expect(documents.map((one) => [one.value, one.line])).toEqual([
      [{ a: '😀/' }, 1],
      [{ b: [1, { c: 2 }] }, 3],
    ])
    expect(documents[1]?.lineOf(['b', 1, 'c'])).toBe(3)
  })

  it('end at three dots, and what comes after is named, not read', () => {
    const { documents, problems } = readYaml('a: 1\n...\nb: 2\n', 'go-yaml')
    expect(documents.map((one) => one.value)).toEqual([{ a: 1 }])
    expect(problems).toMatchObject([{ kind: 'after-end', line: 3 }])
    expect(readYaml('a: 1\n...\n# c\n', 'go-yaml').problems).toEqual([])
  })
})

describe('line of a leaf', () => {
  const text =
    'x: 1\n---\n# c\nmetadata:\n  name: web\n  on: 1\nspec:\n  list:\n  - a: 1\n    b: |\n      z\n  - &i\n    a: 2\n  - *i\n'

  it.each([
    [['metadata', 'name'], 5],
    [['metadata', 'true'], 6],
    [['spec'], 7],
    [['spec', 'list', 0, 'a'], 9],
    [['spec', 'list', 0, 'b'], 10],
    [['spec', 'list', 1, 'a'], 13],
    [['spec', 'list', 2, 'a'], 14],
    [['spec', 'replicas'], undefined],
    [[], 4],
  ])('%j', (path, line) => {
    expect(readYaml(text, 'go-yaml').documents[1]?.lineOf(path)).toBe(line)
  })
})
