import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SHOP } from '../../../scripts/demo/shop.ts'
import { driftage, findingLines, reportOf } from '../program.ts'
import { type BuiltProgram, buildProgram } from './built-program.ts'

const LIVE = 'examples/demo/live.json'
const MANIFESTS = readdirSync(SHOP)
  .map((name) => readFileSync(join(SHOP, name), 'utf8'))
  .join('\n---\n')

let program: BuiltProgram

beforeAll(async () => {
  program = await buildProgram()
})

afterAll(() => program.remove())

describe('standard input', () => {
  it('is a source: the same findings as from the folder', async () => {
    const folder = reportOf(await driftage('diff', SHOP, LIVE, '-o', 'json'))
    const report = reportOf(await program.run(MANIFESTS, 'diff', '-', LIVE, '-o', 'json'))
    expect(findingLines(report)).toEqual(findingLines(folder))
    expect(report.asOf.sources).toEqual([{ name: 'stdin', revision: '', dirty: false }])
    expect(new Set(report.findings.map(({ source }) => source.name))).toEqual(new Set(['stdin']))
  })

  it('is a dump: the same findings as from the file', async () => {
    const file = reportOf(await driftage('diff', SHOP, LIVE, '-o', 'json'))
    const report = reportOf(await program.run(readFileSync(LIVE, 'utf8'), 'diff', SHOP, '-', '-o', 'json'))
    expect(findingLines(report)).toEqual(findingLines(file))
  })

  it('that holds nothing is not in sync', async () => {
    const run = await program.run('', 'diff', '-', LIVE, '-o', 'json')
    expect([run.code, reportOf(run).notChecked.map(({ source, reason }) => [source, reason])]).toEqual([
      2,
      [['stdin', 'source-empty']],
    ])
  })

  it('that is no YAML says where', async () => {
    const run = await program.run('kind: [', 'diff', '-', LIVE)
    expect([run.code, run.out]).toEqual([2, expect.stringMatching(/source stdin: .*line/)])
  })
})
