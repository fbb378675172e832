import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Renderer } from '../../src/desired/renderer.ts'
import { ensureTool } from '../../tools/build.mjs'
import { archive } from './archives.ts'
import { chart, tree } from './file-trees.ts'
import { runWithInput } from './native-program.ts'
import { contentOf, errorOf, helm, startRenderer } from './renderer-under-test.ts'
import { ownTemporaryFolder } from './temporary-folder.ts'

const folder = ownTemporaryFolder()
let renderer: Renderer
let hits = 0
const server = createServer((_request, response) => {
  hits++
  response.end('{}')
})
let address: string
beforeAll(async () => {
  renderer = await startRenderer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env['DRIFTAGE_CANARY'] = 'zq7CANARYxk'
})
afterAll(async () => {
  delete process.env['DRIFTAGE_CANARY']
  server.close()
  await renderer.close()
})
afterEach(() => expect(hits).toBe(0))

const template = (text: string) => renderer.render(helm({ files: chart({ 'templates/a.yaml': text }) }))

describe('templates', () => {
  it.each(['{{ env "PATH" }}', '{{ expandenv "$DRIFTAGE_CANARY" }}'])('B-11: %s is no function', async (text) => {
    expect(errorOf(await template(text)).code).toBe('DRF2112')
  })

  it.each(['../../etc/passwd', '/etc/passwd', '/proc/self/environ', '..%2f..%2fetc/passwd'])(
    'B-20: .Files.Get "%s" is empty',
    async (file) => {
      expect(contentOf(await template(`a: {{ .Files.Get "${file}" | quote }}`))).toBe('a: ""')
    },
  )

  it('B-20: .Files.Glob finds nothing outside the chart', async () => {
    expect(contentOf(await template('a: {{ len (.Files.Glob "../**") }}'))).toBe('a: 0')
  })

  it('B-10: there is no DNS', async () => {
    expect(contentOf(await template('a: {{ getHostByName "localhost" | quote }}'))).toBe('a: ""')
  })

  it('there is no cluster', async () => {
    expect(contentOf(await template('a: {{ lookup "v1" "Secret" "" "" | toJson }}'))).toBe('a: {}')
  })
})

describe('charts', () => {
  it.each(['.', '..', '../x', 'a/b'])('B-28: the name %s', async (name) => {
    const files = tree({ 'c/Chart.yaml': `apiVersion: v2\nname: "${name}"\nversion: 1.0.0\n` })
    expect(errorOf(await renderer.render(helm({ files }))).code).toBe('DRF2106')
  })

  it('B-28: Chart.lock is read and fetches nothing', async () => {
    const lock = `dependencies: [{name: x, repository: "${address}", version: 1.0.0}]\ndigest: x\ngenerated: "2020-01-01T00:00:00Z"\n`
    const dependency = `dependencies: [{name: x, repository: "${address}", version: 1.0.0}]`
    const result = await renderer.render(helm({ files: chart({ 'Chart.lock': lock }, dependency) }))
    expect(errorOf(result).code).toBe('DRF2107')
  })

  it('B-28: a dependency by path is not followed', async () => {
    const files = chart({}, 'dependencies: [{name: x, repository: "file://../../x", version: 1.0.0}]')
    expect(errorOf(await renderer.render(helm({ files }))).code).toBe('DRF2107')
  })

  it.each(['../x', '/etc/passwd', '..', 'c/../../x'])('B-20: the chart folder %s', async (chartDir) => {
    expect(errorOf(await renderer.render(helm({ files: chart({}), chartDir }))).code).toBe('DRF2104')
  })

  it.each(['/etc/passwd', '../etc/passwd', '-', 'http://127.0.0.1/v.yaml', 'file:///etc/passwd'])(
    'B-20: the values file %s',
    async (file) => {
      expect(errorOf(await renderer.render(helm({ files: chart({}), valuesFiles: [file] }))).code).toMatch(/DRF210[45]/)
      expect(errorOf(await renderer.render(helm({ files: chart({}), setFile: [`a=${file}`] }))).code).toMatch(
        /DRF210[45]/,
      )
    },
  )

  it.each([
    ['http', () => `${address}/s.json`],
    ['file', () => 'file:///etc/passwd'],
    ['relative', () => '../../etc/passwd'],
    ['a device', () => 'file:///dev/zero'],
  ])('a schema with a reference: %s', async (_name, reference) => {
    const schema = JSON.stringify({ $ref: reference() })
    expect(errorOf(await renderer.render(helm({ files: chart({ 'values.schema.json': schema }) }))).code).toBe(
      'DRF2110',
    )
  })

  it('B-20: a link inside an archive is an empty file', async () => {
    const bytes = archive([
      { path: 'x/Chart.yaml', content: 'apiVersion: v2\nname: x\nversion: 1.0.0\n' },
      { path: 'x/passwd', content: '/etc/passwd', type: '2' },
      { path: 'x/templates/a.yaml', content: 'a: {{ .Files.Get "passwd" | quote }}' },
    ])
    expect(contentOf(await renderer.render(helm({ files: tree({ 'x.tgz': bytes }), chartDir: 'x.tgz' })))).toBe('a: ""')
  })

  it.each(['x/../../a', '/a', 'x/../../../etc/a'])('B-20: an archive with the path %s', async (path) => {
    const bytes = archive([
      { path: 'x/Chart.yaml', content: 'apiVersion: v2\nname: x\nversion: 1.0.0\n' },
      { path, content: 'a' },
    ])
    const result = await renderer.render(helm({ files: tree({ 'x.tgz': bytes }), chartDir: 'x.tgz' }))
    if (!result.ok) expect(result.error.code).toBe('DRF2106')
    expect(existsSync('/a')).toBe(false)
  })
})

describe('the folder', () => {
  it.each(['/etc/x', '../x', 'a/../../x', 'a//b', './a', 'a\0b', 'a\\..\\b', ''])(
    'B-20: the path %j is not written',
    async (path) => {
      const files = new Map([...chart({}), ...tree({ [path]: 'x' })])
      expect(errorOf(await renderer.render(helm({ files }))).code).toBe('DRF2104')
    },
  )

  it('is removed after each render, also after a failed one', async () => {
    await template('a: b')
    await template('{{ fail "no" }}')
    expect(readdirSync(folder()).filter((name) => name.startsWith('driftage-render-'))).toEqual([])
  })
})

describe('the native build of the same program', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(folder(), 'links-'))
    mkdirSync(join(root, 'c'))
    writeFileSync(join(root, 'c/Chart.yaml'), 'apiVersion: v2\nname: c\nversion: 1.0.0\n')
  })
  afterAll(() => rmSync(root, { recursive: true }))

  it.each([
    ['a file outside', '/etc/passwd'],
    ['a folder outside', '/etc'],
    ['itself', 'link'],
    ['a file inside', 'Chart.yaml'],
  ])('B-20: refuses a link to %s', async (_name, target) => {
    const link = join(root, 'c/link')
    symlinkSync(target, link)
    const response = await native({ kind: 'helm', root, helm: { chartDir: 'c' } })
    rmSync(link)
    expect(response.error).toMatchObject({ code: 'outside', file: 'c/link' })
  })

  it('B-28: refuses a Chart.lock that is a link', async () => {
    symlinkSync('/etc/passwd', join(root, 'c/Chart.lock'))
    const response = await native({ kind: 'helm', root, helm: { chartDir: 'c' } })
    rmSync(join(root, 'c/Chart.lock'))
    expect(response.error).toMatchObject({ code: 'outside' })
  })

  it('takes no variable of an env file from its environment', async () => {
    writeFileSync(join(root, 'kustomization.yaml'), 'configMapGenerator: [{name: c, envs: [e.env]}]')
    writeFileSync(join(root, 'e.env'), 'DRIFTAGE_CANARY\n')
    const response = await native({ kind: 'kustomize', root, kustomize: { dir: '' } })
    expect(JSON.stringify(response)).not.toContain('zq7CANARYxk')
    expect(response.manifests).toHaveLength(1)
  })
})

interface NativeResponse {
  readonly manifests?: readonly { readonly content: string }[]
  readonly error?: { readonly code: string; readonly file?: string }
}

async function native(request: object): Promise<NativeResponse> {
  const { dir } = await ensureTool('renderer')
  return JSON.parse(await runWithInput(join(dir, 'renderer'), JSON.stringify(request))) as NativeResponse
}
