import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Renderer, RenderRequestFlux } from '../../src/desired/renderer.ts'
import { fixture, tree } from './file-trees.ts'
import { contentOf, errorOf, startRenderer, succeeded } from './renderer-under-test.ts'

let renderer: Renderer
beforeAll(async () => {
  renderer = await startRenderer()
})
afterAll(() => renderer.close())

const build = (spec: object, request: Partial<RenderRequestFlux> & Pick<RenderRequestFlux, 'files'>) =>
  renderer.render({
    kind: 'flux',
    dir: 'apps',
    kustomization: {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'apps', namespace: 'flux-system' },
      spec,
    },
    ...request,
  })

const map = (name: string, data = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${data}`
const plain = tree({
  'apps/a.yaml': map('a', 'data: {region: "${region}", size: "${size:=small}"}'),
  'apps/deep/b.yaml': map('b'),
  'apps/notes.txt': 'no',
})

describe('a folder without a kustomization', () => {
  it('is built from all manifests in it, each with its file', async () => {
    const { documents, engine } = succeeded(await build({}, { files: plain }))
    expect(documents.map(({ file }) => file).sort()).toEqual(['apps/a.yaml', 'apps/deep/b.yaml'])
    expect(engine.name).toBe('flux')
  })

  it('leaves out what the source ignores', async () => {
    const { documents } = succeeded(await build({}, { files: plain, ignore: 'deep/' }))
    expect(documents.map(({ file }) => file)).toEqual(['apps/a.yaml'])
  })
})

describe("the object's own settings", () => {
  it('take the place of those of the folder, patches and images come on top', async () => {
    const spec = {
      targetNamespace: 'other',
      namePrefix: 'x-',
      images: [{ name: 'registry.example/web', newTag: '3.0' }],
      patches: [{ target: { kind: 'Deployment' }, patch: '- op: add\n  path: /spec/paused\n  value: true\n' }],
    }
    const text = contentOf(await build(spec, { files: fixture('kustomize'), dir: 'web/overlays/prod' }))
    for (const part of ['namespace: other', 'name: x-web', 'web:3.0', 'paused: true']) expect(text).toContain(part)
    expect(text).not.toContain('config.kubernetes.io/origin')
  })

  it('substitute variables, their own before those of substituteFrom', async () => {
    const spec = { postBuild: { substitute: { region: 'eu' } } }
    const text = contentOf(await build(spec, { files: plain, substituteFrom: { region: 'us', size: 'large' } }))
    expect(text).toContain('region: eu')
    expect(text).toContain('size: large')
  })

  it('leave variables alone where there is nothing to substitute', async () => {
    expect(contentOf(await build({}, { files: plain }))).toContain('${region}')
  })
})

describe('what is refused', () => {
  it('a variable with a bad name, without its value', async () => {
    const error = errorOf(await build({}, { files: plain, substituteFrom: { 'a-b': 'zq7CANARYxk' } }))
    expect(error.code).toBe('DRF2118')
    expect(error.message).not.toContain('CANARY')
  })

  it('B-21: a remote base', async () => {
    const files = tree({ 'apps/kustomization.yaml': 'resources: ["https://example.com/x"]' })
    expect(errorOf(await build({}, { files })).code).toBe('DRF2115')
  })

  it('B-20: a component outside the folder', async () => {
    expect(errorOf(await build({ components: ['../../../etc'] }, { files: plain })).code).toMatch(/DRF21(04|14)/)
  })

  it('a path outside the folder', async () => {
    expect(errorOf(await build({}, { files: plain, dir: '../x' })).code).toBe('DRF2104')
  })
})
