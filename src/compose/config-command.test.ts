import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from '../surfaces/cli/run.ts'
import { commandPorts } from './command-ports.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftage-config-'))
  file = join(folder, 'driftage.yaml')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function driftage(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const terminal = {
    argv: ['node', 'driftage', ...words],
    environment: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    out: async (text: string) => void (written.out += text),
    err: (text: string) => void (written.err += text),
    interrupted: new AbortController().signal,
  }
  const code = await run({ terminal, version: '', ports: () => Promise.resolve(commandPorts('')) })
  return { ...written, code }
}

const START = 'version: 1\nclusters: [{name: stage}]\nsources: [{name: shop, path: deploy}]\n'

it('a configuration that is right is counted', async () => {
  await writeFile(file, START)
  expect(await driftage('config', 'check', file)).toEqual({
    code: 0,
    out: 'The configuration is right: 1 cluster, 1 source, 0 rules, in 1 file.\n',
    err: '',
  })
})

it('everything that is wrong is told at once, with file, line and column', async () => {
  await writeFile(file, `${START}nope: 1\nlisten: {port: 70000}\n`)
  const { code, out } = await driftage('config', 'check', file)
  expect(code).toBe(3)
  expect(out.split('\n').map((line) => line.replace(/^(DRF\d+) .*\((.*)\)$/, '$1 $2'))).toEqual([
    `DRF1203 ${file}:5:16`,
    `DRF1202 ${file}:4:1`,
    '',
    '2 errors.',
    '',
  ])
})

it('the schema is printed for editors', async () => {
  const { code, out } = await driftage('config', 'schema')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ title: 'driftage.yaml' })
})

it('a place is explained by every rule that has a say', async () => {
  await writeFile(
    file,
    `${START}rules:
  - {id: calm, match: {labels: {team: shop}}, grace: 2h}
  - {id: later, match: {paths: [.spec.replicas]}, grace: 4h, owner: platform}
  - {id: values, match: {condition: live > desired}, expected: true}
`,
  )
  const place = ['stage/apps/Deployment/shop/web', '.spec.replicas', '--label', 'team=shop']
  const { code, out } = await driftage('config', 'explain', file, ...place)
  expect(code).toBe(0)
  expect(out).toMatchInlineSnapshot(`
    "Drift     yes
    Severity  medium
    Grace     2h
    Owner     platform
    Steps     notify after 1d (not turned on), ticket after 1d (not turned on)

    RULE            FROM     SAYS
    calm            central  grace
    later           central  owner, grace (too late: calm came first)
    values          central  unknown: its condition could not be evaluated
    shipped-medium  shipped  response, grace (too late: calm came first)

    Rules that sources say in their own repositories are not read here. A condition is unknown without the values that it is about.
    "
  `)
})
