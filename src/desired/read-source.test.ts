import { describe, expect, it } from 'vitest'
import { DriftageError } from '../errors/driftage-error.ts'
import { at } from '../model/json.ts'
import { readSource, type SourcePorts } from './read-source.ts'
import type { Renderer, RenderRequest, RenderResult } from './renderer.ts'
import type { HelmSettings } from './source-spec.ts'
import type { SourceTree, TreeEntry } from './source-tree.ts'

const TARGET = { kubeVersion: 'v1.36.3', apiVersions: ['apps/v1'], namespace: 'shop' }

function cm(name: string, rest = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${rest}`
}

class MemoryTree implements SourceTree {
  readonly #files: Readonly<Record<string, string>>

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = files
  }

  async list(folder: string): Promise<readonly TreeEntry[]> {
    const paths = Object.keys(this.#files).filter(
      (path) => folder === '' || path === folder || path.startsWith(`${folder}/`),
    )
    return paths.sort().map((path) => ({ path, kind: this.#files[path]?.startsWith('->') ? 'symlink' : 'file' }))
  }

  async read(paths: readonly string[]) {
    const found = paths.filter((path) => Object.hasOwn(this.#files, path) && !this.#files[path]?.startsWith('->'))
    return { files: new Map(found.map((path) => [path, new TextEncoder().encode(this.#files[path])])), tooLarge: [] }
  }
}

interface Setting {
  readonly folder?: string
  readonly helm?: HelmSettings
  readonly machine?: Readonly<Record<string, string>>
  readonly render?: (request: RenderRequest, call: number) => RenderResult
}

function read(files: Readonly<Record<string, string>>, { folder = '', helm = {}, machine = {}, render }: Setting = {}) {
  const requests: RenderRequest[] = []
  const renderer: Renderer = {
    async render(request) {
      requests.push(request)
      if (render === undefined) throw new Error('nothing was to be rendered')
      return render(request, requests.length)
    },
    close: async () => undefined,
  }
  const ports: SourcePorts = {
    renderer,
    workingTrees: {
      open: async () => ({ tree: new MemoryTree(files), folder }),
      readFile: async (path) => (machine[path] === undefined ? undefined : new TextEncoder().encode(machine[path])),
    },
    repositories: {
      describe: async () => undefined,
      open: async () => {
        throw new DriftageError('DRF2032', 'no such revision')
      },
    },
  }
  const result = readSource({ kind: 'path', name: 'shop', path: '/x', helm }, TARGET, ports)
  return { result, requests, ports }
}

async function gapsOf(files: Readonly<Record<string, string>>) {
  return (await read(files).result).gaps.map(({ code, place }) => [code, place])
}

describe('plain folder', () => {
  it('takes what kubectl apply -R takes, with file and line', async () => {
    const { result } = read({
      'a.yaml': `# c\n${cm('a')}---\n${cm('b')}`,
      'sub/c.yml': cm('c'),
      'sub/deep/d.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}',
      'README.md': 'x',
      'e.txt': cm('e'),
    })
    const { kind, manifests, gaps } = await result
    expect([kind, gaps]).toEqual(['manifests', []])
    expect(
      manifests.map(({ manifest, place: { file, line } }) => [at(manifest, 'metadata', 'name'), file, line]),
    ).toEqual([
      ['a', 'a.yaml', 2],
      ['b', 'a.yaml', 7],
      ['c', 'sub/c.yml', 1],
      ['d', 'sub/deep/d.json', 1],
    ])
    expect(manifests[1]?.place.lineOf?.(['metadata', 'name'])).toBe(10)
  })

  it('passes over YAML that is no manifest, and says so', async () => {
    const { result } = read({
      'a.yaml': cm('a'),
      'values.yaml': 'image: x\n',
      '.github/workflows/ci.yml': 'on: push\njobs: {}\n',
      'list.yaml': '- x\n',
      'kustomize/x.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Component\n',
      'empty.yaml': '# nothing\n---\n',
    })
    const { gaps, skipped } = await result
    expect(gaps).toEqual([])
    expect(skipped.map(({ file, reason }) => [file, reason])).toEqual([
      ['.github/workflows/ci.yml', 'not-a-manifest'],
      ['kustomize/x.yaml', 'tool-file'],
      ['list.yaml', 'not-a-manifest'],
      ['values.yaml', 'not-a-manifest'],
    ])
  })

  it.each([
    ['no name', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', 'metadata.name'],
    ['a number as name', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 123\n', 'metadata.name'],
    ['no metadata', 'apiVersion: v1\nkind: ConfigMap\n', 'metadata is missing'],
    ['no apiVersion', 'kind: ConfigMap\nmetadata:\n  name: x\n', 'apiVersion'],
    ['no kind', 'apiVersion: v1\nmetadata:\n  name: x\n', 'kind is missing'],
    [
      'a list as namespace',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: []}\n',
      'metadata.namespace',
    ],
  ])('names what only looks like a manifest: %s', async (_, text, words) => {
    const { gaps, manifests } = await read({ 'a.yaml': cm('a'), 'b.yaml': `# c\n${text}` }).result
    expect(manifests).toHaveLength(1)
    expect(gaps).toMatchObject([{ code: 'DRF2005', place: 'b.yaml:2', source: 'shop' }])
    expect(gaps[0]?.message).toContain(words)
  })

  it('reads on behind broken documents and files', async () => {
    const files = {
      'a.yaml': `${cm('a')}---\na: [\n---\n${cm('b')}`,
      'latin1.yaml': '\udcff',
      'lfs.yaml': 'version https://git-lfs.github.com/spec/v1\n',
      'link.yaml': '->/etc/passwd',
    }
    expect((await read(files).result).manifests).toHaveLength(2)
    expect(await gapsOf(files)).toEqual([
      ['DRF2006', 'link.yaml'],
      ['DRF2001', 'a.yaml:7:1'],
      ['DRF2008', 'lfs.yaml'],
    ])
  })

  it('is empty only in words, never as "remove everything"', async () => {
    expect(await gapsOf({})).toEqual([['DRF2010', undefined]])
    expect(await gapsOf({ 'values.yaml': 'a: 1\n' })).toEqual([['DRF2010', undefined]])
  })
})

describe('documents', () => {
  it('take lists apart, typed ones too', async () => {
    const { result } = read({
      'a.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${cm('a').replaceAll('\n', '\n  ')}\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: b}\n`,
      'b.yaml': 'apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata:\n    name: c\n',
      'c.yaml': 'apiVersion: v1\nkind: List\nitems:\n- metadata:\n    name: d\n',
    })
    const { manifests, gaps } = await result
    expect(manifests.map(({ manifest, place }) => [manifest['kind'], manifest['metadata'], place.line])).toEqual([
      ['ConfigMap', { name: 'a' }, 4],
      ['ConfigMap', { name: 'b' }, 9],
      ['ConfigMap', { name: 'c' }, 4],
    ])
    expect(manifests[1]?.place.lineOf?.(['metadata', 'name'])).toBe(11)
    expect(gaps).toMatchObject([{ code: 'DRF2005', place: 'c.yaml:4' }])
  })

  it('know hooks, generated names and encrypted values', async () => {
    const { result } = read({
      'a.yaml': cm('a', '  annotations: {helm.sh/hook: pre-install}\n'),
      'b.yaml': cm('b', '  annotations:\n    argocd.argoproj.io/hook: Sync\n'),
      'c.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: x-\n',
      'd.yaml': cm('d', 'data:\n  k: ENC[AES256_GCM,data:x]\nsops:\n  mac: x\n'),
      'e.yaml': cm('e', 'data:\n  k: ENC[AES256_GCM,data:x]\n'),
      'f.yaml': cm('f', 'data:\n  k: see ENC[ in the manual\n'),
    })
    const { manifests } = await result
    expect(manifests.map(({ role, encrypted }) => [role, encrypted])).toEqual([
      ['hook', undefined],
      ['hook', undefined],
      ['object', undefined],
      ['object', true],
      ['object', true],
      ['object', undefined],
    ])
    expect(Object.keys(manifests[3]?.manifest ?? {})).not.toContain('sops')
  })

  it('come from standard input too', async () => {
    const { ports } = read({})
    const bytes = new TextEncoder().encode(cm('a'))
    const result = await readSource({ kind: 'stdin', name: '-', bytes }, TARGET, ports)
    expect(result.manifests.map(({ place: { file, line } }) => [file, line])).toEqual([['-', 1]])
    expect(result.revision).toEqual({ name: '-', revision: '', dirty: false })
  })

  it('are a gap where the source cannot be opened', async () => {
    const { ports } = read({})
    const spec = { kind: 'git', name: 'shop', repository: 'x', revision: 'y', folder: '.' } as const
    expect((await readSource(spec, TARGET, ports)).gaps).toMatchObject([{ code: 'DRF2032', source: 'shop' }])
  })
})

const ENGINE = { name: 'x', version: '1' }

function rendered(
  documents: readonly { file?: string; content: string; crd?: boolean; hooks?: readonly string[] }[],
): RenderResult {
  const whole = documents.map((one) => ({ file: '', crd: false, hooks: [], ...one }))
  return { ok: true, documents: whole, nondeterministic: [], warnings: [], engine: ENGINE }
}

describe('kustomization', () => {
  const FILES = {
    'apps/web/overlays/prod/kustomization.yaml':
      'resources:\n- ../../base\n- https://example.com/../x\nconfigMapGenerator:\n- name: x\n  files:\n  - k=../shared/k.txt\npatches:\n- patch: "a: ../no"\n- path: ../../../outside.yaml\n',
    'apps/web/overlays/shared/k.txt': 'k',
    'apps/web/overlays/dev/kustomization.yaml': '{}',
    'apps/web/base/kustomization.yml': 'resources: [a.yaml, ../../../../../up]',
    'apps/web/base/a.yaml': cm('a'),
    'apps/outside.yaml': 'x: 1',
    'apps/other.yaml': 'x: 1',
  }

  it('is rendered from its folder and what it refers to', async () => {
    const { result, requests } = read(FILES, {
      folder: 'apps/web/overlays/prod',
      render: () => rendered([{ file: 'apps/web/base/a.yaml', content: cm('a') }, { content: cm('b') }]),
    })
    const { kind, manifests, gaps } = await result
    expect([kind, gaps]).toEqual(['kustomization', []])
    expect(manifests.map(({ place }) => place)).toEqual([
      { file: 'apps/web/base/a.yaml' },
      { file: 'apps/web/overlays/prod' },
    ])
    const [request] = requests
    expect([...(request?.files.keys() ?? [])].sort()).toEqual([
      'apps/outside.yaml',
      'apps/web/base/a.yaml',
      'apps/web/base/kustomization.yml',
      'apps/web/overlays/prod/kustomization.yaml',
      'apps/web/overlays/shared/k.txt',
    ])
  })

  it('names what was refused where it cannot be rendered', async () => {
    const { result } = read(FILES, {
      folder: 'apps/web/overlays/prod',
      render: () => ({ ok: false, error: { code: 'DRF2105', message: 'A file is missing.', file: 'apps/x.yaml' } }),
    })
    expect((await result).gaps.map(({ code, reason, place }) => [code, reason, place])).toEqual([
      ['DRF2105', 'render', 'apps/x.yaml'],
      ['DRF2009', 'outside', 'apps/web/base/kustomization.yml'],
    ])
  })
})

describe('chart', () => {
  const FILES = {
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'charts/web/templates/a.yaml': '{{ x }}',
  }
  const SETTING = {
    folder: 'charts/web',
    helm: { valuesFiles: ['/v/prod.yaml'], set: ['a=1'] },
    machine: { '/v/prod.yaml': 'a: 2' },
  }

  it('is rendered as upgrade for the target, with values from anywhere', async () => {
    const documents = [
      { file: 'chart/templates/a.yaml', content: cm('a') },
      { file: 'chart/templates/b.yaml', content: cm('b'), hooks: ['pre-upgrade'] },
      { file: 'chart/crds/c.yaml', content: cm('c'), crd: true },
    ]
    const { result, requests } = read(FILES, { ...SETTING, render: () => rendered(documents) })
    const { kind, manifests } = await result
    expect(kind).toBe('chart')
    expect(manifests.map(({ place, role }) => [place.file, role])).toEqual([
      ['charts/web/templates/a.yaml', 'object'],
      ['charts/web/templates/b.yaml', 'hook'],
      ['charts/web/crds/c.yaml', 'crd-of-chart'],
    ])
    expect(requests).toMatchObject([
      {
        kind: 'helm',
        chartDir: 'chart',
        releaseName: 'web',
        namespace: 'shop',
        valuesFiles: ['values/0.yaml'],
        set: ['a=1'],
        kubeVersion: '1.36.3',
        isUpgrade: true,
      },
    ])
    expect([...(requests[0]?.files.keys() ?? [])]).toEqual([
      'chart/Chart.yaml',
      'chart/templates/a.yaml',
      'values/0.yaml',
    ])
  })

  it('is not rendered without a values file that was named', async () => {
    const { result, requests } = read(FILES, { ...SETTING, machine: {} })
    expect((await result).gaps).toMatchObject([{ code: 'DRF2012', place: '/v/prod.yaml' }])
    expect(requests).toEqual([])
  })

  it('gives the place of an error in paths of the source', async () => {
    const { result } = read(FILES, {
      ...SETTING,
      render: () => ({
        ok: false,
        error: { code: 'DRF2107', message: 'No.', file: 'chart/templates/a.yaml', line: 3 },
      }),
    })
    expect((await result).gaps).toMatchObject([{ place: 'charts/web/templates/a.yaml:3', reason: 'render' }])
  })

  it('is rendered twice where it draws random values, and what differs is marked', async () => {
    const deployment = (sum: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  containers:\n  - name: web\n    env:\n    - {name: A, value: x}\n    - {name: SUM, value: "${sum}"}\n    args: [a, "${sum}"]\n`
    const { result, requests } = read(FILES, {
      ...SETTING,
      render: (_, call) => {
        const base = rendered([
          { file: 'chart/templates/s.yaml', content: cm('s', `data:\n  fixed: x\n  "p.q": r${call}\n`) },
          { file: 'chart/templates/d.yaml', content: deployment(`h${call}`) },
          { file: 'chart/templates/n.yaml', content: cm(`job-${call}`) },
          { file: 'chart/templates/l.yaml', content: cm('l') },
          { file: 'chart/templates/ok.yaml', content: cm('ok') },
        ])
        const nondeterministic = [
          { file: 'chart/templates/s.yaml', uses: 'random' as const },
          { file: 'chart/templates/l.yaml', uses: 'lookup' as const },
        ]
        return base.ok ? { ...base, nondeterministic } : base
      },
    })
    const { manifests } = await result
    expect(requests).toHaveLength(2)
    expect(
      manifests.map(({ place, unrenderable }) => [place.file.replace('charts/web/templates/', ''), unrenderable]),
    ).toEqual([
      ['s.yaml', ['.data["p.q"]']],
      ['d.yaml', ['.spec.containers[name="web"].env[name="SUM"].value', '.spec.containers[name="web"].args']],
      ['n.yaml', ['']],
      ['l.yaml', ['']],
      ['ok.yaml', undefined],
    ])
  })
})
