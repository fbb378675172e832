import type { Bench, Writer } from './bench.ts'
import type { RawRequest } from '../cluster/raw-api.ts'
import { nameOf, pathOf, type Target } from './targets.ts'

interface Rival {
  readonly user: Writer
  readonly manager: string
  readonly as?: 'bob'
  readonly how: 'merge-patch' | 'strategic-merge-patch' | 'put'
}

/** Six that write one object at once; some under the same manager, since people all use kubectl. */
const RIVALS: readonly Rival[] = [
  { user: 'alice', manager: 'kubectl-edit', how: 'strategic-merge-patch' },
  { user: 'bob', manager: 'kubectl-edit', how: 'strategic-merge-patch' },
  { user: 'alice', manager: 'kubectl-patch', how: 'merge-patch', as: 'bob' },
  { user: 'operator', manager: 'some-operator', how: 'put' },
  { user: 'flux', manager: 'kustomize-controller', how: 'merge-patch' },
  { user: 'argocd', manager: 'argocd-controller', how: 'put' },
]

/** Each writes so many times as fast as it can; who comes too late with a whole object reads again. */
export async function contend(bench: Bench, target: Target, times: number): Promise<void> {
  await Promise.all(
    RIVALS.map(async (rival) => {
      for (let i = 0; i < times; i++) await writeOnce(bench, target, rival)
    }),
  )
}

async function writeOnce(bench: Bench, target: Target, rival: Rival): Promise<void> {
  const [place] = target.places
  if (place === undefined) return
  const { user, manager, how } = rival
  const value = place.value(bench.next())
  const guise = rival.as === undefined ? {} : { as: nameOf(rival.as) }
  const truth = {
    user: nameOf(user),
    manager,
    operation: 'Update',
    subresource: '',
    by: 'contention',
    contended: true,
    ...guise,
  } as const
  bench.truth.set(target.name, place.path, value, truth)
  if (how !== 'put') {
    const write: RawRequest = {
      method: 'PATCH',
      path: pathOf(target),
      patch: how,
      manager,
      body: place.patch(value),
      ...guise,
    }
    await bench.send(user, write)
    return
  }
  for (;;) {
    const live = await bench.live(target)
    const body = { ...live, metadata: { ...(live['metadata'] as object), annotations: { note: value } } }
    const { status } = await bench.send(user, { method: 'PUT', path: pathOf(target), manager, body: body })
    if (status !== 409) return
  }
}
