import { describe, expect, it } from 'vitest'
import { DEFAULT_YAML_LIMITS, readYaml } from './read-yaml.ts'

/** Far above what any of these takes, far below what an unbounded reader would. */
const LIMIT_MS = 8_000

function timed(text: string) {
  const start = performance.now()
  const file = readYaml(text, 'go-yaml')
  return { ...file, kinds: file.problems.map((problem) => problem.kind), ms: performance.now() - start }
}

describe('B-41 alias bomb', () => {
  it('refuses nine levels of nine aliases', () => {
    const levels = ['a: &a ["x","x","x","x","x","x","x","x","x"]']
    for (let i = 1; i < 9; i++) {
      const [self, below] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)]
      levels.push(`${self}: &${self} [${Array(9).fill(`*${below}`).join(',')}]`)
    }
    const read = timed(levels.join('\n'))
    expect(read.kinds).toEqual(['alias-excess'])
    expect(read.ms).toBeLessThan(LIMIT_MS)
  })

  it('refuses merges that double a map at each level', () => {
    const levels = ['a0: &a0 {k: v}']
    for (let i = 1; i < 60; i++) levels.push(`a${i}: &a${i} {x: [*a${i - 1}, *a${i - 1}]}`)
    expect(timed(levels.join('\n')).kinds).toEqual(['alias-excess'])
  })

  it('refuses an anchor that contains itself', () => {
    expect(timed('a: &a [*a]').kinds).toEqual(['alias-in-itself'])
    expect(timed('a: &a\n  b:\n    c: *a').kinds).toEqual(['alias-in-itself'])
  })

  it('reads the documents around a bomb', () => {
    const read = timed('a: 1\n---\nb: &b [*b]\n---\nc: 3\n')
    expect(read.documents.map((one) => one.value)).toEqual([{ a: 1 }, { c: 3 }])
    expect(read.problems).toMatchObject([{ kind: 'alias-in-itself', line: 3, column: 8 }])
  })
})

describe('B-41 deep nesting', () => {
  it.each([
    ['flow lists', '['.repeat(100_000)],
    ['flow maps', '{a: '.repeat(100_000)],
    ['flow lists behind an anchor', `a: &a 1\nb: ${'['.repeat(100_000)}`],
    ['compact lists', `${'- '.repeat(100_000)}x`],
    ['compact lists behind an anchor', `a: &a\n ${'- '.repeat(20_000)}x`],
    ['JSON', '{"a":'.repeat(100_000)],
  ])('refuses 100,000 %s', (_, text) => {
    const read = timed(text)
    expect(read.documents).toEqual([])
    expect(read.problems).toHaveLength(1)
    expect(read.ms).toBeLessThan(LIMIT_MS)
  })

  it('refuses block maps that are nested deeper than the cap', () => {
    const text = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')
    expect(timed(text).kinds).toEqual(['depth'])
  })

  it('reads what is nested to the cap', () => {
    const depth = DEFAULT_YAML_LIMITS.maxDepth - 1
    expect(timed(`a: ${'['.repeat(depth)}${']'.repeat(depth)}`).kinds).toEqual([])
  })
})

describe('B-40 huge input', () => {
  it('stops after the cap of documents, empty ones included', () => {
    const read = timed('---\n'.repeat(1_000_000))
    expect(read.kinds).toEqual(['too-many-documents'])
    expect(read.ms).toBeLessThan(LIMIT_MS)
  })

  it('stops after the cap of JSON values', () => {
    const read = timed('{}'.repeat(1_000_000))
    expect(read.kinds).toEqual(['too-many-documents'])
    expect(read.ms).toBeLessThan(LIMIT_MS)
  })

  it('does not give a large document to the complete parser', () => {
    const read = timed(`a: &a 1\nb: "${'x'.repeat(DEFAULT_YAML_LIMITS.maxCompleteLength)}"`)
    expect(read.kinds).toEqual(['size'])
    expect(read.ms).toBeLessThan(LIMIT_MS)
  })

  it.each([
    ['one long key', `${'k'.repeat(2_000_000)}: 1`],
    ['quotes that never close', '"\n'.repeat(100_000)],
    ['many anchors', `a: [${Array.from({ length: 50_000 }, (_, i) => `&a${i} ${i}`).join(', ')}]`],
    ['many merges', `b: &b {x: 1}\n${Array.from({ length: 5_000 }, (_, i) => `k${i}: {<<: *b}`).join('\n')}`],
    ['many open comments', '# x\n'.repeat(500_000)],
    ['many blank lines in a folded scalar', `a: >\n  x${'\n'.repeat(500_000)}  y\n`],
  ])('reads or refuses %s in bounded time', (_, text) => {
    expect(timed(text).ms).toBeLessThan(LIMIT_MS)
  })
})

describe('S-7 texts of faults', () => {
  it('never quotes the file', () => {
    const canary = 'hunter2canary'
    for (const text of [
      `a: ${canary}: b`,
      `a: *${canary}`,
      `a: !!int ${canary}`,
      `a: "${canary}\\q"`,
      `${canary}: [1`,
      `a: {${canary}`,
      `? [${canary}]\n: 1`,
      `\t${canary}`,
      `a: '${canary}' b`,
      `--- ${canary}`,
    ]) {
      const read = readYaml(text, 'go-yaml')
      expect(read.problems, text).toHaveLength(1)
      expect(JSON.stringify(read.problems)).not.toContain('canary')
    }
  })
})
