import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { createNativeRenderer } from '../../src/adapters/render/native-renderer.ts'
import type { Renderer, RenderRequest, RenderResult } from '../../src/desired/renderer.ts'
import { ensureTool } from '../../tools/build.mjs'
import { archive } from './archives.ts'
import { chart, fixture, tree } from './file-trees.ts'
import { startNativeProgram } from './native-program.ts'
import { errorOf, helm, startRenderer, succeeded } from './renderer-under-test.ts'

let module: Renderer
let program: Renderer
let real: Renderer
beforeAll(async () => {
  module = await startRenderer()
  program = await startNativeProgram()
  const { dir } = await ensureTool('render')
  real = createNativeRenderer({ helm: join(dir, 'helm'), kustomize: join(dir, 'kustomize') })
})
afterAll(() => Promise.all([module, program, real].map((renderer) => renderer.close())))

const cache = archive([
  { path: 'cache/Chart.yaml', content: 'apiVersion: v2\nname: cache\nversion: 2.0.0\n' },
  { path: 'cache/values.yaml', content: 'name: slow\n' },
  {
    path: 'cache/templates/pod.yaml',
    content: 'kind: Pod\nmetadata:\n  name: {{ .Values.name }}-{{ .Values.global.zone }}',
  },
])
const shop = { files: fixture('charts'), chartDir: 'shop' }

const requests: [string, RenderRequest][] = [
  ['a chart', helm(shop)],
  [
    'a chart with other values',
    helm({
      ...shop,
      valuesFiles: ['shop/values-prod.yaml', 'shop/values-eu.yaml'],
      set: ['list={x,y}', 'archive.enabled=true'],
      setString: ['image.tag=0123'],
      setFile: ['ca=shop/Chart.yaml'],
    }),
  ],
  [
    'a chart for other APIs',
    helm({ ...shop, apiVersions: ['example.com/v1/Thing'], kubeVersion: '1.31.4-gke.100', includeCrds: false }),
  ],
  ['a chart as an install, without tests', helm({ ...shop, isUpgrade: false, skipTests: true })],
  [
    'a chart with an archived sub-chart',
    helm({
      files: chart(
        { 'charts/cache-2.0.0.tgz': cache, 'values.yaml': 'global: {zone: eu}\ncache: {name: fast}' },
        'dependencies: [{name: cache, version: 2.x.x}]',
      ),
    }),
  ],
  [
    'text of many kinds',
    helm({
      files: chart({
        'templates/a.yaml':
          'a: {{ list 1 2.5 "x" | toJson }}\nb: {{ dict "k" (dict "n" 1e6) | toYaml | nindent 2 }}\nc: {{ 0x10 }} {{ 1e6 }}\n---\n# only a comment\n---apiVersion: v1\nkind: Late\n',
        'templates/b.yaml':
          'int: {{ .Values.int }}\nbig: {{ .Values.big }}\nfloat: {{ .Values.float }}\nnothing: {{ .Values.nothing | toJson }}\nday: {{ .Values.day }}\nall: {{ toYaml .Values | nindent 2 }}\n',
        'values.yaml':
          'int: 1\nbig: 12345678901\nfloat: 0.1\nnothing: ~\nday: 2024-01-01\noctal: 0644\nyes: yes\nempty: {}\nnone: []\n',
      }),
    }),
  ],
  ['an overlay', { kind: 'kustomize', files: fixture('kustomize'), dir: 'web/overlays/prod' }],
  ['a base', { kind: 'kustomize', files: fixture('kustomize'), dir: 'web/base' }],
  [
    'annotations that look like numbers',
    {
      kind: 'kustomize',
      dir: 'k',
      files: tree({
        'k/kustomization.yaml':
          'resources: [a.yaml]\nsortOptions: {order: legacy}\ncommonAnnotations: {number: "1", answer: "no"}\n',
        'k/a.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations: {}\ndata: {a: "0644", b: "1_000"}\n',
      }),
    },
  ],
]

const values = (result: RenderResult) =>
  succeeded(result)
    .documents.flatMap(({ content }) => parseAllDocuments(content).map((document) => document.toJS() as unknown))
    .filter((value) => value !== null)

describe('the module, the same program natively, and the real helm and kustomize', () => {
  it.each(requests)('agree on %s', async (_name, request) => {
    const inModule = await module.render(request)
    expect(await program.render(request)).toEqual(inModule)
    expect(values(inModule).length).toBeGreaterThan(0)
    expect(values(inModule)).toEqual(values(await real.render(request)))
  })

  it('agree on which documents are CRDs and hooks', async () => {
    const kinds = (result: RenderResult) => succeeded(result).documents.map(({ crd, hooks }) => [crd, hooks.join()])
    expect(kinds(await real.render(helm(shop)))).toEqual(kinds(await module.render(helm(shop))))
  })

  it('agree on what cannot be rendered', async () => {
    const broken = helm({ files: chart({ 'templates/a.yaml': '{{ fail "zq7CANARYxk" }}' }) })
    expect(errorOf(await module.render(broken)).code).toBe('DRF2112')
    const error = errorOf(await real.render(broken))
    expect(error.code).toBe('DRF2119')
    expect(JSON.stringify(error)).not.toContain('CANARY')
  })
})

describe('the real programs', () => {
  it('are told of no more nondeterminism than there could be, and of no less', async () => {
    const told = succeeded(await real.render(helm(shop))).nondeterministic
    for (const trait of succeeded(await module.render(helm(shop))).nondeterministic) expect(told).toContainEqual(trait)
  })

  it('B-21: are not started for a remote base', async () => {
    const files = tree({ 'k/kustomization.yaml': 'resources: ["https://example.com/x"]' })
    expect(errorOf(await real.render({ kind: 'kustomize', files, dir: 'k' })).code).toBe('DRF2115')
  })

  it.each(['../x', '/etc', 'https://example.com/c', '-f'])(
    'B-20, B-25: are not started for the chart %s',
    async (chartDir) => {
      expect(errorOf(await real.render(helm({ files: chart({}), chartDir }))).code).toBe('DRF2104')
    },
  )

  it('B-25: take no flag from a release name', async () => {
    expect(
      errorOf(
        await real.render(helm({ files: chart({ 'templates/a.yaml': 'a: b' }), releaseName: '--post-renderer=x' })),
      ).code,
    ).toBe('DRF2119')
  })

  it('B-11: get no environment', async () => {
    process.env['DRIFTAGE_CANARY'] = 'zq7CANARYxk'
    const files = tree({
      'k/kustomization.yaml': 'configMapGenerator: [{name: c, envs: [e.env]}]',
      'k/e.env': 'DRIFTAGE_CANARY\nPATH\n',
    })
    const text = JSON.stringify(await real.render({ kind: 'kustomize', files, dir: 'k' }))
    delete process.env['DRIFTAGE_CANARY']
    expect(text).not.toContain('CANARYxk')
    expect(text).not.toContain('/usr/bin')
  })

  it('end at the time limit', async () => {
    const { dir } = await ensureTool('render')
    const hasty = createNativeRenderer({ helm: join(dir, 'helm'), timeoutMs: 3000 })
    const files = chart({ 'templates/a.yaml': '{{ range until 1000000 }}{{ range until 1000000 }}{{ end }}{{ end }}' })
    expect(errorOf(await hasty.render(helm({ files }))).code).toBe('DRF2101')
  })

  it('are missing with a code', async () => {
    const none = createNativeRenderer({ helm: '/nowhere/helm' })
    expect(errorOf(await none.render(helm(shop))).code).toBe('DRF2119')
    expect(errorOf(await none.render({ kind: 'kustomize', files: new Map(), dir: '' })).code).toBe('DRF2121')
  })
})
