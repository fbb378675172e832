import { isObject, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import { stringifyLossless } from '../../../src/model/lossless-json.ts'
import { isDeletable } from './deletable.ts'
import { editedCopy } from './edited-copy.ts'
import { nativePatch, patchOf, withMetadata } from './native-patch.ts'
import type { RawAnswer, RawApi } from '../../cluster/raw-api.ts'
import type { Target } from './target.ts'
import type { Writer } from './writer.ts'

const PERSON = ['person'] as const

/** Somebody who applies the whole manifest server-side, edited. */
export function applier(name: string, manager: string, as: 'person' | 'deployer'): Writer {
  return {
    name,
    manager: as === 'deployer' ? undefined : manager,
    actorClasses: as === 'deployer' ? ['unknown'] : PERSON,
    // What a person leaves out stays, since the deployer owns it, too.
    appliesTo: (_target, { what }) => as === 'deployer' || what !== 'remove',
    async send(apis, target, change, editing) {
      const body = editedCopy(target.schema, target.desired, change.path, editing)
      if (body === undefined) return undefined
      const answer = await apis[as].send({
        method: 'PATCH',
        path: target.path,
        patch: 'apply-patch',
        body,
        manager,
        force: true,
      })
      return { wanted: body, answer }
    },
  }
}

/**
 * `kubectl apply` of an object that somebody else deployed. Nothing is removed before there is a copy to compare with, so
 * who removes has applied the manifest once before.
 */
export function clientSideApplier(): Writer {
  const manager = 'kubectl-client-side-apply'
  return {
    name: 'apply',
    manager,
    actorClasses: PERSON,
    appliesTo: () => true,
    async send({ person }, target, change, editing) {
      const manifest = editedCopy(target.schema, target.desired, change.path, editing)
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (manifest === undefined || wanted === undefined) return undefined
      const patch = nativePatch(target)
      const apply = (object: JsonObject, copy: JsonObject): Promise<RawAnswer> => {
        const body = patchOf(patch, target, withCopy(object, copy))
        return person.send({ method: 'PATCH', path: target.path, patch, body, manager })
      }
      if (change.what === 'remove') await apply(target.pristine, target.desired)
      return { wanted, answer: await apply(wanted, manifest), isHalfDone: change.what === 'remove' }
    },
  }
}

function withCopy(object: JsonObject, manifest: JsonObject): JsonObject {
  const added = { 'kubectl.kubernetes.io/last-applied-configuration': `${stringifyLossless(manifest)}\n` }
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {}
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, ...added } } }
}

export function replacer(): Writer {
  const manager = 'kubectl-replace'
  return {
    name: 'replace',
    manager,
    actorClasses: PERSON,
    appliesTo: () => true,
    async send({ person }, target, change, editing) {
      const wanted = editedCopy(target.schema, target.desired, change.path, editing)
      if (wanted === undefined) return undefined
      // As kubectl does, with the version that it has just read.
      const resourceVersion = stringAt(await current(person, target), 'metadata', 'resourceVersion') ?? ''
      const body = withMetadata(wanted, { resourceVersion })
      return { wanted, answer: await person.send({ method: 'PUT', path: target.path, body, manager }) }
    },
  }
}

async function current(api: RawApi, { path }: Target): Promise<Json> {
  return (await api.send({ method: 'GET', path })).body
}

export function recreator(): Writer {
  const manager = 'kubectl-create'
  return {
    name: 'delete and create',
    manager,
    actorClasses: PERSON,
    appliesTo: isDeletable,
    async send({ person }, target, change, editing) {
      const wanted = editedCopy(target.schema, target.desired, change.path, editing)
      if (wanted === undefined) return undefined
      const options = { gracePeriodSeconds: 0, propagationPolicy: 'Background' }
      const tried = await person.send({
        method: 'POST',
        path: `${target.collection}?dryRun=All`,
        body: dryRunName(wanted),
        manager,
      })
      if (tried.status >= 400) return { wanted, answer: tried }
      await person.send({ method: 'DELETE', path: target.path, body: { ...options } })
      const answer = await person.send({ method: 'POST', path: target.collection, body: wanted, manager })
      return { wanted, answer, isHalfDone: true }
    },
  }
}

/** A refusal should be known before the object is gone. */
function dryRunName(manifest: JsonObject): JsonObject {
  const metadata = isObject(manifest['metadata']) ? manifest['metadata'] : {}
  return { ...manifest, metadata: { ...metadata, name: `${(stringAt(metadata, 'name') ?? '').slice(0, 40)}-try` } }
}
