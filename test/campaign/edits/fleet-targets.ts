import { resolveDesired } from '../../../src/desired/resolve-kinds.ts'
import type { Discovery } from '../../../src/live/cluster-reader.ts'
import type { DesiredObject } from '../../../src/model/desired-object.ts'
import { at, isObject, stringAt, type JsonObject } from '../../../src/model/json.ts'
import { manifestSource } from '../../fleet/manifest-source.ts'
import { FLEET } from '../../fleet/places.ts'
import { comparedPart } from './compared-part.ts'
import type { RawApi } from '../../cluster/raw-api.ts'
import { SchemaNode } from './schema-node.ts'
import type { Target } from './target.ts'

/** Every object of the fleet as it runs now, with the schema that the server publishes. */
export async function fleetTargets(api: RawApi, discovery: Discovery): Promise<readonly Target[]> {
  const { objects } = resolveDesired(manifestSource('fleet', FLEET).manifests, discovery, 'default')
  const documents = new Map<string, JsonObject>()
  const targets: Target[] = []
  for (const object of objects) targets.push(await targetOf(api, object, documents))
  return targets
}

async function targetOf(api: RawApi, object: DesiredObject, documents: Map<string, JsonObject>): Promise<Target> {
  const { kindInfo: kind, namespace, name, manifest } = object
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`
  const collection = `${root}${namespace === '' ? '' : `/namespaces/${namespace}`}/${kind.resource}`
  const title = `${kind.kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
  const components = documents.get(root) ?? (await componentsOf(api, root))
  documents.set(root, components)
  const schema = SchemaNode.ofKind(components, kind.group, kind.version, kind.kind)
  if (schema === undefined) throw new Error(`The server publishes no schema of ${title}.`)
  const { body } = await api.send({ method: 'GET', path: `${collection}/${name}` })
  if (!isObject(body) || stringAt(body, 'metadata', 'uid') === undefined) throw new Error(`${title} is not there.`)
  const builtin = !kind.group.endsWith('example.dev')
  const path = `${collection}/${name}`
  return {
    kind,
    name,
    namespace,
    collection,
    path,
    desired: foldedManifest(manifest),
    pristine: body,
    schema,
    builtin,
    title,
  }
}

async function componentsOf(api: RawApi, root: string): Promise<JsonObject> {
  const { body } = await api.send({ method: 'GET', path: `/openapi/v3${root}` })
  const components = at(body, 'components', 'schemas')
  if (!isObject(components)) throw new Error(`The server publishes no OpenAPI document for ${root}.`)
  return components
}

/** The manifest with `stringData` where the server puts it, so that both kinds of keys can be edited alike. */
function foldedManifest(manifest: JsonObject): JsonObject {
  if (stringAt(manifest, 'kind') !== 'Secret') return manifest
  const rest = Object.fromEntries(Object.entries(manifest).filter(([name]) => name !== 'stringData'))
  const { data } = comparedPart(manifest)
  return data === undefined ? rest : { ...rest, data }
}
