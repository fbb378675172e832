import {
  at,
  canonicalJson,
  isList,
  isObject,
  objectOf,
  sameJson,
  type Json,
  type JsonObject,
} from '../../src/model/json.ts'
import type { KindInfo } from '../../src/model/kind-info.ts'
import { pruneDocument } from '../../src/diff/schema/prune.ts'
import type { ApiClient } from '../../test/cluster/api-client.ts'
import { builtinKinds } from './builtin-kinds.ts'

/** The kinds of a server without custom resources, and the pruned components behind them. */
export async function builtinSchemasOf(client: ApiClient): Promise<JsonObject> {
  const kinds = await builtinKinds(client)
  const documents = (await fetchDocuments(client)).map(({ document }) => pruneDocument(document))
  const all = merge(documents)
  const used = reachable(all, kinds)
  const components = objectOf([...all].filter(([name]) => used.has(name)))
  refuseDifferent(documents, components)
  return { components, kinds: kinds.map((kind) => ({ ...kind })) }
}

export interface OpenApiDocument {
  /** Such as `apis/apps/v1`. */
  readonly groupVersion: string
  readonly document: JsonObject
}

/** The OpenAPI v3 documents of all group versions that a server serves. */
export async function fetchDocuments(client: ApiClient): Promise<OpenApiDocument[]> {
  const index = await client.expect<{ paths: Record<string, { serverRelativeURL: string }> }>('GET', '/openapi/v3')
  const versions = Object.entries(index.paths).filter(([path]) => /^(api|apis\/[^/]+)\/[^/]+$/.test(path))
  return Promise.all(
    versions.map(async ([groupVersion, { serverRelativeURL }]) => ({
      groupVersion,
      document: await client.expect<JsonObject>('GET', serverRelativeURL),
    })),
  )
}

/** Documents repeat what they share. */
function merge(documents: readonly JsonObject[]): Map<string, Json> {
  return new Map(documents.flatMap((document) => Object.entries(at(document, 'components', 'schemas') as JsonObject)))
}

/** A name with two meanings would make a type depend on the document that it was read from. */
function refuseDifferent(documents: readonly JsonObject[], components: JsonObject): void {
  for (const document of documents) {
    for (const [name, schema] of Object.entries(at(document, 'components', 'schemas') as JsonObject)) {
      if (Object.hasOwn(components, name) && !sameJson(components[name], schema)) {
        throw new Error(`${name} differs between documents`)
      }
    }
  }
}

/** The components that a kind leads to: lists, options and watch events are never compared. */
function reachable(components: ReadonlyMap<string, Json>, kinds: readonly KindInfo[]): Set<string> {
  const served = new Set(kinds.map(({ group, version, kind }) => canonicalJson({ group, version, kind })))
  const seen = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const reference of references(components.get(name) ?? null)) visit(reference)
  }
  for (const [name, schema] of components) {
    const kinds = at(schema, 'x-kubernetes-group-version-kind')
    if (isList(kinds) && kinds.some((kind) => served.has(canonicalJson(kind)))) visit(name)
  }
  return seen
}

function references(schema: Json): string[] {
  if (isList(schema)) return schema.flatMap(references)
  if (!isObject(schema)) return []
  const { $ref } = schema
  const own = typeof $ref === 'string' ? [$ref.slice($ref.lastIndexOf('/') + 1)] : []
  return [...own, ...Object.values(schema).flatMap(references)]
}
