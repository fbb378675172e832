import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Renderer } from '../../src/desired/renderer.ts'
import { archive } from './archives.ts'
import { chart, tree } from './file-trees.ts'
import { contentOf, errorOf, helm, startRenderer, succeeded } from './renderer-under-test.ts'
import { ownTemporaryFolder } from './temporary-folder.ts'

const MIB = 1024 * 1024

const folder = ownTemporaryFolder()
let renderer: Renderer
beforeAll(async () => {
  renderer = await startRenderer({ memoryMb: 512, maxOutputBytes: MIB })
})
afterAll(() => renderer.close())

const template = (text: string, more: Readonly<Record<string, string | Uint8Array>> = {}) =>
  renderer.render(helm({ files: chart({ 'templates/a.yaml': text, ...more }) }))

/** After every failure the next render must work as if nothing had been. */
async function worksAgain(): Promise<void> {
  expect(contentOf(await template('a: {{ .Release.Name }}'))).toBe('a: r')
}

describe('a render that does not end', () => {
  it('is ended at the time limit, its folder removed', async () => {
    const hasty = await startRenderer({ timeoutMs: 15_000 })
    const text = '{{ if .Values.loop }}{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}{{ end }}a: b'
    const files = chart({ 'templates/a.yaml': text })
    expect(errorOf(await hasty.render(helm({ files, set: ['loop=true'] }))).code).toBe('DRF2101')
    expect(readdirSync(folder()).filter((name) => name.startsWith('driftage-render-'))).toEqual([])
    expect(contentOf(await hasty.render(helm({ files })))).toBe('a: b')
    await hasty.close()
  })

  it("an include of itself is Helm's to refuse", async () => {
    const result = await template('{{ include "x" . }}', {
      'templates/_x.tpl': '{{ define "x" }}{{ include "x" . }}{{ end }}',
    })
    expect(errorOf(result).code).toMatch(/DRF21(12|02)/)
    await worksAgain()
  })

  it('a template of itself', async () => {
    const result = await template('{{ template "x" . }}', {
      'templates/_x.tpl': '{{ define "x" }}{{ template "x" . }}{{ end }}',
    })
    expect(errorOf(result).code).toMatch(/DRF21(12|02)/)
    await worksAgain()
  })

  it('a tpl of itself', async () => {
    const result = await template('{{ tpl .Values.t . }}', { 'values.yaml': "t: '{{ tpl .Values.t . }}'" })
    expect(errorOf(result).code).toMatch(/DRF21(12|02)/)
    await worksAgain()
  })
})

describe('a render that grows', () => {
  it('is ended at the memory limit', async () => {
    expect(errorOf(await template('a: {{ repeat 1000000000 "x" }}')).code).toBe('DRF2102')
    await worksAgain()
  })

  it('gives too much text', async () => {
    expect(errorOf(await template(`a: {{ repeat ${2 * MIB} "x" }}`)).code).toBe('DRF2103')
    await worksAgain()
  })

  it('B-40: gives too many documents', async () => {
    expect(errorOf(await template('{{ range until 50001 }}\n---\na: b\n{{ end }}')).code).toBe('DRF2103')
    await worksAgain()
  })

  it('B-40: unpacks an archive larger than its limit', async () => {
    const zeros = archive([
      { path: 'x/Chart.yaml', content: 'apiVersion: v2\nname: x\nversion: 1.0.0\n' },
      ...Array.from({ length: 25 }, (_, i) => ({ path: `x/f${i}`, content: new Uint8Array(4.5 * MIB) })),
    ])
    expect(zeros.length).toBeLessThan(MIB)
    const result = await renderer.render(helm({ files: tree({ 'x.tgz': zeros }), chartDir: 'x.tgz' }))
    expect(errorOf(result).code).toMatch(/DRF210[26]/)
    await worksAgain()
  })

  it('B-40: unpacks archives inside archives', async () => {
    const metadata = (name: string) => ({
      path: `${name}/Chart.yaml`,
      content: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    })
    const zeros = archive([
      metadata('y'),
      ...Array.from({ length: 20 }, (_, i) => ({ path: `y/f${i}`, content: new Uint8Array(4.5 * MIB) })),
    ])
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`charts/y${i}.tgz`, zeros]))
    expect(errorOf(await template('a: b', many)).code).toBe('DRF2102')
    await worksAgain()
  })

  it('B-41: values that multiply by aliases', async () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`)
    const bomb = `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${levels.join('\n')}\n`
    expect(errorOf(await template('a: b', { 'values.yaml': bomb })).code).toMatch(/DRF210[268]/)
    const files = tree({
      'k/kustomization.yaml': 'resources: [a.yaml]',
      'k/a.yaml': `apiVersion: v1\nkind: X\nmetadata: {name: x}\n${bomb}`,
    })
    expect(errorOf(await renderer.render({ kind: 'kustomize', files, dir: 'k' })).code).toMatch(/DRF21(0[123]|14)/)
    await worksAgain()
  })
})

describe('B-42: input on which Helm has crashed', () => {
  it.each([
    ['null values', { 'values.yaml': 'null' }],
    ['values that are a list', { 'values.yaml': '[]' }],
    [
      'a null sub-chart',
      {
        'values.yaml': 'x: null',
        'charts/x/Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0',
        'charts/x/values.yaml': 'a: {b: null}',
      },
    ],
    ['an empty schema', { 'values.schema.json': '' }],
    ['a schema that is a number', { 'values.schema.json': '7' }],
    ['a schema that refers to itself', { 'values.schema.json': '{"$ref": "#"}' }],
    [
      'a schema that refers in a circle',
      {
        'values.schema.json':
          '{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}',
      },
    ],
    ['a deep schema', { 'values.schema.json': '{"not":'.repeat(20_000) + '{}' + '}'.repeat(20_000) }],
    ['an index of a billion', { 'values.yaml': 'a: b' }],
    ['deep values', { 'values.yaml': `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}` }],
    ['empty sub-charts', { 'charts/x/y': '' }],
    ['a broken archive', { 'charts/x.tgz': 'no' }],
  ] as [string, Record<string, string>][])('%s', async (_name, files) => {
    const result = await template('a: {{ .Values.a | toJson }}', files)
    if (!result.ok) expect(result.error.code).toMatch(/^DRF21/)
    await worksAgain()
  })

  it.each([
    'dependencies: [null]',
    'maintainers: [null]',
    'dependencies: [{name: x, import-values: [null]}]',
    'dependencies: {}',
    'type: null',
  ])('metadata with %s', async (metadata) => {
    const result = await renderer.render(helm({ files: chart({ 'templates/a.yaml': 'a: b' }, metadata) }))
    if (!result.ok) expect(result.error.code).toMatch(/^DRF210[67]/)
    await worksAgain()
  })

  it('a parameter with a huge index', async () => {
    const files = chart({ 'templates/a.yaml': 'a: b' })
    expect(errorOf(await renderer.render(helm({ files, set: ['a[999999999]=x'] }))).code).toBe('DRF2108')
    expect(errorOf(await renderer.render(helm({ files, set: [`a${'.a'.repeat(10_000)}=x`] }))).code).toBe('DRF2108')
    await worksAgain()
  })
})

describe('the worker', () => {
  it('goes when idle and comes back', async () => {
    const own = await startRenderer({ idleMs: 50 })
    expect(succeeded(await own.render(helm({ files: chart({ 'templates/a.yaml': 'a: b' }) }))).documents).toHaveLength(
      1,
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(succeeded(await own.render(helm({ files: chart({ 'templates/a.yaml': 'a: b' }) }))).documents).toHaveLength(
      1,
    )
    await own.close()
  })

  it('renders one after the other what is asked for at once', async () => {
    const results = await Promise.all([1, 2, 3].map((n) => template(`a: ${n}`)))
    expect(results.map(contentOf)).toEqual(['a: 1', 'a: 2', 'a: 3'])
  })

  it('ends a running render when it is closed, and takes no other', async () => {
    const own = await startRenderer()
    const running = own.render(
      helm({
        files: chart({ 'templates/a.yaml': '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}' }),
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
    await own.close()
    expect(errorOf(await running).code).toBe('DRF2122')
    expect(errorOf(await own.render(helm({ files: chart({}) }))).code).toBe('DRF2122')
  })

  it('says so if there is no module', async () => {
    const own = await startRenderer({ wasmPath: '/nowhere/renderer.wasm' })
    expect(errorOf(await own.render(helm({ files: chart({}) }))).code).toBe('DRF2120')
    await own.close()
  })
})
