import { expect, it } from 'vitest'
import type { Json } from '../../model/json.ts'
import { touchedPaths } from './touched-paths.ts'

const web = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: '' }

function touched(body: Json): readonly string[] | undefined {
  return touchedPaths('patch', web, body)
}

it('a merge patch touches its leaves, and lists as a whole', () => {
  expect(touched({ metadata: { labels: { a: null, 'b/c': 'x' } }, spec: { list: [1], replicas: 2 } })).toEqual([
    '.metadata.labels.a',
    '.metadata.labels["b/c"]',
    '.spec.list',
    '.spec.replicas',
  ])
})

it('a strategic merge patch has directives that name no field', () => {
  const body = {
    spec: {
      strategy: { $retainKeys: ['type'], type: 'Recreate' },
      template: {
        spec: { '$setElementOrder/containers': [{ name: 'web' }], containers: [{ name: 'web', image: 'b' }] },
      },
    },
  }
  expect(touched(body)).toEqual(['.spec.strategy', '.spec.strategy.type', '.spec.template.spec.containers'])
})

it('a JSON patch touches what it points to, up to an index', () => {
  const body = [
    { op: 'test', path: '/spec/paused', value: false },
    { op: 'remove', path: '/spec/template/spec/containers/0/env/1' },
    { op: 'add', path: '/metadata/annotations/a~1b', value: 'x' },
    { op: 'move', from: '/spec/old', path: '/spec/new' },
  ]
  expect(touched(body)).toEqual([
    '.metadata.annotations["a/b"]',
    '.spec.new',
    '.spec.old',
    '.spec.template.spec.containers',
  ])
})

it('an applied manifest may take away what it leaves out, so it touches anything', () => {
  expect(touched({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2 } })).toBeUndefined()
  expect(touchedPaths('update', web, { spec: { replicas: 2 } })).toBeUndefined()
  expect(touched({})).toBeUndefined()
  expect(touched('text')).toBeUndefined()
})

it('scaling touches the replicas, which only built-in kinds keep at a known place', () => {
  expect(touchedPaths('patch', { ...web, subresource: 'scale' }, { spec: { replicas: 2 } })).toEqual(['.spec.replicas'])
  const widget = { ...web, group: 'example.com', subresource: 'scale' }
  expect(touchedPaths('patch', widget, { spec: { replicas: 2 } })).toBeUndefined()
})

it('a patch of very many fields says nothing more than that', () => {
  expect(touched({ data: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 'x'])) })).toBeUndefined()
})
