import { describe, expect, it } from 'vitest'
import { ownershipOf } from '../diff/ownership.ts'
import { builtinSchemas } from '../diff/schema/builtin.ts'
import { printPath } from '../model/field-path.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { refOf } from '../policy/difference-example.ts'
import { indexRules } from '../policy/rule-index.ts'
import { sortDifferences } from './sort-differences.ts'

const RULE = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }

/** What is open where the deployer has applied a cluster role and the server was not asked. */
function open(desired: JsonObject, rules: Json | undefined): readonly string[] {
  const type = builtinSchemas().compiler.kind('rbac.authorization.k8s.io', 'v1', 'ClusterRole')
  if (type === undefined) throw new Error('no such kind')
  const fieldsV1 = { 'f:rules': {}, 'f:aggregationRule': {} }
  const managedFields = [{ manager: 'argocd-controller', operation: 'Apply', fieldsType: 'FieldsV1', fieldsV1 }]
  const common = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' }
  const object: JsonObject = {
    ...common,
    metadata: { name: 'viewer', managedFields },
    ...(rules === undefined ? {} : { rules }),
  }
  const sorted = sortDifferences(
    {
      group: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      type,
      defaults: {},
      desired: { ...common, metadata: { name: 'viewer' }, ...desired },
      live: object,
      ownership: ownershipOf(object),
      deployer: { manager: 'argocd-controller' },
      lastApplied: undefined,
      oracle: { state: 'not-asked' },
      admission: 'none',
    },
    {
      ref: refOf('rbac.authorization.k8s.io/ClusterRole/-/viewer'),
      rules: indexRules([]),
      facts: {},
      unrenderable: [],
    },
  )
  return sorted.open.map(({ kind, path }) => `${kind} ${printPath(path)}`)
}

describe('what the deployer owns and the cluster lacks', () => {
  it('was emptied where the list is there and holds nothing', () => {
    expect(open({ rules: [RULE] }, null)).toEqual(['removed .rules'])
  })

  it('was applied empty where the kind has nothing that a server might not store', () => {
    expect(open({ rules: [RULE] }, undefined)).toEqual(['removed .rules'])
  })

  it('was never stored where the server does not know it', () => {
    expect(open({ rules: [RULE], mistyped: 'x' }, [RULE])).toEqual(['ineffective .mistyped'])
  })
})
