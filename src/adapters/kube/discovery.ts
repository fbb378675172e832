import type { Discovery } from '../../live/cluster-reader.ts'
import { at, isList, isObject, type Json, type JsonObject, stringAt } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { ApiAsker } from './api-asker.ts'
import { groupVersionPath } from './api-path.ts'
import { failedReading } from './failed-reading.ts'
import { legacyGroups } from './legacy-discovery.ts'

const AGGREGATED = ['v2', 'v2beta1'].map(
  (v) => `application/json;g=apidiscovery.k8s.io;v=${v};as=APIGroupDiscoveryList`,
)
const ACCEPT = [...AGGREGATED, 'application/json'].join(',')

/** The core group is below /api, all named ones below /apis. */
const ROOTS = ['/api', '/apis'] as const

/**
 * All kinds that are served. Groups that could not be read are in `failed` (F-09); where the whole of /apis could not be
 * read, which says nothing about any named group, its group and version are `*`.
 */
export async function discoverKinds(asker: ApiAsker): Promise<Discovery> {
  const [core, named] = await Promise.all(ROOTS.map((root) => discoverRoot(asker, root)))
  return {
    kinds: [...(core?.kinds ?? []), ...(named?.kinds ?? [])],
    failed: [...(core?.failed ?? []), ...(named?.failed ?? [])],
  }
}

async function discoverRoot(asker: ApiAsker, root: (typeof ROOTS)[number]): Promise<Discovery> {
  const reply = await asker.ask({ method: 'GET', path: root, accept: ACCEPT }, 'discover the API groups')
  if (reply.state === 'failed') {
    const whole = root === '/api' ? { group: '', version: 'v1' } : { group: '*', version: '*' }
    return { kinds: [], failed: [{ ...whole, error: reply.error }] }
  }
  if (stringAt(reply.value, 'kind') === 'APIGroupDiscoveryList') return aggregated(asker, reply.value)
  return legacyGroups(asker, reply.value)
}

function aggregated(asker: ApiAsker, document: Json): Discovery {
  const kinds: KindInfo[] = []
  const failed: Discovery['failed'][number][] = []
  for (const item of objectsAt(document, 'items')) {
    const group = stringAt(item, 'metadata', 'name') ?? ''
    for (const entry of objectsAt(item, 'versions')) {
      const version = stringAt(entry, 'version') ?? ''
      // Stale = the aggregated server behind it does not answer; what is listed, if anything, may be outdated.
      if (stringAt(entry, 'freshness') === 'Stale')
        failed.push({ group, version, error: staleError(asker, group, version) })
      else kinds.push(...objectsAt(entry, 'resources').flatMap((resource) => kindOf(resource, group, version)))
    }
  }
  return { kinds, failed }
}

function kindOf(resource: JsonObject, group: string, version: string): KindInfo[] {
  const kind = stringAt(resource, 'responseKind', 'kind')
  const name = stringAt(resource, 'resource')
  if (!kind || !name) return []
  const verbs = at(resource, 'verbs')
  return [
    {
      group,
      version,
      kind,
      resource: name,
      namespaced: stringAt(resource, 'scope') === 'Namespaced',
      verbs: isList(verbs) ? verbs.filter((verb) => typeof verb === 'string') : [],
    },
  ]
}

function staleError(asker: ApiAsker, group: string, version: string) {
  const question = asker.question(groupVersionPath(group, version), `discover ${group}/${version}`)
  const happened = 'the server behind this group does not answer'
  return failedReading('server-error', 'DRF3036', question, happened, `Look at the APIService ${version}.${group}`)
    .error
}

/** The objects in the list at `key`; none where there is no list. */
function objectsAt(value: Json, key: string): readonly JsonObject[] {
  const list = at(value, key)
  return isList(list) ? list.filter(isObject) : []
}
