import { isObject } from '../../../src/model/json.ts'
import type { Change } from './change.ts'
import { editedCopy } from './edited-copy.ts'
import { nativePatch, patchOf, withMetadata } from './native-patch.ts'
import { mergePatch } from './patches.ts'
import type { PatchType } from '../../cluster/raw-api.ts'
import type { Target } from './target.ts'
import type { Writer, WriterApis } from './writer.ts'

const PERSON = ['person'] as const
const always = (): boolean => true

/** A verb of kubectl that reads the object and patches it under its own name. */
export function patcher(
  name: string,
  manager: string,
  type: PatchType | 'native',
  appliesTo: Writer['appliesTo'],
): Writer {
  return {
    name,
    manager,
    actorClasses: PERSON,
    appliesTo,
    async send({ person }, target, change, editing) {
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (wanted === undefined) return undefined
      const patch = type === 'native' ? nativePatch(target) : type
      const body = patchOf(patch, target, wanted)
      return { wanted, answer: await person.send({ method: 'PATCH', path: target.path, patch, body, manager }) }
    },
  }
}

/** `kubectl set` knows images, environment, resources, service accounts, selectors of Services and subjects. */
export function isSettable({ kind }: Target, { what }: Change, written: string): boolean {
  if (kind.group === 'apps' || kind.group === 'batch') {
    if (/ontainers\[[^\]]*\]\.(image|resources\.(limits|requests)\.[a-z]+)$/.test(written)) return what === 'modify'
    if (/ontainers\[[^\]]*\]\.env(\[name="[^"]*"\](\.value)?)?$/.test(written)) return what !== 'reorder'
    return what !== 'remove' && written.endsWith('template.spec.serviceAccountName')
  }
  if (kind.kind === 'Service') return written.startsWith('.spec.selector')
  return kind.kind.endsWith('RoleBinding') && written === '.subjects' && what === 'add'
}

export function isRestart({ kind }: Target, { what }: Change, written: string): boolean {
  const restartable = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind.kind)
  return (
    restartable &&
    what === 'add' &&
    written === '.spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]'
  )
}

export function scaler(): Writer {
  return {
    name: 'scale',
    manager: 'kubectl',
    takesOver: true,
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

/** @param manager a program that nobody has told us about can be anything, so its name says nothing of what it is */
export function controller(name: string, manager: string, actorClass: 'controller' | 'unknown'): Writer {
  return {
    name,
    manager,
    actorClasses: [actorClass],
    appliesTo: always,
    async send({ operator }, target, change, editing) {
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (wanted === undefined) return undefined
      const body = mergePatch(target.pristine, wanted)
      const userAgent = `${manager}/v1.4.2 (linux/amd64) controller-runtime`
      return {
        wanted,
        answer: await operator.send({ method: 'PATCH', path: target.path, patch: 'merge-patch', body, userAgent }),
      }
    },
  }
}

/** Wipes the record of owners in the same request, which hides who wrote what. */
export function ownerless(): Writer {
  return {
    name: 'managedFields: [{}]',
    wipesOwners: true,
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
