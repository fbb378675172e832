import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Oracle } from '../oracle/oracle-answers.ts'
import { startOracle } from '../oracle/oracle-process.ts'
import { compareYaml, runYaml } from './run-yaml.ts'
import { KEYS, PLAIN_SCALARS } from './yaml-words.ts'

const FILES = 1_000

/** What YAML means in Kubernetes depends on who reads it; each of these is read differently by some reader. */
const TEXTS = [
  ...PLAIN_SCALARS.map((scalar) => `value: ${scalar}\n`),
  ...PLAIN_SCALARS.map((scalar) => `- ${scalar}\n`).map((item) => `list:\n${item}`),
  ...KEYS.map((key) => `${key}: x\n`),
  'a: &anchor {b: 1}\nc:\n  <<: *anchor\n  d: 2\n',
  'a: &x {p: 1, q: 1}\nb: &y {p: 2}\nc:\n  <<: [*y, *x]\n  q: 3\n',
  'a: |\n  one\n   two\n\nb: >-\n  one\n  two\n\n  three\n',
  'a: |2\n    one\nb: |+\n  x\n\nc: 1\n',
  'a: 1\na: 2\n',
  '---\n---\na: 1\n---\n# nothing\n---\nb: 2\n',
  '{"a": 1, "b": [true, null]}\n',
  "a: \"x\\ty\"\nb: 'it''s'\n",
  '\ufeffa: 1\n',
  'a: 1\r\nb: 2\r\n',
  'a:\n- 1\n-  - 2\n   - 3\n- b: 1\n  c: 2\n',
  'a: [1, 2,\n  3]\nb: {c: d,\n  e: f}\n',
  'a: !!str 1\nb: !!int "2"\nc: !!binary aGVsbG8=\n',
]

describe('reading YAML', () => {
  let oracle: Oracle
  beforeAll(async () => {
    oracle = await startOracle()
  })
  afterAll(() => oracle.close())

  it.each(['sigs', 'kyaml'] as const)('means what it means to %s', async (dialect) => {
    const found = await Promise.all(TEXTS.map((text) => compareYaml(oracle, text, dialect)))
    expect(found.filter((verdict) => typeof verdict !== 'string')).toEqual([])
  })

  it(`means the same in ${FILES} random files`, async () => {
    const run = await runYaml(FILES, 20_262)
    expect(run.disagreements.slice(0, 5)).toEqual([])
    expect(run.readable).toBeGreaterThan(FILES * 0.5)
    expect(run.accepted).toBeLessThan(FILES * 0.1)
  })
})
