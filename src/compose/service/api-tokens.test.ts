import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLog } from '../../adapters/log/create-log.ts'
import type { Config } from '../../config/config.ts'
import { ApiTokens } from './api-tokens.ts'

const ONE = 'one-'.repeat(10)
const TWO = 'two-'.repeat(10)
let folder: string
let file: string
let logged: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftage-tokens-'))
  file = join(folder, 'ci')
  logged = ''
  await writeFile(file, `${ONE}\n`)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function configured(address: string, tokens: Config['listen']['tokens']): Config {
  return { listen: { address, port: 8420, tokens, openMetrics: false, hosts: [] } } as unknown as Config
}

async function open(address = '0.0.0.0'): Promise<ApiTokens> {
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString()
      done()
    },
  })
  return ApiTokens.open(configured(address, [ci()]), createLog({ level: 'info', to }))
}

function ci(): Config['listen']['tokens'][number] {
  return { name: 'ci', token: { from: 'file', path: file }, may: 'read' }
}

function holders({ book }: ApiTokens): readonly (string | undefined)[] {
  return [ONE, TWO].map((text) => book.holder(text, 0)?.name)
}

it('B-54 a token that leaves the configuration counts no more, without a restart', async () => {
  const tokens = await open()
  expect(holders(tokens)).toEqual(['ci', undefined])
  const holder = tokens.book.holder(ONE, 0)
  await tokens.take(configured('0.0.0.0', []))
  expect(holders(tokens)).toEqual([undefined, undefined])
  expect(holder !== undefined && tokens.book.stillHolds(holder, 0)).toBe(false)
})

it('B-54 a token whose file is written anew is another one from the next look on', async () => {
  const tokens = await open()
  const holder = tokens.book.holder(ONE, 0)
  await tokens.renew()
  expect(holder !== undefined && tokens.book.stillHolds(holder, 0)).toBe(true)
  await writeFile(file, TWO)
  await tokens.renew()
  expect(holders(tokens)).toEqual([undefined, 'ci'])
})

it('keeps the tokens that counted where one cannot be read, and says so once, without the token', async () => {
  const tokens = await open()
  await writeFile(file, 'short')
  await expect(tokens.take(configured('0.0.0.0', [ci()]))).rejects.toMatchObject({ code: 'DRF6003' })
  await rm(file)
  await expect(tokens.take(configured('0.0.0.0', [ci()]))).rejects.toMatchObject({ code: 'DRF1213' })
  await tokens.renew()
  await tokens.renew()
  expect(holders(tokens)).toEqual(['ci', undefined])
  expect(logged.trim().split('\n')).toHaveLength(1)
  expect(logged).toContain('DRF1213')
  expect(logged).not.toContain(ONE)
})

it('keeps the token of this machine whatever the configuration says, and has none where others reach the service', async () => {
  const tokens = await open('127.0.0.1')
  const local = tokens.local ?? ''
  await tokens.take(configured('127.0.0.1', []))
  await tokens.renew()
  expect(tokens.book.holder(local, 0)?.name).toBe('local')
  expect((await open()).local).toBeUndefined()
})
