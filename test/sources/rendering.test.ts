import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Renderer } from '../../src/desired/renderer.ts'
import { configMap, TemporaryRepository, temporaryFolder } from '../git/temporary-repository.ts'
import { startRenderer } from '../render/renderer-under-test.ts'
import { gitSource, marksOf, namesIn, pathSource, watching } from './watched.ts'

let renderer: Renderer

beforeAll(async () => {
  renderer = await startRenderer()
})
afterAll(() => renderer.close())

const cacheFolder = temporaryFolder()

function urlOf(repo: TemporaryRepository): string {
  return `file://${repo.folder}`
}

const OVERLAY = {
  'base/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
  'base/a.yaml': configMap('a'),
  'base/b.yaml': configMap('b'),
  'prod/kustomization.yaml': 'namePrefix: x-\nresources: [../base]\n',
}

describe('G-7 a source is rendered when what it reads has changed, and not otherwise', () => {
  it('advances over commits that touch other folders without a render', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ ...OVERLAY, 'docs/x.md': '1' })
    const w = watching([gitSource(urlOf(repo), { folder: 'prod' })], { cacheFolder, renderer })
    expect(await w.check()).toBe('fresh')
    expect(w.changes().map(marksOf)).toEqual([['+x-a', '+x-b']])
    expect(w.state()).toMatchObject({ revision: first, objects: 2, failing: null, held: null })

    const second = repo.commit({ 'docs/x.md': '2' })
    expect(await w.check()).toBe('fresh')
    expect(w.renderer.requests).toHaveLength(1)
    expect(w.changes().at(-1)).toMatchObject({ revision: second, previousRevision: first, changed: [] })
    expect(w.watch.desired()[0]?.revision).toEqual({ name: 'shop', revision: second, dirty: false })
    expect(w.state().revision).toBe(second)
  })

  it('asks only for the head while nothing was pushed', async () => {
    const repo = new TemporaryRepository()
    repo.commit(OVERLAY)
    const w = watching([gitSource(urlOf(repo), { folder: 'prod' })], { cacheFolder, renderer })
    await w.check()
    const [opened, events] = [w.git.opened, w.changes().length]
    for (let times = 0; times < 5; times++) await w.check()
    expect([w.git.opened, w.changes().length, w.renderer.requests.length]).toEqual([opened, events, 1])
    expect(w.git.heads).toBeGreaterThan(5)
  })

  it('renders for a change of a base, and names only the objects whose manifest changed', async () => {
    const repo = new TemporaryRepository()
    repo.commit(OVERLAY)
    const w = watching([gitSource(urlOf(repo), { folder: 'prod' })], { cacheFolder, renderer })
    await w.check()
    const before = w.watch.desired()[0]?.manifests
    repo.commit({ 'base/b.yaml': configMap('b', { a: 'changed' }), 'base/c.yaml': configMap('c') })
    repo.commit({ 'base/kustomization.yaml': 'resources: [b.yaml, c.yaml]\n' })
    await w.check()
    expect(marksOf(w.changes().at(-1))).toEqual(['-x-a', '~x-b', '+x-c'])
    expect(w.renderer.requests).toHaveLength(2)

    repo.commit({ 'base/b.yaml': `# said otherwise\n${configMap('b', { a: 'changed' })}` })
    await w.check()
    expect(marksOf(w.changes().at(-1))).toEqual([])
    const now = w.watch.desired()[0]?.manifests
    expect(now?.map(({ manifest }) => manifest)).not.toEqual(before?.map(({ manifest }) => manifest))
  })

  it('renders a chart anew for another cluster version and for other values, of this machine or of the repository', async () => {
    const repo = new TemporaryRepository()
    repo.commit({
      'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'chart/templates/a.yaml': `${configMap('a', { v: '{{ .Capabilities.KubeVersion.Version }}' })}  x: {{ .Values.x }}\n  z: {{ .Values.z }}\n`,
      'values/prod.yaml': 'x: one\n',
      'other.txt': '1',
    })
    const values = join(temporaryFolder(), 'values.yaml')
    writeFileSync(values, 'z: two\n')
    const source = gitSource(urlOf(repo), { folder: 'chart' })
    const helm = { valuesFiles: [values], valuesInRepository: ['values/prod.yaml'] }
    const w = watching([{ ...source, spec: { ...source.spec, helm } }], { cacheFolder, renderer })
    const data = () => w.watch.desired()[0]?.manifests[0]?.manifest['data']
    await w.check()
    expect(data()).toEqual({ v: 'v1.36.3', x: 'one', z: 'two' })
    repo.commit({ 'other.txt': '2' })
    await w.check()
    expect(w.renderer.requests).toHaveLength(1)

    w.target.current = { ...w.target.current, kubeVersion: 'v1.37.0' }
    await w.check()
    expect(data()).toEqual({ v: 'v1.37.0', x: 'one', z: 'two' })
    writeFileSync(values, 'z: three\n')
    await w.check()
    repo.commit({ 'values/prod.yaml': 'x: four\n' })
    await w.check()
    expect(data()).toEqual({ v: 'v1.37.0', x: 'four', z: 'three' })
    expect([w.renderer.requests.length, w.changes().map(marksOf)]).toEqual([4, [['+a'], [], ['~a'], ['~a'], ['~a']]])
  })

  it('F-20 does not call an object changed for a value that every render draws anew', async () => {
    const repo = new TemporaryRepository()
    repo.commit({
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'templates/a.yaml': configMap('a', { drawn: '{{ randAlphaNum 20 }}' }),
      'templates/b.yaml': configMap('b'),
    })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder, renderer })
    await w.check()
    expect(w.watch.desired()[0]?.manifests.map(({ unrenderable }) => unrenderable)).toEqual([
      ['.data.drawn'],
      undefined,
    ])
    repo.commit({ 'templates/b.yaml': configMap('b', { a: 'changed' }) })
    await w.check()
    expect(marksOf(w.changes().at(-1))).toEqual(['~b'])
  })
})

describe('F-18 an LFS pointer that a render would read', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'

  it.each([
    ['a kustomization', { 'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n', 'a.yaml': configMap('a') }, 'b.yaml'],
    [
      'a chart',
      { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', 'templates/a.yaml': configMap('a') },
      'templates/b.yaml',
    ],
  ])('fails %s with a code of its own, and pictures fail nothing', async (_, files, place) => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ ...files, [place]: configMap('b'), 'logo.png': pointer })
    const w = watching([gitSource(urlOf(repo))], { cacheFolder, renderer })
    await w.check()
    expect(w.state()).toMatchObject({ revision: first, objects: 2, failing: null })
    repo.commit({ [place]: pointer })
    await w.check()
    expect(w.state()).toMatchObject({ revision: first, objects: 2, failing: { code: 'DRF2008' } })
    expect(w.state().failing?.message).toContain(place)
  })
})

describe('a folder of this machine', () => {
  it('is read again when its content changed, not when it was only touched', async () => {
    const folder = temporaryFolder()
    const write = (name: string, data?: Record<string, string>) =>
      writeFileSync(join(folder, `${name}.yaml`), configMap(name, data))
    write('a')
    write('b')
    const w = watching([pathSource(folder)], { cacheFolder })
    await w.check()
    write('a')
    await w.check()
    expect(w.changes().map(marksOf)).toEqual([['+a', '+b']])
    write('a', { a: 'other' })
    write('c')
    await w.check()
    expect(marksOf(w.changes().at(-1))).toEqual(['~a', '+c'])
    expect(w.state()).toMatchObject({ revision: '', objects: 3 })
  })

  it('carries its commit while it is exactly that', async () => {
    const repo = new TemporaryRepository()
    const first = repo.commit({ 'a.yaml': configMap('a') })
    const w = watching([pathSource(repo.folder)], { cacheFolder })
    await w.check()
    repo.write({ 'a.yaml': configMap('a', { a: 'other' }) })
    await w.check()
    const second = repo.commit({})
    await w.check()
    expect(w.changes().map(({ revision, changed }) => [revision, changed.length])).toEqual([
      [first, 1],
      ['', 1],
      [second, 0],
    ])
    expect(namesIn(await w.watch.renderedAt('shop', first))).toEqual(['a'])
  })
})

describe('files that say something about the source', () => {
  it('come with each state, at its revision, the nearest first', async () => {
    const repo = new TemporaryRepository()
    repo.commit({ 'deploy/a.yaml': configMap('a'), '.driftage.yaml': 'owner: all\n', 'docs/CODEOWNERS': '* @docs\n' })
    const w = watching([gitSource(urlOf(repo), { folder: 'deploy' })], { cacheFolder })
    await w.check()
    expect(w.changes().at(-1)?.files).toEqual({
      driftageYaml: { text: 'owner: all\n', place: '.driftage.yaml' },
      codeowners: { text: '* @docs\n', place: 'docs/CODEOWNERS' },
    })
    repo.commit({ 'deploy/.driftage.yaml': 'owner: shop\n', '.github/CODEOWNERS': '* @shop\n' })
    await w.check()
    expect(w.changes().at(-1)?.files).toEqual({
      driftageYaml: { text: 'owner: shop\n', place: 'deploy/.driftage.yaml' },
      codeowners: { text: '* @shop\n', place: '.github/CODEOWNERS' },
    })
  })
})
