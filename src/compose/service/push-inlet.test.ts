import { createHmac } from 'node:crypto'
import { afterEach, expect, it, vi } from 'vitest'
import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import type { Config } from '../../config/config.ts'
import { parseConfig } from '../../config/parse-config.ts'
import type { Api } from '../../surfaces/api/api-ports.ts'
import { sampleApi } from '../../surfaces/api/sample-api.ts'
import { openPushInlet } from './push-inlet.ts'

let api: Api | undefined

afterEach(async () => {
  vi.unstubAllEnvs()
  await api?.close()
})

function configOf(webhooks: string): Config {
  const text = `version: 1
clusters: [{name: prod-eu}, {name: prod-us}]
sources:
  - {name: shop, git: {url: 'https://git.example.com/acme/shop.git'}, clusters: [prod-eu, prod-us]}
  - {name: infra, git: {url: 'https://git.example.com/acme/infra.git'}, clusters: [prod-eu]}
${webhooks}`
  const result = parseConfig([{ path: '/driftage.yaml', text }], compileCondition)
  if ('errors' in result) throw new Error(JSON.stringify(result.errors))
  return result.config
}

async function announced(origin: string, repository: string): Promise<number> {
  const body = JSON.stringify({ repository: { clone_url: `https://git.example.com/acme/${repository}.git` } })
  const digest = createHmac('sha256', 'shared').update(body).digest('hex')
  const headers = { 'x-hub-signature-256': `sha256=${digest}` }
  return (await fetch(`${origin}/webhooks/git`, { method: 'POST', body, headers })).status
}

it('a push is told to the source on every cluster that it reaches, and only to those that the secret may speak for', async () => {
  vi.stubEnv('FORGE_SECRET', 'shared')
  const poked: string[] = []
  const config = configOf('webhooks: {secrets: [{secret: env:FORGE_SECRET, sources: [shop]}]}')
  const intakes = await openPushInlet({ config: () => config, poke: (source) => poked.push(source) })
  api = sampleApi({ intakes: { ...intakes } }).api
  const origin = await api.listen('127.0.0.1', 0)
  expect([await announced(origin, 'shop'), await announced(origin, 'infra')]).toEqual([202, 202])
  expect(poked).toEqual(['shop@prod-eu', 'shop@prod-us'])
})

it('without a secret there is no such address, and with one that is not there no start', async () => {
  const without = configOf('')
  expect(await openPushInlet({ config: () => without, poke: () => {} })).toEqual({})
  const missing = configOf('webhooks: {secrets: [{secret: env:NOT_SET_ANYWHERE}]}')
  await expect(openPushInlet({ config: () => missing, poke: () => {} })).rejects.toMatchObject({ code: 'DRF1213' })
})
