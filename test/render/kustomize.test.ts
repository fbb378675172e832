import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileTree, Renderer } from '../../src/desired/renderer.ts'
import { fixture, tree } from './file-trees.ts'
import { contentOf, documentAt, errorOf, startRenderer, succeeded } from './renderer-under-test.ts'

let renderer: Renderer
beforeAll(async () => {
  renderer = await startRenderer()
})
afterAll(() => renderer.close())

const build = (files: FileTree, dir = 'k') => renderer.render({ kind: 'kustomize', files, dir })
const prod = () => build(fixture('kustomize'), 'web/overlays/prod')

describe('an overlay with a component, patches and generators', () => {
  it('names the file that each resource comes from', async () => {
    const { documents, engine, nondeterministic } = succeeded(await prod())
    expect(documents.map(({ file }) => file)).toEqual([
      'web/overlays/prod/namespace.yaml',
      'web/base/kustomization.yaml',
      'web/overlays/prod/kustomization.yaml',
      'web/base/service.yaml',
      'web/base/deployment.yaml',
      'web/components/metrics/monitor.yaml',
    ])
    expect(engine.name).toBe('kustomize')
    expect(nondeterministic).toEqual([])
  })

  it('applies them all', async () => {
    const result = await prod()
    const deployment = documentAt(result, 'web/base/deployment.yaml').content
    for (const part of [
      'name: eu-web',
      'namespace: prod',
      'replicas: 3',
      'web:2.0',
      'memory: 64Mi',
      'scrape: "true"',
    ]) {
      expect(deployment).toContain(part)
    }
    expect(deployment).toContain('name: eu-settings-9f7f987kh5')
    expect(documentAt(result, 'web/base/service.yaml').content).toContain('type: LoadBalancer')
  })

  it('leaves no trace of how the files were found', async () => {
    expect(contentOf(await prod())).not.toMatch(/config\.kubernetes\.io|annotations: \{\}/)
  })

  it('keeps the build metadata that somebody asked for', async () => {
    const files = tree({
      'k/kustomization.yaml': 'resources: [a.yaml]\nbuildMetadata: [originAnnotations]\n',
      'k/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    })
    expect(documentAt(await build(files), 'k/a.yaml').content).toContain('config.kubernetes.io/origin')
  })
})

describe('what is refused', () => {
  const kustomization = (text: string, more: Readonly<Record<string, string>> = {}) =>
    tree({
      'k/kustomization.yaml': text,
      'k/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
      ...more,
    })

  it.each([
    'https://example.com/a.yaml',
    'https://example.com/r?ref=--upload-pack=touch',
    'github.com/owner/repository//base?ref=v1',
    'git::https://example.com/r',
    'ext::sh -c touch',
    'git@example.com:owner/repository.git',
    'ssh://git@example.com/r',
    'file:///etc/passwd',
    '--upload-pack=touch?ref=x',
    'example.com/owner/repository/base?ref=main',
  ])('B-21: the remote base %s', async (name) => {
    const error = errorOf(await build(kustomization(`resources: [a.yaml, ${JSON.stringify(name)}]`)))
    expect(error).toMatchObject({ code: 'DRF2115', place: 'k/kustomization.yaml' })
    expect(error.message).not.toContain(name)
  })

  it('B-21: a remote resource below a base', async () => {
    const files = kustomization('resources: [base]', {
      'k/base/kustomization.yaml': 'components: ["https://example.com/c"]',
    })
    expect(errorOf(await build(files))).toMatchObject({ code: 'DRF2115', file: 'k/base/kustomization.yaml' })
  })

  it.each([
    ['a patch', 'patches: [{path: "https://example.com/p.yaml"}]'],
    ['an old patch', 'patchesStrategicMerge: ["https://example.com/p.yaml"]'],
    ['a generated file', 'configMapGenerator: [{name: c, files: ["k=https://example.com/f"]}]'],
    ['a schema', 'openapi: {path: "https://example.com/s.json"}'],
    ['a transformer', 'transformers: ["https://example.com/t"]'],
    ['a replacement', 'replacements: [{path: "https://example.com/r.yaml"}]'],
  ])('B-21: %s from an address', async (_name, text) => {
    expect(errorOf(await build(kustomization(`resources: [a.yaml]\n${text}`))).code).toBe('DRF2115')
  })

  it.each([
    ['helmCharts', 'helmCharts: [{name: x, repo: "https://example.com"}]'],
    ['helmGlobals', 'helmGlobals: {configHome: ./config}'],
    ['helmChartInflationGenerator', 'helmChartInflationGenerator: [{chartName: x}]'],
  ])('B-22: %s', async (_name, text) => {
    expect(errorOf(await build(kustomization(`resources: [a.yaml]\n${text}`))).code).toBe('DRF2116')
  })

  it('B-22: the inflation generator by another door', async () => {
    const generator = 'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: g}\nname: x\n'
    const result = await build(kustomization('generators: [g.yaml]', { 'k/g.yaml': generator }))
    expect(errorOf(result).code).toBe('DRF2117')
  })

  it.each([
    ['exec', 'config.kubernetes.io/function: "exec: {path: ./run.sh}"'],
    ['container', 'config.kubernetes.io/function: "container: {image: example.com/i}"'],
    ['no', 'a: b'],
  ])('a plugin with %s function', async (_name, annotation) => {
    const plugin = `apiVersion: example.com/v1\nkind: Plugin\nmetadata: {name: p, annotations: {${annotation}}}\n`
    const result = await build(kustomization('generators: [p.yaml]', { 'k/p.yaml': plugin, 'k/run.sh': 'touch x' }))
    expect(errorOf(result).code).toBe('DRF2117')
  })

  it('B-20: a path that leaves the folder', async () => {
    for (const name of ['../../etc/passwd', '/etc/passwd', '../../../../proc/self/environ']) {
      const result = await build(
        kustomization(`resources: [a.yaml]\nconfigMapGenerator: [{name: c, files: [${name}]}]`),
      )
      expect(errorOf(result).code).toBe('DRF2104')
    }
  })

  it('B-20: a file beside the kustomization that kustomize would not load either', async () => {
    const files = kustomization('configMapGenerator: [{name: c, files: [../other/secret]}]', { 'other/secret': 'x' })
    expect(errorOf(await build(files)).code).toBe('DRF2114')
  })

  it('B-46: a cycle of bases', async () => {
    const files = kustomization('resources: [a.yaml, ../b]', { 'b/kustomization.yaml': 'resources: [../k]' })
    expect(errorOf(await build(files)).code).toBe('DRF2114')
  })

  it('a file that is not there', async () => {
    expect(errorOf(await build(kustomization('resources: [b.yaml]')))).toMatchObject({
      code: 'DRF2105',
      place: 'k/kustomization.yaml',
    })
  })
})
