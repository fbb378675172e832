import { type Json, textOf } from '../../src/model/json.ts'
import { type Bench, manifestOf, merged, type Person, valueOf } from './bench.ts'
import type { Edit } from './raw-edits.ts'
import { nameOf, type Place, replicas, type Target } from './targets.ts'
import type { Truth } from './truth.ts'

interface Command {
  readonly args: readonly string[]
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Real processes of kubectl: what they send is what people send. */
function kubectl(
  name: string,
  booked: Pick<Truth, 'manager' | 'operation' | 'subresource'>,
  fits: Edit['fits'],
  commandOf: (target: Target, place: Place, value: Json, live: Json) => Command,
  as?: Person,
): Edit {
  return {
    name: `kubectl ${name}`,
    fits,
    async make(bench, target, place) {
      const user = as === undefined ? bench.random.pick<Person>(['alice', 'bob']) : 'alice'
      const value = place.value(bench.next())
      const guise = as === undefined ? {} : { as: nameOf(as) }
      const truth = { ...booked, ...guise, user: nameOf(user), by: `kubectl ${name}`, contended: false }
      bench.truth.set(target.name, place.path, value, truth)
      const acting = as === undefined ? [] : [`--as=${nameOf(as)}`]
      for (;;) {
        const { args, stdin, env } = commandOf(target, place, value, await bench.live(target))
        if (await run(bench, user, [...args, ...acting], { stdin, env })) return
      }
    },
  }
}

/** False where a controller wrote in between, so that a person would read again. */
async function run(
  bench: Bench,
  user: Person,
  args: readonly string[],
  { stdin, env }: { stdin?: string | undefined; env?: Readonly<Record<string, string>> | undefined } = {},
): Promise<boolean> {
  const input = { ...(stdin === undefined ? {} : { stdin }), ...(env === undefined ? {} : { env }) }
  const { code, stderr } = await bench.cluster.kubectl(user, ['-n', 'attribution', ...args], input)
  if (code !== 0 && stderr.includes('the object has been modified')) return false
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`)
  return true
}

function named({ kind, name }: Target): string {
  return `${kind.resource}/${name}`
}

const always = (): boolean => true
const present = (live: Json, { path }: Place): string => textOf(valueOf(live, path))
const update = (manager: string): Pick<Truth, 'manager' | 'operation' | 'subresource'> => ({
  manager,
  operation: 'Update',
  subresource: '',
})

const applied = (target: Target, place: Place, value: Json, live: Json): string =>
  JSON.stringify(manifestOf(target, live as never, place, value))

/** An editor that puts one value in the place of another. */
const editor: Edit = {
  ...kubectl('edit', update('kubectl-edit'), always, (target, place, value, live) => ({
    args: ['edit', named(target)],
    env: { KUBE_EDITOR: `sed -i s|${present(live, place)}|${textOf(value)}|` },
  })),
}

const removal: Edit = {
  name: 'kubectl annotate note-',
  fits: (_target, { path }) => path === '.metadata.annotations.note',
  async make(bench, target, place) {
    if (valueOf(await bench.live(target), place.path) === undefined)
      return editsWithKubectl[0]?.make(bench, target, place)
    const user = bench.random.pick<Person>(['alice', 'bob'])
    bench.truth.removed(target.name, place.path, { user: nameOf(user), by: removal.name, contended: false })
    await run(bench, user, ['annotate', named(target), 'note-'])
  },
}

const recreation: Edit = {
  name: 'kubectl delete, kubectl create',
  fits: always,
  async make(bench, target) {
    const [first, second] = bench.random.shuffled<Person>(['alice', 'bob']) as [Person, Person]
    bench.truth.removed(target.name, '', { user: nameOf(first), by: 'kubectl delete', contended: false })
    await run(bench, first, ['delete', named(target)])
    const truth = { ...update('kubectl-create'), user: nameOf(second), by: 'kubectl create', contended: false }
    bench.truth.removed(target.name, 'created', truth)
    await run(bench, second, ['create', '-f', '-'], { stdin: JSON.stringify(target.manifest) })
  },
}

export const editsWithKubectl: readonly Edit[] = [
  kubectl('patch', update('kubectl-patch'), always, (target, place, value) => ({
    args: ['patch', named(target), '-p', JSON.stringify(place.patch(value))],
  })),
  kubectl(
    'set image',
    update('kubectl-set'),
    (_target, { path }) => path.endsWith('.image'),
    (target, _place, value) => ({
      args: ['set', 'image', named(target), `web=${textOf(value)}`],
    }),
  ),
  kubectl(
    'scale',
    { manager: 'kubectl', operation: 'Update', subresource: 'scale' },
    (_target, place) => place === replicas,
    (target, _place, value) => ({ args: ['scale', named(target), `--replicas=${textOf(value)}`] }),
  ),
  kubectl('apply', update('kubectl-client-side-apply'), always, (target, place, value, live) => ({
    args: ['apply', '-f', '-'],
    stdin: applied(target, place, value, live),
  })),
  kubectl(
    'apply --server-side',
    { manager: 'kubectl', operation: 'Apply', subresource: '' },
    always,
    (target, place, value, live) => ({
      args: ['apply', '--server-side', '--force-conflicts', '-f', '-'],
      stdin: applied(target, place, value, live),
    }),
  ),
  kubectl('replace', update('kubectl-replace'), always, (target, place, value, live) => ({
    args: ['replace', '-f', '-'],
    stdin: JSON.stringify(merged(live as never, place.patch(value))),
  })),
  kubectl(
    'label',
    update('kubectl-label'),
    (_target, { path }) => path.startsWith('.metadata.labels'),
    (target, _place, value) => ({ args: ['label', named(target), `tier=${textOf(value)}`, '--overwrite'] }),
  ),
  kubectl(
    'patch --as',
    update('kubectl-patch'),
    always,
    (target, place, value) => ({
      args: ['patch', named(target), '-p', JSON.stringify(place.patch(value))],
    }),
    'bob',
  ),
  { ...editor, fits: (_target, place) => place.path.endsWith('.image') },
  removal,
  recreation,
]
