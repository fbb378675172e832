import { describe, expect, it } from 'vitest'
import { serverMade } from '../server-made.ts'
import { compare } from '../compare.ts'
import { builtinSchemas } from './builtin.ts'

const { kinds, compiler } = builtinSchemas()

describe('the built-in kinds', () => {
  it('are known with their scope and plural', () => {
    const deployment = kinds.find(({ kind }) => kind === 'Deployment')
    expect(deployment).toMatchObject({ group: 'apps', version: 'v1', resource: 'deployments', namespaced: true })
    expect(kinds.find(({ kind }) => kind === 'Namespace')?.namespaced).toBe(false)
  })

  it('all have a type', () => {
    const without = kinds.filter(({ group, version, kind }) => compiler.kind(group, version, kind)?.kind !== 'object')
    expect(without).toEqual([])
  })

  it('do not explain a label without a value by the placeholder of map values', () => {
    const type = compiler.named('io.k8s.api.core.v1.ConfigMap')
    const explained: unknown[] = []
    const knowledge = { defaults: {}, group: '', kind: 'ConfigMap' }
    const live = { metadata: { labels: { added: '' } }, data: { added: '' } }
    compare(type, { metadata: { labels: { a: 'b' } }, data: { a: 'b' } }, live, {
      elements: 'whole',
      equal: () => true,
      report: (change, cursor) => change === 'added' && explained.push(serverMade(cursor.frames(), knowledge)),
    })
    expect(explained).toEqual([undefined, undefined])
  })
})
