import { canonicalJson, isObject, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import type { RawApi } from './raw-api.ts'
import type { Target } from './target.ts'

/**
 * Brings an object back to what it was before the edit, with the owners that it had. Twice: the first write books what it
 * changes to itself, the second changes nothing and is therefore believed about owners.
 */
export async function restore(api: RawApi, target: Target): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    for (let i = 0; i < 2; i++) await put(api, target)
    if (await isPristine(api, target)) return
    await recreate(api, target)
  }
  throw new Error(`${target.title} cannot be brought back to what it was.`)
}

async function put(api: RawApi, target: Target): Promise<void> {
  const now = await api.send({ method: 'GET', path: target.path })
  if (now.status === 404) {
    await api.send({
      method: 'POST',
      path: target.collection,
      body: withIdentity(target.pristine, {}),
      manager: 'restore',
    })
    return
  }
  const uid = stringAt(now.body, 'metadata', 'uid') ?? ''
  const resourceVersion = stringAt(now.body, 'metadata', 'resourceVersion') ?? ''
  const body = withIdentity(target.pristine, { uid, resourceVersion })
  await api.send({ method: 'PUT', path: target.path, body, manager: 'restore' })
}

function withIdentity(object: JsonObject, identity: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const kept = Object.entries(metadata).filter(([name]) => name !== 'uid' && name !== 'resourceVersion')
  return { ...object, metadata: { ...Object.fromEntries(kept), ...identity } }
}

async function isPristine(api: RawApi, target: Target): Promise<boolean> {
  const { status, body } = await api.send({ method: 'GET', path: target.path })
  return status === 200 && fingerprint(body) === fingerprint(target.pristine)
}

/** What an edit could have changed: everything but status and what the server counts. */
export function fingerprint(object: Json): string {
  if (!isObject(object)) return ''
  const { status: _status, metadata, ...rest } = object
  const counted = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields']
  const kept = Object.entries(isObject(metadata) ? metadata : {}).filter(([name]) => !counted.includes(name))
  const owners = isObject(metadata) ? ownersOf(metadata['managedFields']) : []
  return canonicalJson({ ...rest, metadata: Object.fromEntries(kept), owners })
}

/** Entries of the status do not matter, nor does their order. */
function ownersOf(entries: Json | undefined): Json {
  if (!Array.isArray(entries)) return []
  const main = (entries as readonly Json[]).filter((entry) => stringAt(entry, 'subresource') !== 'status')
  return main.map((entry) => canonicalJson(isObject(entry) ? { ...entry, time: null } : entry)).sort()
}

/** What cannot be taken back by an update, such as `immutable: true`, goes with the object. */
async function recreate(api: RawApi, target: Target): Promise<void> {
  const finalizers = { metadata: { finalizers: null } }
  await api.send({ method: 'PATCH', path: target.path, patch: 'merge-patch', body: finalizers })
  const body = { gracePeriodSeconds: 0, propagationPolicy: 'Background' }
  await api.send({ method: 'DELETE', path: target.path, body })
}
