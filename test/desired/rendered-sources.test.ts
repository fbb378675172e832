import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workingTrees } from '../../src/adapters/files/working-trees.ts'
import { gitRepositories } from '../../src/adapters/git/repositories.ts'
import { readSource } from '../../src/desired/read-source.ts'
import type { Renderer } from '../../src/desired/renderer.ts'
import type { HelmSettings } from '../../src/desired/source-spec.ts'
import { startRenderer } from '../render/renderer-under-test.ts'

const TARGET = { kubeVersion: 'v1.36.3', apiVersions: [], namespace: 'shop' }
const folder = mkdtempSync(join(tmpdir(), 'driftage-desired-'))
let renderer: Renderer

beforeAll(async () => {
  renderer = await startRenderer()
})
afterAll(async () => {
  await renderer.close()
  rmSync(folder, { recursive: true, force: true })
})

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function read(path: string, helm: HelmSettings = {}) {
  const repositories = gitRepositories({ cacheFolder: join(folder, 'clones') })
  const spec = { kind: 'path', name: 'shop', path: join(folder, path), helm } as const
  return readSource(spec, TARGET, { workingTrees, repositories, renderer })
}

function cm(name: string, data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}`
}

describe('a kustomization', () => {
  it('is rendered from the folder that was named', async () => {
    write({ 'k/kustomization.yaml': 'namePrefix: x-\nresources: [a.yaml]\n', 'k/a.yaml': cm('a', '  k: v\n') })
    const { kind, manifests, gaps, revision } = await read('k')
    expect([kind, gaps]).toEqual(['kustomization', []])
    expect(manifests.map(({ manifest }) => manifest['metadata'])).toEqual([{ name: 'x-a' }])
    expect(revision).toEqual({ name: 'shop', revision: '', dirty: false })
  })

  it('names the reference that leaves the source', async () => {
    write({ 'k2/kustomization.yaml': 'resources: [../k]\n' })
    const { gaps, manifests } = await read('k2')
    expect(manifests).toEqual([])
    expect(gaps.map(({ code }) => code)).toContain('DRF2009')
  })
})

describe('a chart', () => {
  it('is rendered with values from outside, and what cannot be known is marked', async () => {
    write({
      'c/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'c/values.yaml': 'a: inside\n',
      'c/crds/w.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: w.x.io}\nspec: {group: x.io}\n',
      'c/templates/plain.yaml': cm(
        'plain',
        '  a: {{ .Values.a }}\n  m: {{ .Release.Name }}/{{ .Release.Namespace }}\n',
      ),
      'c/templates/random.yaml': cm('random', '  fixed: x\n  drawn: {{ randAlphaNum 20 }}\n'),
      'c/templates/lookup.yaml': cm('lookup', '  x: {{ lookup "v1" "Secret" "a" "b" | toJson | quote }}\n'),
      'c/templates/hook.yaml': cm('hook', '  a: b\n').replace(
        '  name: hook\n',
        '  name: hook\n  annotations: {helm.sh/hook: pre-upgrade}\n',
      ),
      'values-prod.yaml': 'a: outside\n',
    })
    const { kind, manifests, gaps } = await read('c', { valuesFiles: [join(folder, 'values-prod.yaml')] })
    expect([kind, gaps]).toEqual(['chart', []])
    const byFile = manifests.toSorted((a, b) => (a.place.file < b.place.file ? -1 : 1))
    const facts = byFile.map(({ manifest, place, role, unrenderable }) => [
      place.file,
      role,
      unrenderable,
      manifest['data'],
    ])
    expect(facts).toEqual([
      ['crds/w.yaml', 'crd-of-chart', undefined, undefined],
      ['templates/hook.yaml', 'hook', undefined, { a: 'b' }],
      ['templates/lookup.yaml', 'object', [''], expect.anything()],
      ['templates/plain.yaml', 'object', undefined, { a: 'outside', m: 'web/shop' }],
      ['templates/random.yaml', 'object', ['.data.drawn'], expect.anything()],
    ])
  })
})
