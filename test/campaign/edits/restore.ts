import { setTimeout as sleep } from 'node:timers/promises'
import { canonicalJson, isObject, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import { stringifyLossless } from '../../../src/model/lossless-json.ts'
import { jsonPatch } from './patches.ts'
import { isDeletable } from './deletable.ts'
import type { RawApi } from './raw-api.ts'
import type { Target } from './target.ts'

const ATTEMPTS = 6

/**
 * Brings an object back to what it was before the edit, with the owners that it had. Twice: the first write books what it
 * changes to itself, the second changes nothing and is therefore believed about owners.
 */
export async function restore(api: RawApi, target: Target): Promise<void> {
  let refusal = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // What the server itself still writes, such as the status of a definition, makes a write fail now and then.
    if (attempt >= ATTEMPTS / 2 && isDeletable(target)) await remove(api, target)
    else if (attempt > 0) await sleep(50 * attempt)
    for (let i = 0; i < 2; i++) refusal = await put(api, target)
    if (await isPristine(api, target)) return
  }
  const { body } = await api.send({ method: 'GET', path: target.path })
  const left = jsonPatch(fingerprint(target.pristine), fingerprint(body))
  throw new Error(`${target.title} cannot be brought back to what it was: ${refusal} ${stringifyLossless(left)}`)
}

/** Gives the refusal, empty where there was none. */
async function put(api: RawApi, target: Target): Promise<string> {
  const now = await api.send({ method: 'GET', path: target.path })
  const uid = stringAt(now.body, 'metadata', 'uid') ?? ''
  const resourceVersion = stringAt(now.body, 'metadata', 'resourceVersion') ?? ''
  const { status, body } =
    now.status === 404
      ? await api.send({
          method: 'POST',
          path: target.collection,
          body: withIdentity(target.pristine, {}),
          manager: 'restore',
        })
      : await api.send({
          method: 'PUT',
          path: target.path,
          body: withIdentity(target.pristine, { uid, resourceVersion }),
          manager: 'restore',
        })
  return status < 400 ? '' : (stringAt(body, 'message') ?? String(status))
}

function withIdentity(object: JsonObject, identity: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const kept = Object.entries(metadata).filter(([name]) => name !== 'uid' && name !== 'resourceVersion')
  // An empty record of owners must be asked for in this way, else the server keeps the one that it has.
  const owners = metadata['managedFields'] === undefined ? { managedFields: [{}] } : {}
  return { ...object, metadata: { ...Object.fromEntries(kept), ...owners, ...identity } }
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
  const kept = Object.entries(isObject(metadata) ? metadata : {})
    .filter(([name]) => !counted.includes(name))
    .map(([name, value]) => [name, name === 'annotations' ? withoutCounter(value) : value])
  const owners = isObject(metadata) ? ownersOf(metadata['managedFields']) : []
  return canonicalJson({ ...rest, metadata: Object.fromEntries(kept), owners })
}

/** The server counts the generations of a DaemonSet in an annotation, and never back. */
function withoutCounter(annotations: Json): Json {
  if (!isObject(annotations)) return annotations
  const counter = 'deprecated.daemonset.template.generation'
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => name !== counter))
}

/** Entries of the status do not matter, nor does their order. */
function ownersOf(entries: Json | undefined): Json {
  if (!Array.isArray(entries)) return []
  const main = (entries as readonly Json[]).filter((entry) => stringAt(entry, 'subresource') !== 'status')
  return main.map((entry) => canonicalJson(isObject(entry) ? { ...entry, time: null } : entry)).sort()
}

/** What cannot be taken back by an update, such as `immutable: true`, goes with the object. */
async function remove(api: RawApi, target: Target): Promise<void> {
  const finalizers = { metadata: { finalizers: null } }
  await api.send({ method: 'PATCH', path: target.path, patch: 'merge-patch', body: finalizers })
  const body = { gracePeriodSeconds: 0, propagationPolicy: 'Background' }
  await api.send({ method: 'DELETE', path: target.path, body })
}
