import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { scanV1Schema } from '../../contract/scan-v1-schema.ts'
import { renderReport } from './render-report.ts'
import { SAMPLE_CONTEXT } from './sample-context.ts'
import { sampleReport } from './sample-report.ts'

const addFormats = formats as unknown as (ajv: Ajv) => void
const json = async (format: 'json' | 'sarif' | 'gitlab') =>
  JSON.parse(await renderReport(sampleReport(), format, SAMPLE_CONTEXT))

it('json holds what the contract names and nothing else', async () => {
  const ajv = new Ajv2020({ allErrors: true })
  addFormats(ajv)
  const validate = ajv.compile(scanV1Schema('closed'))
  validate(await json('json'))
  expect(validate.errors).toBeNull()
})

describe('sarif', () => {
  it('is valid SARIF 2.1.0', async () => {
    const validate = sarifValidator()
    void validate(await json('sarif'))
    expect(validate.errors).toBeNull()
  })

  it('declares all rules, also those that were not hit, and every result names one', async () => {
    const [run] = (await json('sarif')).runs
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id)
    expect(ids).toEqual(['DRF-SEC-001', 'DRF-SEC-020', 'DRF-SEC-099', 'DRF-OPS-001', 'DRF-SEC-010'])
    for (const result of run.results) expect(ids[result.ruleIndex]).toBe(result.ruleId)
  })

  it('places a finding at file and line in Git, and identifies it without line and value', async () => {
    const [run] = (await json('sarif')).runs
    const result = run.results.find((one: { partialFingerprints: object }) =>
      JSON.stringify(one.partialFingerprints).includes('id-privileged'),
    )
    expect(result).toMatchObject({
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'charts/a%2C%20b%3A%20100%25.yaml' } } }],
      partialFingerprints: { 'driftageFinding/v1': 'id-privileged' },
    })
    expect(run.results[0].locations[0].physicalLocation.region).toEqual({ startLine: 12 })
  })

  it('says what could not be checked, and that the run was no success', async () => {
    const [invocation] = (await json('sarif')).runs[0].invocations
    expect(invocation.executionSuccessful).toBe(false)
    const errors = invocation.toolExecutionNotifications.filter((one: { level: string }) => one.level === 'error')
    expect(errors.map((one: { descriptor: { id: string } }) => one.descriptor.id)).toEqual([
      'needs-oracle',
      'forbidden',
      'render',
    ])
  })

  it('keeps pending changes out of the problems', async () => {
    const results = (await json('sarif')).runs[0].results
    const pending = results.filter((one: { kind?: string }) => one.kind === 'informational')
    expect(pending.map((one: { level: string }) => one.level)).toEqual(['none', 'none'])
    const without = JSON.parse(await renderReport(sampleReport(), 'sarif', { ...SAMPLE_CONTEXT, include: [] }))
    expect(without.runs[0].results).toHaveLength(sampleReport().findings.length)
  })
})

it('gitlab has one issue per finding and one per gap, all with what GitLab requires', async () => {
  const issues = await json('gitlab')
  expect(issues).toHaveLength(sampleReport().findings.length + sampleReport().notChecked.length)
  expect(new Set(issues.map((issue: { fingerprint: string }) => issue.fingerprint)).size).toBe(issues.length)
  expect(issues[0]).toEqual({
    description:
      'prod-eu Deployment/shop/web .spec.replicas: Git says 3, cluster runs 5; for at least 3h12m, by kubectl-edit (person, possible). Note: equals 4f2c1d, 3 commits ago.',
    check_name: 'DRF-OPS-001',
    fingerprint: 'id-replicas',
    severity: 'major',
    location: { path: 'deploy/web.yaml', lines: { begin: 12 } },
  })
})

describe('junit', () => {
  const rendered = renderReport(sampleReport(), 'junit', SAMPLE_CONTEXT)

  it('is well-formed XML', async () => {
    expect(unclosed(await rendered)).toEqual([])
  })

  it('counts what its suites hold', async () => {
    for (const [, attributes = '', body = ''] of (await rendered).matchAll(
      /<testsuite ([^>]*)>([^]*?)<\/testsuite>/g,
    )) {
      const declared = ['tests', 'failures', 'errors', 'skipped'].map((name) =>
        Number(new RegExp(`${name}="(\\d+)"`).exec(attributes)?.[1]),
      )
      const held = ['testcase', 'failure', 'error', 'skipped'].map(
        (name) => [...body.matchAll(new RegExp(`<${name}[ >]`, 'g'))].length,
      )
      expect(declared).toEqual(held)
    }
  })
})

/** The published schema is of draft 4; what it uses means the same in draft 7, but for the name of its id. */
function sarifValidator() {
  const file = resolve(import.meta.dirname, '../../../../test/contract/schemas/sarif-2.1.0-rtm.5.json')
  const { $schema: _draft, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'))
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
  addFormats(ajv)
  return ajv.compile({ $id: id, ...schema } as AnySchema)
}

/** Tags left open or closed wrongly, and anything that is neither tag, text nor entity. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = []
  const wrong: string[] = []
  const token =
    /<\?xml[^?]*\?>|<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#\d+);[^"<&]*)*")*)(\/?)>|([^<&]|&(?:amp|lt|gt|quot|#\d+);)|(.)/gs
  for (const [whole, closing, name, , empty, , other] of xml.matchAll(token)) {
    if (other !== undefined) wrong.push(whole)
    if (name === undefined || empty === '/') continue
    if (closing !== '/') open.push(name)
    else if (open.pop() !== name) wrong.push(whole)
  }
  return [...wrong, ...open]
}
