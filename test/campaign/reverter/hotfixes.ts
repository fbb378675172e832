import type { Json } from '../../../src/model/json.ts'
import type { TestCluster } from '../../cluster/cluster.ts'
import { USERS } from '../../cluster/users.ts'
import type { Random } from '../../differential/random.ts'

export type Person = 'alice' | 'bob'

/** One change that a person makes in the cluster, and what is true of it. */
export interface Hotfix {
  readonly user: Person
  readonly userName: string
  readonly by: string
  readonly name: string
  readonly path: string
  /** No other hotfix has this value. */
  readonly value: Json
  readonly manager: string
  readonly args: readonly string[]
}

const WEB = '.spec.template.spec.containers[name="web"]'

type Kind = (name: string, number: number) => Pick<Hotfix, 'by' | 'path' | 'value' | 'manager' | 'args'>

const KINDS: readonly Kind[] = [
  (name, number) => ({
    by: 'set image',
    path: `${WEB}.image`,
    value: `nginx:fix-${number}`,
    manager: 'kubectl-set',
    args: ['set', 'image', `deployment/${name}`, `web=nginx:fix-${number}`],
  }),
  (name, number) => ({
    by: 'set env',
    path: `${WEB}.env[name="MODE"].value`,
    value: `fix-${number}`,
    manager: 'kubectl-set',
    args: ['set', 'env', `deployment/${name}`, `MODE=fix-${number}`],
  }),
  (name, number) => ({
    by: 'scale',
    path: '.spec.replicas',
    value: number + 100,
    manager: 'kubectl',
    args: ['scale', `deployment/${name}`, `--replicas=${number + 100}`],
  }),
  (name, number) => ({
    by: 'patch',
    path: '.spec.minReadySeconds',
    value: number + 100,
    manager: 'kubectl-patch',
    args: [
      'patch',
      `deployment/${name}`,
      '--type=merge',
      '-p',
      JSON.stringify({ spec: { minReadySeconds: number + 100 } }),
    ],
  }),
]

export function hotfix(random: Random, names: readonly string[], number: number): Hotfix {
  const user = random.pick<Person>(['alice', 'bob'])
  const name = random.pick(names)
  return { user, userName: USERS[user].name, name, ...random.pick(KINDS)(name, number) }
}

export async function makeHotfix(cluster: TestCluster, namespace: string, { user, args }: Hotfix): Promise<void> {
  const { code, stderr } = await cluster.kubectl(user, ['-n', namespace, ...args])
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`)
}

/** What Git says of a Deployment that hotfixes are made on. */
export function fixable(name: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 1,
      minReadySeconds: 5,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image: 'nginx:1', env: [{ name: 'MODE', value: 'usual' }] }] },
      },
    },
  }
}
