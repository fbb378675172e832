import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { demoPicture } from '../../scripts/demo/picture.ts'
import { dumpReport } from '../../scripts/demo/dump-report.ts'

const ROOT = resolve(import.meta.dirname, '../..')

it('docs/images/demo.svg is what driftage diff prints of the example (else: node scripts/run.mjs scripts/draw-demo.ts)', async () => {
  const drawn = await demoPicture(resolve(ROOT, 'examples/demo'))
  expect(readFileSync(resolve(ROOT, 'docs/images/demo.svg'), 'utf8')).toBe(drawn)
})

it('the demo shows one of everything, and no secret', async () => {
  const report = await dumpReport(resolve(ROOT, 'examples/demo'))
  expect(new Set(report.findings.map(({ kind }) => kind))).toEqual(
    new Set(['modified', 'added', 'removed', 'reordered', 'ineffective', 'missing']),
  )
  expect(report.findings.filter(({ sensitive }) => sensitive).map(({ path }) => path)).toEqual(['.data.api-key'])
  expect(report.expected.map(({ rule }) => rule)).toContain('hpa-replicas')
  expect(report.notChecked).toEqual([])
  expect(JSON.stringify(report)).not.toMatch(/example-key-from/)
})
