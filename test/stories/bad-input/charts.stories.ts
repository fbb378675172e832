import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareCluster } from '../bare-cluster.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../faults/temporary-folder.ts'
import { type BuiltProgram, buildProgram } from '../built-program.ts'
import { findingLines, reportOf } from '../program.ts'
import { Canaries } from '../secrets/canaries.ts'
import { type Files, writeFiles } from '../source-folder.ts'
import { NAMESPACE, WITNESS_FINDING, WITNESS_IN_GIT } from '../witness.ts'

let program: BuiltProgram
let folder: TemporaryFolder

beforeAll(async () => {
  program = await buildProgram()
  folder = await makeTemporaryFolder()
})

afterAll(async () => {
  await folder?.remove()
  await program?.remove()
})

const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'
const depending = (repository: string) =>
  `${CHART}dependencies: [{name: db, version: 1.0.0, repository: "${repository}"}]`
const lost = { 'templates/lost.yaml': WITNESS_IN_GIT.replaceAll('witness', 'lost') }

/** Scans every folder as a source of its own. */
async function scan(sources: Readonly<Record<string, Files>>, ...flags: readonly string[]) {
  const paths = Object.keys(sources).map((name) => join(folder.path, name))
  for (const [name, files] of Object.entries(sources)) await writeFiles(join(folder.path, name), files)
  const common = ['--kubeconfig', bareCluster().kubeconfigs.admin, '-n', NAMESPACE, '--debug']
  const run = await program.run(['scan', ...paths, ...common, '-o', 'json', ...flags])
  return { ...run, report: reportOf(run) }
}

const BAD: Readonly<Record<string, Files>> = {
  'fails-on-purpose': { 'templates/a.yaml': '{{ fail "no" }}' },
  'is-no-template': { 'templates/a.yaml': '{{ if }}' },
  'lacks-a-dependency': { 'Chart.yaml': depending('https://charts.example.com') },
  'has-a-dependency-outside': { 'Chart.yaml': depending('file://../..') },
  'is-named-two-dots': { 'Chart.yaml': CHART.replace('shop', '..') },
  'has-no-version': { 'Chart.yaml': 'apiVersion: v2\nname: shop\n' },
  'has-a-broken-chart-file': { 'Chart.yaml': 'a: [' },
  'has-broken-values': { 'values.yaml': 'a: [' },
  'refuses-its-values': { 'values.schema.json': '{"required":["x"]}' },
  'calls-itself': { 'templates/a.yaml': '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}' },
  'prints-no-yaml': { 'templates/a.yaml': 'a: [' },
}

describe('charts that do not render (B-28, B-42)', () => {
  it('each is named, nothing of it is missing, and all others are compared', async () => {
    const charts = Object.entries(BAD).map(
      ([name, files]) => [name, { 'Chart.yaml': CHART, ...lost, ...files }] as const,
    )
    const remote = { 'kustomization.yaml': 'resources: ["https://h.example/r?ref=--upload-pack=x"]' }
    const good = { 'Chart.yaml': CHART, 'templates/witness.yaml': WITNESS_IN_GIT }
    const { code, report } = await scan({ ...Object.fromEntries(charts), 'has-a-remote-base': remote, good })
    const named = report.notChecked.map(({ source }) => source?.slice(folder.path.length + 1))
    expect(new Set(named)).toEqual(new Set([...Object.keys(BAD), 'has-a-remote-base']))
    const lines = findingLines(report)
    // What printed beside the document that is no YAML was read.
    expect(lines.filter((line) => !line.startsWith('ConfigMap/lost'))).toEqual([WITNESS_FINDING])
    expect(lines.filter((line) => line.startsWith('ConfigMap/lost')).length).toBeLessThanOrEqual(1)
    expect(report.notChecked.find(({ source }) => source?.endsWith('on-purpose'))?.message).toContain(
      'templates/a.yaml',
    )
    expect(code).toBe(2)
  })
})

describe('a value of a chart is not given away (B-04, B-05)', () => {
  const canaries = new Canaries()
  const value = canaries.value('a value')
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: invalid}\n'
  const sources: Readonly<Record<string, Files>> = {
    fails: { 'templates/a.yaml': '{{ fail (printf "bad %s" .Values.password) }}' },
    misuses: { 'templates/a.yaml': 'a: {{ .Values.password.inner }}' },
    breaks: { 'templates/a.yaml': 'a: [{{ .Values.password }}\nb: }' },
    types: { 'values.schema.json': '{"properties":{"password":{"type":"integer"}}}' },
    lists: { 'values.schema.json': '{"properties":{"password":{"enum":["a"]}}}' },
    stores: { 'templates/a.yaml': `${secret}stringData: [{{ .Values.password }}]` },
    hides: { 'templates/a.yaml': `${secret}data: {key: {{ .Values.password | b64enc }}}` },
    converts: { 'templates/a.yaml': 'a: {{ .Values.password | fromYaml | toJson }}' },
    requires: { 'templates/a.yaml': '{{ required .Values.password .Values.nothing }}' },
  }
  const charts = Object.fromEntries(
    Object.entries(sources).map(([name, files]) => [
      name,
      { 'Chart.yaml': CHART, 'values.yaml': `password: ${value}`, ...files },
    ]),
  )

  it.each([
    ['in JSON', ['--set', `password=${value}`, '-o', 'json']],
    ['in a table, from its values file', []],
  ])('%s', async (_, flags) => {
    const paths = Object.keys(charts).map((name) => join(folder.path, name))
    for (const [name, files] of Object.entries(charts)) await writeFiles(join(folder.path, name), files)
    const common = ['--kubeconfig', bareCluster().kubeconfigs.admin, '-n', NAMESPACE, '--debug']
    const { code, out, err } = await program.run(['scan', ...paths, ...common, ...flags])
    expect(out).toContain('fails')
    expect(canaries.in(`${out}\n${err}`)).toEqual([])
    expect(code).toBe(2)
  })
})

it('a source on standard input is read as a file', async () => {
  const common = ['--kubeconfig', bareCluster().kubeconfigs.admin, '-n', NAMESPACE, '-o', 'json']
  const run = await program.run(['scan', '-', ...common], `${WITNESS_IN_GIT}\n---\na: [\n`)
  const report = reportOf(run)
  expect(report.notChecked).toMatchObject([{ reason: 'yaml', message: expect.stringContaining('-:4') }])
  expect([run.code, findingLines(report)]).toEqual([2, [WITNESS_FINDING]])
})
