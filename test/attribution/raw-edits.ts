import type { Json } from '../../src/model/json.ts'
import { type Bench, demand, manifestOf, merged, type Person, set, valueOf, type Writer } from './bench.ts'
import type { PatchType, RawRequest } from '../cluster/raw-api.ts'
import { DEPLOYER, nameOf, pathOf, type Place, replicas, type Target } from './targets.ts'

/** One way to change a place. */
export interface Edit {
  readonly name: string
  readonly fits: (target: Target, place: Place) => boolean
  readonly make: (bench: Bench, target: Target, place: Place) => Promise<void>
}

const always = (): boolean => true
const onMetadata = (field: string) => (_target: Target, place: Place) => place.path.startsWith(`.metadata.${field}`)
const KUBE_CONTROLLERS = 'kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/0000000'

/** Somebody who patches under a manager; people take turns. */
function patching(
  name: string,
  patch: PatchType,
  manager: string,
  { fits = always, as, users = ['alice', 'bob'] }: { fits?: Edit['fits']; as?: Person; users?: readonly Writer[] } = {},
): Edit {
  return {
    name,
    fits,
    async make(bench, target, place) {
      const value = place.value(bench.next())
      const user = bench.random.pick(users)
      const guise = as === undefined ? {} : { as: nameOf(as) }
      const truth = { manager, operation: 'Update', subresource: '', by: name, ...guise } as const
      await set(bench, target, place, { value, user, truth }, () =>
        bench.send(user, { method: 'PATCH', path: pathOf(target), patch, manager, body: place.patch(value), ...guise }),
      )
    },
  }
}

/** A program that says who it is only by its user agent. */
function program(name: string, user: Writer, userAgent: string, manager: string): Edit {
  return {
    name,
    fits: always,
    async make(bench, target, place) {
      const value = place.value(bench.next())
      const truth = { manager, operation: 'Update', subresource: '', by: name } as const
      await set(bench, target, place, { value, user, truth }, () =>
        bench.send(user, {
          method: 'PATCH',
          path: pathOf(target),
          patch: 'strategic-merge-patch',
          userAgent,
          body: place.patch(value),
        }),
      )
    },
  }
}

function applying(name: string, manager: string, users: readonly Writer[]): Edit {
  return {
    name,
    fits: always,
    async make(bench, target, place) {
      const value = place.value(bench.next())
      const user = bench.random.pick(users)
      const body = manifestOf(target, await bench.live(target), place, value)
      const truth = { manager, operation: 'Apply', subresource: '', by: name } as const
      await set(bench, target, place, { value, user, truth }, () =>
        bench.send(user, { method: 'PATCH', path: pathOf(target), patch: 'apply-patch', manager, force: true, body }),
      )
    },
  }
}

/** A whole object, with the version that was read or without any. */
function replacing(name: string, isConditional: boolean): Edit {
  return {
    name,
    fits: always,
    async make(bench, target, place) {
      const value = place.value(bench.next())
      const user = bench.random.pick<Person>(['alice', 'bob'])
      const version = isConditional ? {} : { metadata: { resourceVersion: '' } }
      const truth = { manager: 'kubectl-replace', operation: 'Update', subresource: '', by: name } as const
      await set(bench, target, place, { value, user, truth }, async () => {
        for (;;) {
          const body = merged(merged(await bench.live(target), place.patch(value)), version)
          const answer = await bench.send(user, {
            method: 'PUT',
            path: pathOf(target),
            manager: 'kubectl-replace',
            body,
          })
          // A controller may have written its status in between.
          if (answer.status !== 409) return answer
        }
      })
    },
  }
}

function scaling(name: string, user: Writer, userAgent: string | undefined, manager: string): Edit {
  return {
    name,
    fits: (_target, place) => place === replicas,
    async make(bench, target, place) {
      const value = place.value(bench.next())
      const truth = { manager, operation: 'Update', subresource: 'scale', by: name } as const
      await set(bench, target, place, { value, user, truth }, () =>
        bench.send(user, {
          method: 'PATCH',
          path: `${pathOf(target)}/scale`,
          patch: 'merge-patch',
          body: { spec: { replicas: value } },
          ...(userAgent === undefined ? {} : { userAgent }),
        }),
      )
    },
  }
}

/** Takes the value away, which managedFields do not book to anybody (E1). */
function removing(name: string, write: (place: Place) => Pick<RawRequest, 'patch' | 'body'>): Edit {
  return {
    name,
    fits: (_target, { pointer }) => pointer !== undefined,
    async make(bench, target, place) {
      const user = bench.random.pick<Person>(['alice', 'bob'])
      // There must be something to take away.
      if (valueOf(await bench.live(target), place.path) === undefined) return EDITS[0]?.make(bench, target, place)
      bench.truth.removed(target.name, place.path, { user: nameOf(user), by: name, contended: false })
      const answer = await bench.send(user, {
        method: 'PATCH',
        path: pathOf(target),
        manager: 'kubectl-patch',
        ...write(place),
      })
      demand(answer, name)
    },
  }
}

/** One person deletes, perhaps another makes it again. */
const deleteAndCreate: Edit = {
  name: 'delete and create',
  fits: always,
  async make(bench, target) {
    const [first, second] = bench.random.shuffled<Person>(['alice', 'bob']) as [Person, Person]
    bench.truth.removed(target.name, '', { user: nameOf(first), by: 'delete', contended: false })
    demand(await bench.send(first, { method: 'DELETE', path: pathOf(target) }), 'delete')
    const truth = { manager: 'kubectl-create', operation: 'Update', subresource: '', by: 'create' } as const
    bench.truth.removed(target.name, 'created', { ...truth, user: nameOf(second), contended: false })
    const body = target.manifest
    const answer = await bench.send(second, {
      method: 'POST',
      path: target.kind.collection,
      manager: 'kubectl-create',
      body,
    })
    demand(answer, 'create')
  },
}

/** Every way to change something in one request. */
export const EDITS: readonly Edit[] = [
  patching('edit', 'strategic-merge-patch', 'kubectl-edit'),
  patching('patch --type=merge', 'merge-patch', 'kubectl-patch', { fits: (_target, { path }) => !path.includes('[') }),
  patching('set', 'strategic-merge-patch', 'kubectl-set', { fits: (_target, { path }) => path.endsWith('.image') }),
  patching('label', 'merge-patch', 'kubectl-label', { fits: onMetadata('labels') }),
  patching('annotate', 'merge-patch', 'kubectl-annotate', { fits: onMetadata('annotations') }),
  patching('apply', 'strategic-merge-patch', 'kubectl-client-side-apply'),
  patching('edit as another', 'strategic-merge-patch', 'kubectl-edit', { as: 'bob', users: ['alice'] }),
  applying('apply --server-side', 'kubectl', ['alice', 'bob']),
  applying('apply as the deployer', DEPLOYER, ['argocd']),
  replacing('replace', true),
  replacing('replace without a version', false),
  scaling('scale', 'alice', undefined, 'kubectl'),
  scaling('autoscaler', 'operator', KUBE_CONTROLLERS, 'kube-controller-manager'),
  program('controller', 'operator', 'ExternalDNS/v1.4.2 (linux/amd64)', 'ExternalDNS'),
  program('engine that patches', 'flux', 'kustomize-controller/v1.9.4 (linux/amd64)', 'kustomize-controller'),
  removing('patch --type=json, remove', ({ pointer = '' }) => ({
    patch: 'json-patch',
    body: [{ op: 'remove', path: pointer }],
  })),
  removing('patch --type=merge, null', (place) => ({ patch: 'merge-patch', body: place.patch(null) })),
  deleteAndCreate,
]

/** What changes nothing, and must never be taken for a change: by somebody else than the last writer. */
export async function writeInVain(bench: Bench, target: Target, place: Place): Promise<void> {
  const user = bench.random.pick<Person>(['alice', 'bob'])
  const live = await bench.live(target)
  const same: Json | undefined = valueOf(live, place.path)
  const path = pathOf(target)
  const manager = bench.random.pick(['kubectl-edit', 'kubectl-patch', 'kubectl-set'])
  const patch = { method: 'PATCH', path, patch: 'strategic-merge-patch', manager } as const
  switch (bench.random.between(0, 3)) {
    case 0: {
      // Where the last writer took the value away, another place stays as it is.
      const one = same === undefined ? target.places.find((other) => valueOf(live, other.path) !== undefined) : place
      const present = valueOf(live, one?.path ?? place.path)
      if (one === undefined || present === undefined) return
      const from = Date.now()
      await bench.send(user, { ...patch, body: one.patch(present) })
      bench.truth.inVain(target.name, { user: nameOf(user), manager, span: { from, to: Date.now() } })
      return
    }
    case 1:
      return void (await bench.send(user, { method: 'PUT', path, manager: 'kubectl-replace', body: live }))
    case 2:
      return void (await bench.send(user, { ...patch, dryRun: true, body: place.patch(place.value(bench.next())) }))
    default:
      // Refused: nobody may make the API server take a name that is another.
      return void (await bench.send(user, { ...patch, body: { metadata: { name: 'another' } } }))
  }
}
