import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { compileCondition } from '../../src/adapters/cel/compile-condition.ts'
import { createLog } from '../../src/adapters/log/create-log.ts'
import { followConfig } from '../../src/compose/service/follow-config.ts'
import type { Config } from '../../src/config/config.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { DriftageError } from '../../src/errors/driftage-error.ts'

let folder: string
let file: string
const stop = new AbortController()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftage-config-'))
  file = join(folder, 'driftage.yaml')
})

afterEach(async () => {
  stop.abort()
  await rm(folder, { recursive: true, force: true })
})

function text(rules: string): string {
  const cluster = '- name: prod\n  kubeconfig: /nowhere'
  const source = '- name: shop\n  path: /nowhere'
  return `version: 1\nclusters:\n${cluster}\nsources:\n${source}\nrules: ${rules}\n`
}

const GRACE = '\n- id: quick\n  match: {kinds: [Deployment]}\n  grace: 5m'

it('takes a right configuration at once, and refuses a wrong one whole, with file and line', async () => {
  await writeFile(file, text('[]'))
  const loaded = await loadConfig(file, compileCondition)
  if (!('config' in loaded)) throw new Error(JSON.stringify(loaded.errors))
  const applied: Config[] = []
  let missing = false
  let renewed = 0
  let logged = ''
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString()
      done()
    },
  })
  const log = createLog({ level: 'info', to })
  const following = followConfig({
    file,
    config: loaded.config,
    log,
    signal: stop.signal,
    apply: async (config) => {
      if (missing) throw new DriftageError('DRF1213', 'the secret is not there')
      applied.push(config)
    },
    renew: async () => {
      renewed++
    },
    pollMs: 20,
  })
  const until = async (holds: () => boolean): Promise<void> => {
    for (const end = Date.now() + 10_000; !holds(); ) {
      if (Date.now() > end) throw new Error(`not in time: ${logged}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await writeFile(file, text(GRACE))
  await until(() => applied.length === 1)
  expect(applied[0]?.rules.map(({ id, graceMs }) => [id, graceMs])).toEqual([['quick', 300_000]])
  await writeFile(file, text(GRACE.replace('5m', '-5m')))
  await until(() => logged.includes('refused'))
  expect(logged).toMatch(/driftage\.yaml:1[0-9]:\d+/)
  expect(applied).toHaveLength(1)
  await writeFile(file, text(GRACE.replace('5m', '7m')))
  await until(() => applied.length === 2)
  expect(applied[1]?.rules[0]?.graceMs).toBe(420_000)
  // Another content of the same length, with the same time on it: as where a file changes while it is looked at.
  const { atime, mtime } = await stat(file)
  await writeFile(file, text(GRACE.replace('5m', '9m')))
  await utimes(file, atime, mtime)
  await until(() => applied.length === 3)
  expect(applied[2]?.rules[0]?.graceMs).toBe(540_000)
  // A secret that comes later than the configuration that names it: refused once, and taken as soon as it is there.
  missing = true
  await writeFile(file, text(GRACE.replace('5m', '11m')))
  const refusals = (): number => logged.split('the secret is not there').length - 1
  await until(() => refusals() > 0)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect([refusals(), applied.length]).toEqual([1, 3])
  missing = false
  await until(() => applied.length === 4)
  expect(applied[3]?.rules[0]?.graceMs).toBe(660_000)
  // Tokens of the API are others now, which counts; its address, and clusters, wait for a start, which is said.
  const other = text(GRACE).replace('/nowhere', '/elsewhere')
  await writeFile(
    file,
    `${other}listen: {address: 127.0.0.1:9999, tokens: [{name: ci, token: file:/run/ci, may: read}]}\n`,
  )
  await until(() => applied.length === 5)
  expect(applied[4]?.listen).toMatchObject({ tokens: [{ name: 'ci' }], port: applied[3]?.listen.port })
  expect(logged).toContain('"waitsForRestart":"listen, prod"')
  const before = renewed
  await until(() => renewed > before)
  stop.abort()
  await following
})
