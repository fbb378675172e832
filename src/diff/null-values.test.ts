import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../model/json.ts'
import { printPath } from '../model/field-path.ts'
import { diffPair } from './pair.ts'
import { builtinSchemas } from './schema/builtin.ts'

function told(desired: JsonObject, live: JsonObject): readonly string[] {
  const type = builtinSchemas().compiler.kind('apps', 'v1', 'Deployment')
  if (type === undefined) throw new Error('no such kind')
  const { differences } = diffPair({
    group: 'apps',
    kind: 'Deployment',
    type,
    defaults: {},
    desired: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: desired },
    live: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: live },
    ownership: [],
    deployer: undefined,
    lastApplied: undefined,
    oracle: { state: 'not-asked' },
    admission: 'none',
  })
  return differences.map(({ kind, path }) => `${kind} ${printPath(path)}`)
}

describe('null', () => {
  it('says nothing in Git, so what runs there was added', () => {
    expect(told({ paused: null }, { paused: true })).toEqual(['added .spec.paused'])
  })

  it('is what the server writes for a list that is gone', () => {
    const volume = (sources: JsonObject[] | null): JsonObject => ({
      template: { spec: { volumes: [{ name: 'identity', projected: { sources } }] } },
    })
    const path = '.spec.template.spec.volumes[name="identity"].projected.sources'
    expect(told(volume([{ configMap: { name: 'a' } }]), volume(null))).toEqual([`removed ${path}`])
  })

  it('is in sync with nothing', () => {
    expect(told({ paused: null, selector: null }, {})).toEqual([])
  })
})
