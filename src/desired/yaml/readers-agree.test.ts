import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { canonicalJson } from '../../model/json.ts'
import { readComplete } from './complete-reader.ts'
import { Declined } from './line-scanner.ts'
import { ManifestReader } from './manifest-reader.ts'
import { DEFAULT_YAML_LIMITS, readYaml } from './read-yaml.ts'
import { splitDocuments } from './split-documents.ts'
import { YamlFault } from './yaml-fault.ts'

function quick(text: string): string {
  try {
    return canonicalJson(new ManifestReader(text, 'go-yaml', 500).readBlockDocument() ?? null)
  } catch (error) {
    if (error instanceof Declined || error instanceof YamlFault) return 'declined'
    throw error
  }
}

function complete(text: string): string {
  return canonicalJson(readComplete(text, 'go-yaml', DEFAULT_YAML_LIMITS).value ?? null)
}

function completeOrUnreadable(text: string): string {
  try {
    return complete(text)
  } catch (error) {
    if (error instanceof YamlFault) return 'unreadable'
    throw error
  }
}

const WORD = fc.oneof(
  fc.constantFrom(
    'yes',
    '0777',
    '1e3',
    '',
    ' x',
    'x ',
    'a: b',
    '# c',
    '- d',
    "it's",
    '"q"',
    'l1\nl2',
    '\n',
    'a\n\n b\n',
    '~',
    '<<',
    '1_0',
    'x\ty',
  ),
  fc.string({ maxLength: 12 }),
  fc.stringMatching(/^[ -~\n]{0,40}$/),
)
const { value: VALUE } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    WORD,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(WORD, tie('value'), { maxKeys: 4 }),
  ),
}))

describe('the quick reader', () => {
  it('agrees with the complete one on written values, however they are laid out', () => {
    const layout = fc.record({
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 40),
      blockQuote: fc.constantFrom(true, false, 'folded' as const, 'literal' as const),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
      collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
    })
    let read = 0
    const property = fc.property(VALUE, layout, (value, options) => {
      const text = stringify(value, { ...options, version: '1.1' })
      const answer = quick(text)
      if (answer !== 'declined') {
        read++
        expect(answer).toBe(complete(text))
      }
    })
    fc.assert(property, { numRuns: 1500 })
    expect(read).toBeGreaterThan(500)
  })

  it('agrees with the complete one where both read a text whose characters were changed', () => {
    const seed =
      'kind: X\nmetadata:\n  name: "a b"\n  n: \'c\'\nspec:\n- a: [1, {b: c}]\n  d: |\n    e\n\n    f\n- g # h\n- i:\n    j\n    k\n'
    const edit = fc.tuple(
      fc.nat(seed.length),
      fc.constantFrom('', ' ', '\n', ':', '-', '- ', '"', "'", '#', '[', '}', ',', '|', '>', 'x', '  '),
    )
    const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      let text = seed
      for (const [at, insert] of edits) text = text.slice(0, at) + insert + text.slice(at + (insert === '' ? 1 : 0))
      // Neither reader ever gets a line that begins with three dashes: it parts documents.
      for (const part of splitDocuments(text)) {
        const answer = part.fault === undefined ? quick(part.text) : 'declined'
        // Flow collections may go on at any column for Go and for the quick reader, but not for the complete one.
        if (answer !== 'declined') expect([answer, 'unreadable'], text).toContain(completeOrUnreadable(part.text))
      }
    })
    fc.assert(property, { numRuns: 3000 })
  })
})

const CORPUS = new URL('../../../../shared/corpus/kube-prometheus/', import.meta.url)

describe.skipIf(!existsSync(CORPUS))('kube-prometheus (skipped where the corpus is absent)', () => {
  it('is read by the quick reader alone, as the complete one reads it', () => {
    for (const entry of readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('.yaml')) continue
      const text = readFileSync(new URL(entry, CORPUS), 'utf8')
      const { documents, problems } = readYaml(text, 'go-yaml')
      expect(problems).toEqual([])
      for (const { value } of documents) expect(canonicalJson(value)).toBe(complete(text.replace(/^---\n/, '')))
      expect(quick(text.replace(/^---\n/, ''))).not.toBe('declined')
    }
  })
})

describe('a quote that is only closed far below', () => {
  it.each([
    ["a:\n  n: 'c''\nspec:\n- k'\n", "c' spec: - k"],
    ['a:\n  n: "c\\"\nspec:\n- k"\n', 'c" spec: - k'],
  ])('is read on to its end as Go does, and never taken for closed: %j', (text, value) => {
    expect(quick(text)).toBe(canonicalJson({ a: { false: value } }))
    expect(completeOrUnreadable(text)).toBe('unreadable')
  })

  it.each([
    ["m: 'it''s'\n", "it's"],
    ["m: ''''\n", "'"],
    ["m: ''\n", ''],
    ['m: "a\\\\"\n', 'a\\'],
    ['m: "a\\"b"\n', 'a"b'],
    ['m: !!str "x"\n', 'x'],
    ["m: &a 'x'\n", 'x'],
  ])('does not keep closed ones from being read: %j', (text, value) => {
    expect(complete(text)).toBe(canonicalJson({ m: value }))
  })
})
