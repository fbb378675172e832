import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../model/json.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import { ObjectMemory, type RememberedRef } from './object-memory.ts'

const WEB: RememberedRef = {
  kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
  namespace: 'shop',
  name: 'web',
}

function web(version: number, replicas: number, managedFields: Json = [], status = 0): JsonObject {
  return {
    metadata: { name: 'web', uid: 'u', resourceVersion: String(version), managedFields },
    spec: { replicas },
    status: { readyReplicas: status },
  }
}

function id(version: number) {
  return { uid: 'u', resourceVersion: String(version) }
}

describe('the memory of objects', () => {
  it('knows the version before, status or not, and whether anything else moved', () => {
    const memory = new ObjectMemory()
    const seen = [web(1, 3), web(2, 3, [], 1), web(3, 4, [], 1)].map((object, at) =>
      memory.observe(WEB, id(at + 1), object, 'c'),
    )
    expect(seen.map(({ relevant, previous }) => [relevant, previous?.resourceVersion])).toEqual([
      [true, undefined],
      [false, '1'],
      [true, '2'],
    ])
    expect(memory.size).toBe(1)
  })

  it('R-23: finds the same version relevant where the context has changed', () => {
    const memory = new ObjectMemory()
    expect(memory.observe(WEB, id(1), web(1, 3), 'a').relevant).toBe(true)
    expect(memory.observe(WEB, id(1), web(1, 3), 'b').relevant).toBe(true)
  })

  it('gives back who owned what before, without what is only about status', () => {
    const apply = { manager: 'argocd', operation: 'Apply', time: 't1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }
    const status = { manager: 'kcm', operation: 'Update', subresource: 'status', time: 't2' }
    const memory = new ObjectMemory()
    memory.observe(WEB, id(1), web(1, 3, [apply, { ...status, fieldsV1: { 'f:status': {} } }]), 'c')
    const annotated = { 'f:metadata': { 'f:annotations': { 'f:a': {} } }, 'f:status': {} }
    const second = memory.observe(WEB, id(2), web(2, 4, [{ ...status, fieldsV1: annotated }]), 'c')
    const third = memory.observe(WEB, id(3), web(3, 5), 'c')
    expect(second.previousFields()).toEqual([apply])
    const { time: _, ...kept } = status
    expect(third.previousFields()).toEqual([{ ...kept, fieldsV1: { 'f:metadata': annotated['f:metadata'] } }])
  })

  it('gives back any fields as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (entries) => {
        const fields = entries.filter((entry) => entry['subresource'] !== 'status') as Json
        const memory = new ObjectMemory()
        memory.observe(WEB, id(1), web(1, 1, fields), 'c')
        const { previousFields } = memory.observe(WEB, id(2), web(2, 2), 'c')
        expect(stringifyLossless(previousFields() ?? null)).toBe(stringifyLossless(fields))
      }),
    )
  })

  it('forgets', () => {
    const memory = new ObjectMemory()
    memory.observe(WEB, id(1), web(1, 3), 'c')
    memory.forget(WEB)
    expect(memory.size).toBe(0)
    const again = memory.observe(WEB, id(2), web(2, 3), 'c')
    expect([again.relevant, again.previous, again.previousFields()]).toEqual([true, undefined, undefined])
  })
})
