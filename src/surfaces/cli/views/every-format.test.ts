import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { parseLossless } from '../../../model/lossless-json.ts'
import { REPORT_FORMATS, type ReportFormat } from '../arguments/output-flags.ts'
import { objectText, pathText } from './object-text.ts'
import { renderReport } from './render-report.ts'
import { SAMPLE_CONTEXT } from './sample-context.ts'
import { CANARY, sampleReport } from './sample-report.ts'

const ids = sampleReport().findings.map((finding) => finding.id)

/** How the findings can be told in formats for people, which print object and field in place of the id. */
const WITHOUT_IDS: readonly ReportFormat[] = ['table', 'markdown']

describe.each(REPORT_FORMATS)('%s', (format) => {
  const rendered = renderReport(sampleReport(), format, SAMPLE_CONTEXT)

  it('holds every finding', async () => {
    const text = await rendered
    const expected = WITHOUT_IDS.includes(format)
      ? sampleReport().findings.flatMap((finding) => [objectText(finding.object), pathText(finding.path)])
      : ids
    const readable = text
      .replaceAll('&#124;', '|')
      .replaceAll('&#96;', '`')
      .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    expect(expected.filter((part) => !readable.includes(part))).toEqual([])
  })

  it('holds no value of a sensitive field', async () => {
    const text = await rendered
    expect(text).not.toContain(CANARY)
    expect(text).not.toContain(Buffer.from(CANARY).toString('base64'))
    expect(text.toLowerCase()).not.toContain(CANARY.toLowerCase())
  })

  it('holds nothing that rewrites a terminal', async () => {
    expect(await rendered).not.toMatch(/[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
  })

  it('says what could not be checked', async () => {
    expect(await rendered).toContain('example.dev/v1/Till')
  })

  it('ends with a line break', async () => {
    expect((await rendered).endsWith('\n')).toBe(true)
  })
})

it('prints integers in full', async () => {
  for (const format of [
    'table',
    'wide',
    'json',
    'jsonl',
    'yaml',
    'markdown',
    'sarif',
    'junit',
    'github',
    'gitlab',
  ] as const) {
    expect([format, (await renderReport(sampleReport(), format, SAMPLE_CONTEXT)).includes('9007199254740993')]).toEqual(
      [format, true],
    )
  }
})

it('says the same in json, yaml and jsonl', async () => {
  const json = parseLossless(await renderReport(sampleReport(), 'json', SAMPLE_CONTEXT))
  const yaml = parseYaml(await renderReport(sampleReport(), 'yaml', SAMPLE_CONTEXT), { intAsBigInt: true })
  expect(plain(yaml)).toEqual(plain(json))
  const lines = (await renderReport(sampleReport(), 'jsonl', SAMPLE_CONTEXT))
    .trimEnd()
    .split('\n')
    .map((line) => plain(parseLossless(line)))
  const [header, ...entries] = lines as { type: string }[]
  expect(header).toMatchObject({ type: 'header', schemaVersion: 'driftage.dev/scan/v1', verdict: 'drifted' })
  const { findings, pending, notChecked } = plain(json) as Record<string, object[]>
  const typed = (type: string, list: object[] | undefined) => (list ?? []).map((entry) => ({ type, ...entry }))
  expect(entries.filter(({ type }) => type === 'finding')).toEqual(typed('finding', findings))
  expect(entries.filter(({ type }) => type === 'pending')).toEqual(typed('pending', pending))
  expect(entries.filter(({ type }) => type === 'notChecked')).toEqual(typed('notChecked', notChecked))
})

it('quotes in YAML what readers of 1.1 would take for something else', async () => {
  const [finding] = sampleReport().findings
  if (finding === undefined) throw new Error('the sample has findings')
  const values = [
    'on',
    'yes',
    'y',
    '0644',
    '1_000',
    '12:30',
    '2026-01-01',
    '~',
    '1e3',
    '0x1f',
    '=',
    '<<',
    'null',
    '.inf',
    '',
  ]
  const report = { ...sampleReport(), findings: [{ ...finding, live: values }] }
  const text = await renderReport(report, 'yaml', SAMPLE_CONTEXT)
  for (const value of values) expect(text).toMatch(new RegExp(`- ["']${value.replace('.', '\\.')}["']\\n`))
})

it('lists what is explained only where that was asked for, and counts it always', async () => {
  const context = { ...SAMPLE_CONTEXT, include: [] }
  expect(JSON.parse(await renderReport(sampleReport(), 'json', context))).toMatchObject({
    expected: [],
    summary: { expected: 127 },
  })
  expect(await renderReport(sampleReport(), 'table', context)).toContain(
    '127 fields explained by 2 rules; --include expected lists them.\n4,210 fields filled in by the API server itself; --include defaults lists them.',
  )
  const defaults = JSON.parse(await renderReport(sampleReport(), 'json', { ...context, include: ['defaults'] }))
  expect(defaults.expected.map((entry: { rule: string }) => entry.rule)).toEqual(['default'])
})

/** With numbers of one kind and ordinary prototypes, so that parsers can be compared. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, member) =>
      typeof member === 'bigint' ? `#${member}` : typeof member === 'number' ? `#${member}` : member,
    ),
  )
}
