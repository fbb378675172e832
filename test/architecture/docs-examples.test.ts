import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandPorts } from '../../src/compose/command-ports.ts'
import { parseArguments } from '../../src/surfaces/cli/arguments/parse.ts'
import { run } from '../../src/surfaces/cli/run.ts'
import type { Terminal } from '../../src/surfaces/cli/terminal.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const GUIDE = readdirSync(resolve(ROOT, 'docs/guide')).map((name) => `docs/guide/${name}`)
const PAGES = ['README.md', ...GUIDE.filter((path) => path.endsWith('.md'))]

interface Example {
  readonly page: string
  readonly line: string
  readonly words: readonly string[]
}

const EXAMPLES = PAGES.flatMap((page) => examplesOf(page, readFileSync(resolve(ROOT, page), 'utf8')))

/** Command lines in fenced blocks, and in the code of tables and sentences. */
function examplesOf(page: string, text: string): readonly Example[] {
  const fenced = [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)].flatMap(([, block = '']) =>
    [...block.matchAll(/(?:^|(?:run|script): )(driftage .*)$/gm)].map(([, line = '']) => line),
  )
  const inline = [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/`(driftage [^`]+)`/g)].map(([, line = '']) => line)
  return [...fenced, ...inline].map((line) => ({ page, line, words: wordsOf(line) }))
}

/** As a shell reads a simple command: quotes, and nothing from a comment, pipe or redirection on. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/'[^']*'|"[^"]*"|\S+/g)) {
    if (/^[#|<>]/.test(word)) break
    words.push(word.replace(/^(['"])(.*)\1$/, '$2'))
  }
  return words.slice(1)
}

it('the documentation has examples', () => {
  expect(EXAMPLES.length).toBeGreaterThan(25)
  expect(new Set(EXAMPLES.map(({ page }) => page))).toContain('README.md')
})

it.each(EXAMPLES)('$page: $line', ({ line, words }) => {
  // In a sentence `driftage rbac` names a command; alone it asks for nothing.
  const named = words.length === 1 || words.every((word, at) => at === 0 || word === '--oracle')
  const asked = named && words[0] === 'rbac' ? [...words, 'deploy/'] : words
  const invocation = parseArguments(asked, { program: 'driftage', version: '', environment: {} })
  expect(invocation, line).not.toMatchObject({ command: 'misuse' })
})

/** What examples name, and what stands for it here. */
const FILES: Readonly<Record<string, string>> = {
  'deploy/': resolve(ROOT, 'examples/demo/git'),
  'live.yaml': resolve(ROOT, 'examples/demo/live.json'),
}

const ALONE = EXAMPLES.filter(({ words }) => {
  const [command = ''] = words
  return (
    // The demo is a service and needs the built program; `test/archive` replays the same archive.
    ['errors', 'completion', 'version'].includes(command) || (command === 'diff' && !words.includes('--openapi'))
  )
})

describe('examples that need no cluster work', () => {
  it('there are some', () => {
    expect(new Set(ALONE.map(({ words }) => words[0]))).toEqual(new Set(['diff', 'errors']))
  })

  it.each(ALONE)('$page: $line', async ({ words }) => {
    const { code, out } = await driftage(words.map((word) => FILES[word] ?? word))
    expect(out).not.toBe('')
    expect(code).toBe(words[0] === 'diff' ? 1 : 0)
  })
})

async function driftage(words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = ''
  const terminal: Terminal = {
    argv: ['node', 'driftage', ...words],
    environment: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    out: (text) => {
      out += text
      return Promise.resolve()
    },
    err: () => {},
    interrupted: new AbortController().signal,
  }
  const code = await run({ terminal, version: '', ports: () => Promise.resolve(commandPorts('')) })
  return { code, out }
}
