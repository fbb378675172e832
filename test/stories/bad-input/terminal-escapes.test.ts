import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPORT_FORMATS } from '../../../src/surfaces/cli/arguments/output-flags.ts'
import { type Dumped, makeDump } from '../dump.ts'
import { driftage } from '../program.ts'
import { configMap, NAMESPACE, WITNESS_IN_GIT } from '../witness.ts'

let dump: Dumped

/** Clears the screen, rewrites the title, turns the direction, breaks the line, hides, speaks to CI. */
const ESCAPES = [
  '\u001b[2J',
  '\u001b]0;owned\u0007',
  '\u202e',
  '\r\n',
  '\u0000',
  '\u009b31m',
  '\u200b',
  '\u2066',
  '\u007f',
]
const COMMANDS = [
  '::error::owned',
  '##[group]owned',
  '@here',
  '<!channel>',
  '</testcase><x>',
  '| a | b |',
  '`owned`',
  '<script>owned',
]
const EVIL = [...ESCAPES, ...COMMANDS].join('x')

/** What YAML forbids, and so Git cannot say; the cluster may. */
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u007f-\u009f]/g
const NAME = `evil${EVIL.replaceAll(UNWRITABLE, '')}`

function evil(side: 'git' | 'live'): object {
  const text = side === 'git' ? EVIL.replaceAll(UNWRITABLE, '') : EVIL
  const own = { [`key${EVIL.replaceAll(UNWRITABLE, '')}`]: `${side}${text}`, plain: `${text}${side}` }
  const { data, ...rest } = configMap(NAME, own) as { metadata: object; data: object }
  const annotations = { [`note${text}`]: `${side}${text}` }
  return { ...rest, data, metadata: { ...rest.metadata, annotations, labels: { [text]: side } } }
}

beforeAll(async () => {
  const broken = 'a: [\n'
  const files = {
    'witness.json': WITNESS_IN_GIT,
    [`evil\u001b[2J\u202e\n::error::owned.json`]: JSON.stringify(evil('git')),
    'broken\u001b[31m\r\n.yaml': broken,
    'kind.json': JSON.stringify({ apiVersion: `v1${NAME}`, kind: `Kind${NAME}`, metadata: { name: NAME } }),
  }
  dump = await makeDump(files, evil('live'))
})

afterAll(() => dump.folder.remove())

const run = (...flags: readonly string[]) =>
  driftage('diff', dump.source, dump.live, '-n', NAMESPACE, '--include', 'expected,pending,defaults', ...flags)

/** Of what a terminal or a log obeys, nothing may be left: line breaks are the program's own. */
// oxlint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/

describe('names and values that speak to terminals (B-60)', () => {
  it.each(REPORT_FORMATS)('%s is readable and obeys nobody', async (format) => {
    const { code, out, err } = await run('-o', format, '--debug')
    expect(code).toBe(2)
    expect(out.length).toBeGreaterThan(500)
    expect(OBEYED.exec(out)?.[0]).toBe(undefined)
    expect(OBEYED.exec(err)?.[0]).toBe(undefined)
  })

  it('a JSON reader gets them back', async () => {
    const { out } = await run('-o', 'json')
    const { findings } = JSON.parse(out) as { findings: { object: { name: string }; live?: string }[] }
    expect(findings.map(({ object }) => object.name)).toContain(NAME)
    expect(findings.map(({ live }) => live)).toContain(`live${EVIL}`)
  })

  it('no workflow command but its own', async () => {
    const { out } = await run('-o', 'github')
    const lines = out.split('\n').filter((line) => /^\s*(?:::|##\[)/.test(line))
    expect(lines.filter((line) => !/^::(?:error|warning|notice) (?:file|title)=/.test(line))).toEqual([])
  })

  it('no element of XML but its own', async () => {
    expect((await run('-o', 'junit')).out).not.toMatch(/<(?:x|script|!channel)>/)
  })

  it.each(['table', 'wide'])('%s keeps one finding in its lines', async (format) => {
    expect((await run('-o', format)).out.split('\n').filter((line) => /^\s*(?:::error|##\[group)/.test(line))).toEqual(
      [],
    )
  })
})
