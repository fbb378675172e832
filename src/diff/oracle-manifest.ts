import { isList, isObject, objectOf, property, type Json, type JsonObject } from '../model/json.ts'

/** Kinds whose name carries meaning, whose creation the server guards specially, or whose values must not travel. */
const NOT_ASKED: ReadonlySet<string> = new Set([
  '/Secret',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
])

/** Whether a dry-run create can tell what the server makes of manifests of this kind. */
export function isOracleKind(group: string, kind: string): boolean {
  return !NOT_ASKED.has(`${group}/${kind}`)
}

/** Generated names grow by a suffix, and CronJob names may have 52 characters. */
const PREFIX_LENGTH = 40

/**
 * The manifest for a dry-run create: under a generated name, since the real one is taken, and without what the server
 * allocates, since those values are taken as well.
 */
export function oracleManifest(kind: string, manifest: JsonObject): JsonObject {
  const entries = Object.keys(manifest).flatMap((key): [string, Json][] => {
    const value = manifest[key] as Json
    if (key === 'status') return []
    if (key === 'metadata' && isObject(value)) return [[key, generated(value)]]
    if (key === 'spec' && kind === 'Service' && isObject(value)) return [[key, withoutAllocated(value)]]
    return [[key, value]]
  })
  return objectOf(entries)
}

function generated(metadata: JsonObject): JsonObject {
  const name = property(metadata, 'name')
  const prefix = typeof name === 'string' ? name.slice(0, PREFIX_LENGTH) : 'driftage'
  const kept = ['namespace', 'labels', 'annotations', 'finalizers'].flatMap((key): [string, Json][] => {
    const value = property(metadata, key)
    return value === undefined ? [] : [[key, value]]
  })
  return objectOf([['generateName', `${prefix}-`], ...kept])
}

const ALLOCATED = new Set(['clusterIP', 'clusterIPs', 'healthCheckNodePort'])

function withoutAllocated(spec: JsonObject): JsonObject {
  const headless = property(spec, 'clusterIP') === 'None'
  return objectOf(
    Object.keys(spec)
      .filter((key) => headless || !ALLOCATED.has(key))
      .map((key): [string, Json] => [key, key === 'ports' ? withoutNodePorts(spec[key] as Json) : (spec[key] as Json)]),
  )
}

function withoutNodePorts(ports: Json): Json {
  if (!isList(ports)) return ports
  return ports.map((port) => {
    if (!isObject(port)) return port
    return objectOf(Object.entries(port).filter(([key]) => key !== 'nodePort'))
  })
}
