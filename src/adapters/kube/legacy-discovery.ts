import type { Discovery } from '../../live/cluster-reader.ts'
import { at, isList, isObject, type Json, type JsonObject, stringAt } from '../../model/json.ts'
import { type KindInfo, parseApiVersion } from '../../model/kind-info.ts'
import type { ApiAsker } from './api-asker.ts'
import { groupVersionPath } from './api-path.ts'

interface GroupVersion {
  readonly group: string
  readonly version: string
}

/**
 * Discovery of servers before 1.26, and behind proxies that drop the Accept header: one request a group version.
 *
 * @param root answer to /api (`APIVersions`) or /apis (`APIGroupList`)
 */
export async function legacyGroups(asker: ApiAsker, root: Json): Promise<Discovery> {
  const found = await Promise.all(groupVersions(root).map((groupVersion) => readGroupVersion(asker, groupVersion)))
  return { kinds: found.flatMap(({ kinds }) => kinds), failed: found.flatMap(({ failed }) => failed) }
}

function groupVersions(root: Json): readonly GroupVersion[] {
  const core = at(root, 'versions')
  if (stringAt(root, 'kind') === 'APIVersions' && isList(core)) {
    return core.filter((version) => typeof version === 'string').map((version) => ({ group: '', version }))
  }
  return objects(at(root, 'groups'))
    .flatMap((group) => objects(at(group, 'versions')))
    .flatMap((version) => stringAt(version, 'groupVersion') ?? [])
    .map(parseApiVersion)
}

async function readGroupVersion(asker: ApiAsker, { group, version }: GroupVersion): Promise<Discovery> {
  const path = groupVersionPath(group, version)
  const reply = await asker.ask({ method: 'GET', path }, `discover ${group === '' ? version : `${group}/${version}`}`)
  if (reply.state === 'failed') return { kinds: [], failed: [{ group, version, error: reply.error }] }
  const resources = objects(at(reply.value, 'resources'))
  return { kinds: resources.flatMap((resource) => kindOf(resource, group, version)), failed: [] }
}

function kindOf(resource: JsonObject, group: string, version: string): KindInfo[] {
  const [kind, name, verbs] = [stringAt(resource, 'kind'), stringAt(resource, 'name'), at(resource, 'verbs')]
  // A slash marks a sub-resource, such as deployments/scale.
  if (!kind || !name || name.includes('/')) return []
  const namespaced = at(resource, 'namespaced') === true
  const words = isList(verbs) ? verbs.filter((verb) => typeof verb === 'string') : []
  return [{ group, version, kind, resource: name, namespaced, verbs: words }]
}

function objects(list: Json | undefined): readonly JsonObject[] {
  return isList(list) ? list.filter(isObject) : []
}
