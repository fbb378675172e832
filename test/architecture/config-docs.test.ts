import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { compileCondition } from '../../src/adapters/cel/compile-condition.ts'
import { configSchema, sourceConfigSchema } from '../../src/config/config-schema.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { parseSourceConfig } from '../../src/config/parse-source-config.ts'
import { DECISION_REASONS } from '../../src/policy/decide/decision-reasons.ts'
import { SHIPPED_RULES } from '../../src/policy/rules/shipped-rules.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const PAGES = ['docs/guide/rules.md', 'docs/reference/config.md']

function read(page: string): string {
  return readFileSync(resolve(ROOT, page), 'utf8')
}

/** What an example leaves out. */
const START = 'version: 1\nclusters: [{name: prod-eu}]\nsources: [{name: shop, path: deploy}]\n'

const BLOCKS = PAGES.flatMap((page) =>
  [...read(page).matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, block = '']) => ({ page, block })),
)
const OF_SOURCES = BLOCKS.filter(({ block }) => block.startsWith('# .driftage.yaml'))
const OF_CONFIG = BLOCKS.filter(({ block }) => !block.startsWith('# .driftage.yaml')).map(({ page, block }) => ({
  page,
  text: block.includes('version: 1') ? block : `${START}${block}`,
}))

const ajv = new Ajv2020({ strict: false })
const config = ajv.compile(configSchema())
const source = ajv.compile(sourceConfigSchema())

describe('examples of configuration', () => {
  it('there are some of each kind', () => {
    expect(OF_CONFIG.length).toBeGreaterThan(5)
    expect(OF_SOURCES).toHaveLength(1)
  })

  it.each(OF_CONFIG)('$page: $text', ({ text }) => {
    expect(parseConfig([{ path: '/driftage.yaml', text }], compileCondition)).not.toHaveProperty('errors')
    // Editors see the same as the service.
    expect(config(parse(text)), JSON.stringify(config.errors)).toBe(true)
  })

  it.each(OF_SOURCES)('$page: $block', ({ block }) => {
    const bounds = { aspects: ['grace', 'owner'] as const, maxGraceMs: 4 * 3_600_000, maxRules: 100 }
    const file = { path: '.driftage.yaml', text: block }
    expect(parseSourceConfig(file, 'shop', bounds, compileCondition)).toHaveProperty('settings')
    expect(source(parse(block)), JSON.stringify(source.errors)).toBe(true)
  })

  it('the schema that editors use refuses what the service refuses', () => {
    const wrong = [
      'nope: 1',
      'response: {steps: [x]}',
      'listen: {port: 70000}',
      'store: {postgres: secret}',
      'retention: {findings: -1}',
    ]
    for (const text of wrong) expect(config(parse(`${START}${text}`))).toBe(false)
  })
})

it('every reason of a decision has its paragraph', () => {
  const page = read('docs/reference/decisions.md')
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)
  expect(headings).toEqual(Object.keys(DECISION_REASONS))
})

it('the guide has a row for every shipped rule, with its times', () => {
  const rows = [
    ...read('docs/guide/rules.md').matchAll(/^\| (critical|high|medium|low|info) \| (.*) \| (.*) \| (.*) \|$/gm),
  ]
  const shown = rows.map(([, severity, grace, notify, ticket]) => [severity, grace, notify, ticket])
  expect(shown).toEqual(
    SHIPPED_RULES.map(({ match, graceMs, response }) => [
      match.severities?.[0],
      inWords(graceMs),
      inWords(response?.notifyAfterMs),
      inWords(response?.ticketAfterMs),
    ]),
  )
})

function inWords(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return 'never'
  const minutes = milliseconds / 60_000
  const [count, unit] =
    minutes < 60 ? [minutes, 'minute'] : minutes < 1440 ? [minutes / 60, 'hour'] : [minutes / 1440, 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
