import { isObject, stringAt, type Json, type JsonObject } from '../../../src/model/json.ts'
import { stringifyLossless } from '../../../src/model/lossless-json.ts'
import type { Change } from './change.ts'
import { isDeletable } from './deletable.ts'
import { editedCopy } from './edited-copy.ts'
import { jsonPatch, mergePatch } from './patches.ts'
import type { PatchType, RawApi } from './raw-api.ts'
import { strategicPatch } from './strategic-patch.ts'
import type { Target } from './target.ts'
import type { Writer, WriterApis } from './writer.ts'

const always = (): boolean => true
const PERSON = ['person'] as const

/** Every kind of writer with what it can do, in the names and patch types that the real clients use. */
export const WRITERS: readonly Writer[] = [
  patcher('edit', 'kubectl-edit', 'native', always),
  patcher('patch --type=strategic', 'kubectl-patch', 'strategic-merge-patch', ({ builtin }) => builtin),
  patcher('patch --type=merge', 'kubectl-patch', 'merge-patch', always),
  patcher('patch --type=json', 'kubectl-patch', 'json-patch', always),
  patcher('set', 'kubectl-set', 'strategic-merge-patch', isSettable),
  patcher('label', 'kubectl-label', 'merge-patch', (_target, _change, written) =>
    /^\.metadata\.labels[.[]/.test(written),
  ),
  patcher('annotate', 'kubectl-annotate', 'merge-patch', (_target, _change, written) =>
    /^\.metadata\.annotations[.[]/.test(written),
  ),
  { ...patcher('rollout restart', 'kubectl-rollout', 'strategic-merge-patch', isRestart), severity: 'info' },
  scaler(),
  applier('apply --server-side', 'kubectl', 'person'),
  clientSideApplier(),
  applier('apply as the deployer', 'argocd-controller', 'deployer'),
  replacer(),
  controller(),
  ownerless(),
  recreator(),
]

function patcher(name: string, manager: string, type: PatchType | 'native', appliesTo: Writer['appliesTo']): Writer {
  return {
    name,
    manager,
    actorClasses: PERSON,
    appliesTo,
    async send({ person }, target, change, editing) {
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (wanted === undefined) return undefined
      const patch = type === 'native' ? (target.builtin ? 'strategic-merge-patch' : 'merge-patch') : type
      const body = patchOf(patch, target, wanted)
      return { wanted, answer: await person.send({ method: 'PATCH', path: target.path, patch, body, manager }) }
    },
  }
}

function patchOf(type: PatchType, { schema, pristine }: Target, wanted: JsonObject): Json {
  if (type === 'json-patch') return jsonPatch(pristine, wanted)
  return type === 'merge-patch' ? mergePatch(pristine, wanted) : strategicPatch(schema, pristine, wanted)
}

/** `kubectl set` knows images, environment, resources, service accounts, selectors of Services and subjects. */
function isSettable({ kind }: Target, { what }: Change, written: string): boolean {
  if (kind.group === 'apps' || kind.group === 'batch') {
    if (/ontainers\[[^\]]*\]\.(image|resources\.(limits|requests)\.[a-z]+)$/.test(written)) return what === 'modify'
    if (/ontainers\[[^\]]*\]\.env(\[name="[^"]*"\](\.value)?)?$/.test(written)) return what !== 'reorder'
    return what !== 'remove' && /template\.spec\.serviceAccountName$/.test(written)
  }
  if (kind.kind === 'Service') return /^\.spec\.selector/.test(written)
  return kind.kind.endsWith('RoleBinding') && written === '.subjects' && what === 'add'
}

function isRestart({ kind }: Target, { what }: Change, written: string): boolean {
  const restartable = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind.kind)
  return (
    restartable &&
    what === 'add' &&
    written === '.spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]'
  )
}

function scaler(): Writer {
  return {
    name: 'scale',
    manager: 'kubectl',
    actorClasses: PERSON,
    appliesTo: ({ kind }, { what }, written) =>
      what === 'modify' && written === '.spec.replicas' && ['Deployment', 'StatefulSet', 'Widget'].includes(kind.kind),
    async send({ person }, target, change, editing) {
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      const { spec } = wanted ?? {}
      if (wanted === undefined || !isObject(spec)) return undefined
      const body = { spec: { replicas: spec['replicas'] ?? 0 } }
      const answer = await person.send({ method: 'PATCH', path: `${target.path}/scale`, patch: 'merge-patch', body })
      return { wanted, answer }
    },
  }
}

function applier(name: string, manager: string, as: 'person' | 'deployer'): Writer {
  return {
    name,
    manager: as === 'deployer' ? undefined : manager,
    actorClasses: as === 'deployer' ? ['unknown'] : PERSON,
    // What a person leaves out stays, since the deployer owns it, too; so does the order of what is there.
    appliesTo: (_target, { what }) => as === 'deployer' || what === 'modify' || what === 'add',
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

/** `kubectl apply` of an object that somebody else deployed: there is no copy yet, so nothing is removed. */
function clientSideApplier(): Writer {
  const manager = 'kubectl-client-side-apply'
  return {
    name: 'apply',
    manager,
    actorClasses: PERSON,
    appliesTo: (_target, { what }) => what === 'modify' || what === 'add',
    async send({ person }, target, change, editing) {
      const manifest = editedCopy(target.schema, target.desired, change.path, editing)
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (manifest === undefined || wanted === undefined) return undefined
      const copy = { 'kubectl.kubernetes.io/last-applied-configuration': `${stringifyLossless(manifest)}\n` }
      const annotated = withAnnotations(wanted, copy)
      const patch: PatchType = target.builtin ? 'strategic-merge-patch' : 'merge-patch'
      const body = patchOf(patch, target, annotated)
      return { wanted, answer: await person.send({ method: 'PATCH', path: target.path, patch, body, manager }) }
    },
  }
}

function withAnnotations(object: JsonObject, added: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {}
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, ...added } } }
}

function replacer(): Writer {
  const manager = 'kubectl-replace'
  return {
    name: 'replace',
    manager,
    actorClasses: PERSON,
    appliesTo: always,
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

function withMetadata(object: JsonObject, added: JsonObject): JsonObject {
  return { ...object, metadata: { ...(isObject(object['metadata']) ? object['metadata'] : {}), ...added } }
}

function controller(): Writer {
  return {
    name: 'controller',
    manager: 'some-operator',
    actorClasses: ['controller', 'unknown'],
    appliesTo: always,
    async send({ operator }, target, change, editing) {
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (wanted === undefined) return undefined
      const body = mergePatch(target.pristine, wanted)
      const userAgent = 'some-operator/v1.4.2 (linux/amd64) controller-runtime'
      return {
        wanted,
        answer: await operator.send({ method: 'PATCH', path: target.path, patch: 'merge-patch', body, userAgent }),
      }
    },
  }
}

/** Wipes the record of owners in the same request, which hides who wrote what. */
function ownerless(): Writer {
  return {
    name: 'managedFields: [{}]',
    manager: undefined,
    actorClasses: ['unknown'],
    appliesTo: always,
    async send({ person }: WriterApis, target, change, editing) {
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (wanted === undefined) return undefined
      const body = mergePatch(target.pristine, withMetadata(wanted, { managedFields: [{}] }))
      return {
        wanted,
        answer: await person.send({
          method: 'PATCH',
          path: target.path,
          patch: 'merge-patch',
          body,
          manager: 'kubectl-patch',
        }),
      }
    },
  }
}

function recreator(): Writer {
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
      return { wanted, answer, objectIsGone: true }
    },
  }
}

/** A refusal should be known before the object is gone. */
function dryRunName(manifest: JsonObject): JsonObject {
  const metadata = isObject(manifest['metadata']) ? manifest['metadata'] : {}
  return { ...manifest, metadata: { ...metadata, name: `${String(metadata['name']).slice(0, 40)}-try` } }
}
