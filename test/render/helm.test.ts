import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Renderer, RenderRequestHelm } from '../../src/desired/renderer.ts'
import { archive } from './archives.ts'
import { chart, fixture, tree } from './file-trees.ts'
import { contentOf, documentAt, errorOf, helm, startRenderer, succeeded } from './renderer-under-test.ts'

let renderer: Renderer
beforeAll(async () => {
  renderer = await startRenderer()
})
afterAll(() => renderer.close())

const shop = (request: Partial<RenderRequestHelm> = {}) =>
  renderer.render(helm({ files: fixture('charts'), chartDir: 'shop', ...request }))

describe('a chart with sub-charts, CRDs and hooks', () => {
  it('gives CRDs, resources in install order, hooks, each with its file', async () => {
    const { documents, engine } = succeeded(await shop())
    expect(documents.map(({ file, crd, hooks }) => [file, crd, hooks.join()])).toEqual([
      ['shop/crds/things.yaml', true, ''],
      ['shop/crds/things.yaml', true, ''],
      ['shop/templates/secret.yaml', false, ''],
      ['shop/templates/config.yaml', false, ''],
      ['shop/charts/db/templates/claim.yaml', false, ''],
      ['shop/templates/config.yaml', false, ''],
      ['shop/templates/deployment.yaml', false, ''],
      ['shop/templates/tests/check.yaml', false, 'test'],
      ['shop/templates/job.yaml', false, 'pre-install,pre-upgrade'],
    ])
    expect(engine).toEqual({ name: 'helm', version: 'v4.2.4' })
  })

  it('R-19: renders as an upgrade, for the given cluster and its APIs', async () => {
    const deployment = documentAt(
      await shop({ apiVersions: ['example.com/v1/Thing'] }),
      'shop/templates/deployment.yaml',
    )
    expect(deployment.content).toContain('upgrade: "true"')
    expect(deployment.content).toContain('kube: "v1.36.3"')
    expect(deployment.content).toContain('example: "true"')
    expect(deployment.content).toContain('apiVersion: apps/v1')
    const installed = documentAt(await shop({ isUpgrade: false }), 'shop/templates/deployment.yaml')
    expect(installed.content).toContain('upgrade: "false"')
  })

  it('leaves out CRDs and test hooks on request', async () => {
    const { documents } = succeeded(await shop({ includeCrds: false, skipTests: true }))
    expect(documents.filter(({ crd }) => crd)).toEqual([])
    expect(documents.map(({ hooks }) => hooks).flat()).toEqual(['pre-install', 'pre-upgrade'])
  })

  it('R-19: names the templates that Git alone does not decide, notes left out', async () => {
    expect(succeeded(await shop()).nondeterministic).toEqual([
      { file: 'shop/templates/job.yaml', uses: 'release-revision' },
      { file: 'shop/templates/secret.yaml', uses: 'lookup' },
      { file: 'shop/templates/secret.yaml', uses: 'random' },
    ])
  })

  it('honours .helmignore, .Files, tpl, import-values and conditions', async () => {
    const config = documentAt(await shop(), 'shop/templates/config.yaml').content
    expect(config).toContain('greeting=hello')
    expect(config).not.toContain('secret-key')
    expect(config).toContain('notes: "r runs in n"')
    expect(config).toContain('connection: db.local')
    const without = succeeded(await shop({ set: ['store.enabled=false', 'archive.enabled=true'] }))
    const claims = without.documents.filter(({ file }) => file.endsWith('claim.yaml'))
    expect(claims.map(({ content }) => /name: (\S+)/.exec(content)?.[1])).toEqual(['r-archive'])
  })

  it('finds the template of an archived sub-chart inside its archive', async () => {
    const cache = archive([
      { path: 'cache/Chart.yaml', content: 'apiVersion: v2\nname: cache\nversion: 2.0.0\n' },
      { path: 'cache/templates/pod.yaml', content: 'kind: Pod\nname: {{ .Values.name }}' },
    ])
    const files = chart(
      { 'charts/cache-2.0.0.tgz': cache, 'values.yaml': 'cache: {name: fast}' },
      'dependencies: [{name: cache, version: 2.0.0}]',
    )
    const { documents } = succeeded(await renderer.render(helm({ files })))
    expect(documents).toEqual([
      { file: 'c/charts/cache-2.0.0.tgz/templates/pod.yaml', content: 'kind: Pod\nname: fast', crd: false, hooks: [] },
    ])
  })

  it('renders a chart that is itself an archive', async () => {
    const bytes = archive([
      { path: 'x/Chart.yaml', content: 'apiVersion: v2\nname: x\nversion: 1.0.0\n' },
      { path: 'x/templates/a.yaml', content: 'a: {{ .Release.Name }}' },
    ])
    expect(
      contentOf(await renderer.render(helm({ files: tree({ 'x-1.0.0.tgz': bytes }), chartDir: 'x-1.0.0.tgz' }))),
    ).toBe('a: r')
  })
})

describe('precedence of values', () => {
  const cases: [string, Partial<RenderRequestHelm>, string][] = [
    ['the chart', {}, 'replicas: 2'],
    ['a values file', { valuesFiles: ['shop/values-prod.yaml'] }, 'replicas: 5'],
    ['a later values file', { valuesFiles: ['shop/values-prod.yaml', 'shop/values-eu.yaml'] }, 'replicas: 7'],
    ['set', { valuesFiles: ['shop/values-prod.yaml'], set: ['replicas=8'] }, 'replicas: 8'],
    ['a later set', { set: ['replicas=8', 'replicas=9'] }, 'replicas: 9'],
    ['set-string', { set: ['image.tag=x'], setString: ['image.tag=0123'] }, 'shop:0123"'],
    ['a list by set', { set: ['list={x,y}'] }, 'args: ["x","y"]'],
    ['an element by set, which loses the others of the default', { set: ['list[1]=z'] }, 'args: [null,"z"]'],
    ['an escaped comma', { set: ['image.tag=a\\,b'] }, 'shop:a,b"'],
    ['structures by set', { set: ['extraEnv[0].name=A,extraEnv[0].value=b'] }, '- name: A'],
    ['nothing over a default', { set: ['image.tag=null'], skipSchemaValidation: true }, 'shop:"'],
  ]
  it.each(cases)('%s', async (_name, request, expected) => {
    expect(documentAt(await shop(request), 'shop/templates/deployment.yaml').content).toContain(expected)
  })

  it('set-file wins and takes the whole file', async () => {
    const files = fixture('charts').set('ca.pem', Buffer.from('line 1\nline 2\n'))
    const result = await shop({ files, set: ['ca=other'], setFile: ['ca=ca.pem'] })
    expect(documentAt(result, 'shop/templates/config.yaml').content).toContain(String.raw`ca: "line 1\nline 2\n"`)
  })
})

describe('what Helm would refuse', () => {
  const cases: [string, Partial<RenderRequestHelm> & Pick<RenderRequestHelm, 'files'>, string, string | undefined][] = [
    ['no chart', { files: tree({ a: '' }) }, 'DRF2105', 'c/Chart.yaml'],
    [
      'a chart without a version',
      { files: tree({ 'c/Chart.yaml': 'apiVersion: v2\nname: c' }) },
      'DRF2106',
      'c/Chart.yaml',
    ],
    ['a library chart', { files: chart({}, 'type: library') }, 'DRF2106', undefined],
    [
      'a dependency that is not there',
      { files: chart({}, 'dependencies: [{name: redis, version: 1.x.x}]') },
      'DRF2107',
      undefined,
    ],
    ['a values file that is not there', { files: chart({}), valuesFiles: ['v.yaml'] }, 'DRF2105', 'v.yaml'],
    [
      'a values file that is not YAML',
      { files: new Map([...chart({}), ...tree({ 'v.yaml': 'a: 1\nb: [' })]), valuesFiles: ['v.yaml'] },
      'DRF2108',
      'v.yaml:2',
    ],
    ['another Kubernetes', { files: chart({}, 'kubeVersion: "<1.30.0"') }, 'DRF2111', 'c/Chart.yaml'],
    [
      'a template that does not parse',
      { files: chart({ 'templates/a.yaml': '\n{{ if }}' }) },
      'DRF2112',
      'c/templates/a.yaml:2',
    ],
    [
      'a template that fails',
      { files: chart({ 'templates/a.yaml': '{{ fail "no" }}' }) },
      'DRF2112',
      'c/templates/a.yaml:1',
    ],
    ['text that is not YAML', { files: chart({ 'templates/a.yaml': 'a: b: c' }) }, 'DRF2113', 'c/templates/a.yaml'],
    [
      'values against the schema',
      { files: fixture('charts'), chartDir: 'shop', set: ['replicas=-1'] },
      'DRF2109',
      'shop/values.schema.json',
    ],
  ]
  it.each(cases)('%s', async (_name, request, code, place) => {
    expect(errorOf(await renderer.render(helm(request)))).toMatchObject(place ? { code, place } : { code })
  })

  it('names the missing dependency and the broken rule', async () => {
    const missing = await renderer.render(helm({ files: chart({}, 'dependencies: [{name: redis, version: 1.x.x}]') }))
    expect(errorOf(missing).message).toContain('redis')
    expect(errorOf(await shop({ set: ['replicas=-1'] })).message).toBe('/replicas breaks the rule minimum')
  })
})
