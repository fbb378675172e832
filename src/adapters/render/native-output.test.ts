import { describe, expect, it } from 'vitest'
import { helmDocuments, kustomizeDocuments } from './native-output.ts'

describe('helmDocuments', () => {
  it('tells CRDs and hooks apart, and splits CRD files', () => {
    const text = [
      '---\n# Source: app/crds/a.yaml\nkind: A\n---\nkind: B\n\n',
      '---\n# Source: app/charts/sub/crds/c.yaml\nkind: C\n',
      '---\n# Source: app/templates/crds/d.yaml\nkind: D\n',
      '---\n# Source: app/templates/e.yaml\nmetadata:\n  annotations:\n    helm.sh/hook: Pre-Install, test-success\n',
    ]
    expect(helmDocuments(text.join(''), 'charts/x').map(({ file, crd, hooks }) => [file, crd, hooks])).toEqual([
      ['charts/x/crds/a.yaml', true, []],
      ['charts/x/crds/a.yaml', true, []],
      ['charts/x/charts/sub/crds/c.yaml', true, []],
      ['charts/x/templates/crds/d.yaml', false, []],
      ['charts/x/templates/e.yaml', false, ['pre-install', 'test']],
    ])
  })

  it('takes a source comment inside a document for text', () => {
    const documents = helmDocuments('---\n# Source: app/templates/a.yaml\n# Source: app/crds/b.yaml\nkind: A\n', 'c')
    expect(documents).toEqual([
      { file: 'c/templates/a.yaml', content: '# Source: app/crds/b.yaml\nkind: A\n', crd: false, hooks: [] },
    ])
  })

  it('gives nothing for nothing', () => {
    expect(helmDocuments('', 'c')).toEqual([])
  })
})

describe('kustomizeDocuments', () => {
  it('splits at separators only', () => {
    const text = 'kind: A\ndata:\n  text: |\n    ---\n    x\n---\nkind: B\n'
    expect(kustomizeDocuments(text).map(({ content }) => content)).toEqual([
      'kind: A\ndata:\n  text: |\n    ---\n    x\n',
      'kind: B\n',
    ])
  })
})
