import { describe, expect, it } from 'vitest'
import { printPath } from '../model/field-path.ts'
import type { JsonObject } from '../model/json.ts'
import type { TypeSchema } from '../model/type-schema.ts'
import type { DefaultsTable } from './defaults-table.ts'
import { diffPair } from './pair.ts'
import { builtinSchemas } from './schema/builtin.ts'
import { SchemaCompiler } from './schema/compile.ts'
import { NO_FACTS } from './schema/type-facts.ts'

function diff(type: TypeSchema, defaults: DefaultsTable, desired: JsonObject, live: JsonObject): string[] {
  const { differences } = diffPair({
    group: '',
    kind: 'Service',
    type,
    defaults,
    desired,
    live,
    ownership: [],
    deployer: undefined,
    lastApplied: undefined,
    oracle: { state: 'not-asked' },
    admission: 'none',
  })
  return differences.map(({ kind, path }) => `${kind} ${printPath(path)}`)
}

const service = builtinSchemas().compiler.named('io.k8s.api.core.v1.Service')
const SPEC = 'io.k8s.api.core.v1.ServiceSpec'

describe('a field that Git leaves empty', () => {
  const table = { [SPEC]: { sessionAffinity: [{ value: 'None' }] } }

  it('is left to the server where the decoder cannot tell empty from absent', () => {
    const desired = { spec: { sessionAffinity: '', clusterIP: '' } }
    expect(diff(service, table, desired, { spec: { sessionAffinity: 'None', clusterIP: '10.0.0.7' } })).toEqual([])
    expect(diff(service, table, desired, { spec: { sessionAffinity: 'ClientIP', clusterIP: '10.0.0.7' } })).toEqual([
      'modified .spec.sessionAffinity',
    ])
  })

  it('is a value where it can', () => {
    const replicas = { 'io.k8s.api.apps.v1.DeploymentSpec': { replicas: [{ value: 1 }] } }
    const type = builtinSchemas().compiler.named('io.k8s.api.apps.v1.Deployment')
    expect(diff(type, replicas, { spec: { replicas: 0 } }, { spec: { replicas: 1 } })).toEqual([
      'modified .spec.replicas',
    ])
    expect(diff(type, replicas, { spec: { replicas: null } }, { spec: { replicas: 1 } })).toEqual([])
  })
})

describe('the default of a list with identities', () => {
  const tags = { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set', default: ['a', 'b'] }
  const widget = { type: 'object', properties: { tags } }
  const type = new SchemaCompiler({ Widget: widget }, NO_FACTS).named('Widget')

  it('explains its elements, and no others', () => {
    expect(diff(type, {}, {}, { tags: ['a', 'b'] })).toEqual([])
    expect(diff(type, {}, {}, { tags: ['a', 'b', 'c'] })).toEqual(['added .tags[="c"]'])
  })

  it('does not apply where Git has the list', () => {
    expect(diff(type, {}, { tags: ['a'] }, { tags: ['a', 'b'] })).toEqual(['added .tags[="b"]'])
  })
})
