import { setTimeout as sleep } from 'node:timers/promises'
import { canonicalJson, isObject, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import { stringifyLossless } from '../../../src/model/lossless-json.ts'
import { jsonPatch } from './patches.ts'
import { isDeletable } from './deletable.ts'
import type { RawAnswer, RawApi } from '../../cluster/raw-api.ts'
import type { Target } from './target.ts'

const ATTEMPTS = 6

/**
 * Brings an object back to what it was before the edit, with the owners that it had. Twice: the first write books what it
 * changes to itself, the second changes nothing and is therefore believed about owners.
 */
export async function restore(api: RawApi, target: Target): Promise<void> {
  let answer: RawAnswer = await current(api, target)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // What the server itself still writes, such as the status of a definition, makes a write fail now and then.
    if (attempt >= ATTEMPTS / 2 && isDeletable(target)) await remove(api, target)
    else if (attempt > 0) await sleep(50 * attempt)
    if (attempt > 0) answer = await current(api, target)
    for (let i = 0; i < 2; i++) answer = await put(api, target, answer)
    if (answer.status < 400 && fingerprint(answer.body) === fingerprint(target.pristine)) return
  }
  const { body } = await current(api, target)
  const left = jsonPatch(fingerprint(target.pristine), fingerprint(body))
  const refusal = stringAt(answer.body, 'message') ?? ''
  throw new Error(`${target.title} cannot be brought back to what it was: ${refusal} ${stringifyLossless(left)}`)
}

function current(api: RawApi, { path }: Target): Promise<RawAnswer> {
  return api.send({ method: 'GET', path })
}

/** Writes over what `now` is the answer about. */
function put(api: RawApi, target: Target, now: RawAnswer): Promise<RawAnswer> {
  const manager = 'restore'
  if (now.status >= 400) {
    const body = withIdentity(target.pristine, {})
    return api.send({ method: 'POST', path: target.collection, body, manager })
  }
  const uid = stringAt(now.body, 'metadata', 'uid') ?? ''
  const resourceVersion = stringAt(now.body, 'metadata', 'resourceVersion') ?? ''
  const body = withIdentity(target.pristine, { uid, resourceVersion })
  return api.send({ method: 'PUT', path: target.path, body, manager })
}

/** The object as it is to be written over the one of that uid and version; empty for a new one. */
export function withIdentity(object: JsonObject, identity: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const kept = Object.entries(metadata).filter(([name]) => name !== 'uid' && name !== 'resourceVersion')
  // An empty record of owners must be asked for in this way, else the server keeps the one that it has.
  const owners = metadata['managedFields'] === undefined ? { managedFields: [{}] } : {}
  return { ...object, metadata: { ...Object.fromEntries(kept), ...owners, ...identity } }
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
