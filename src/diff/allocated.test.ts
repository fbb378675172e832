import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../model/json.ts'
import { printPath } from '../model/field-path.ts'
import { ownershipOf } from './ownership.ts'
import { diffPair, type PairResult } from './pair.ts'
import { builtinSchemas } from './schema/builtin.ts'

const DESIRED: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }] },
}

function withNodePort(nodePort: number, managedFields: JsonObject[]): JsonObject {
  const ports = [{ port: 80, protocol: 'TCP', targetPort: 8080, nodePort }]
  return { ...DESIRED, metadata: { name: 'web', namespace: 'shop', managedFields }, spec: { type: 'NodePort', ports } }
}

function compared(live: JsonObject): PairResult {
  const type = builtinSchemas().compiler.kind('', 'v1', 'Service')
  if (type === undefined) throw new Error('no such kind')
  return diffPair({
    group: '',
    kind: 'Service',
    type,
    defaults: {},
    desired: DESIRED,
    live,
    ownership: ownershipOf(live),
    deployer: { manager: 'argocd-controller' },
    lastApplied: undefined,
    oracle: { state: 'not-asked' },
    admission: 'none',
  })
}

const PATH = '.spec.ports[port=80,protocol="TCP"].nodePort'

describe('values that the server allocates', () => {
  it('counts a node port that nobody owns as the server’s own', () => {
    const { differences, serverMade } = compared(withNodePort(30_123, []))
    expect(differences).toEqual([])
    expect(serverMade.map(({ path, by }) => `${by} ${printPath(path)}`)).toEqual([`allocated ${PATH}`])
  })

  it('tells a node port that somebody chose', () => {
    const entry: JsonObject = {
      manager: 'kubectl-edit',
      operation: 'Update',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:nodePort': {} } } } },
    }
    const { differences } = compared(withNodePort(31_000, [entry]))
    expect(differences.map(({ kind, path }) => `${kind} ${printPath(path)}`)).toEqual([`added ${PATH}`])
  })
})
