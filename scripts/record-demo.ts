import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startCluster, type TestCluster } from '../test/cluster/cluster.ts'
import type { ClusterUser } from '../test/cluster/users.ts'
import { waitUntilNothingIsMissing } from '../test/cluster/waiting.ts'
import { driftOfTheDemo } from './demo/drift.ts'

const FOLDER = 'examples/demo'
const GIT = join(FOLDER, 'git')

/**
 * Records `examples/demo/live.json` from a real cluster: `node scripts/run.mjs scripts/record-demo.ts`. An engine applies
 * the source, people and controllers change what runs, and the dump is what kubectl writes then.
 */
export async function run(): Promise<void> {
  const cluster = await startCluster({ nodes: 2 })
  try {
    await applySource(cluster)
    await waitForAutoscaler(cluster)
    for (const { by, args, stdin, env } of driftOfTheDemo()) await kubectl(cluster, by, args, stdin, env)
    await cluster.waitForSettled({ timeoutMs: 120_000 })
    await writeFile(join(FOLDER, 'live.json'), await dump(cluster))
  } finally {
    await cluster.stop()
  }
}

/** The report's typo is refused by server-side apply and dropped by client-side apply that was told not to validate. */
async function applySource(cluster: TestCluster): Promise<void> {
  const manager = '--field-manager=argocd-controller'
  await kubectl(cluster, 'argocd', ['apply', '--server-side', manager, '-f', join(GIT, 'namespace.yaml')])
  const files = ['web', 'checkout', 'network', 'access'].flatMap((name) => ['-f', join(GIT, `${name}.yaml`)])
  await kubectl(cluster, 'argocd', ['apply', '--server-side', manager, ...files])
  await kubectl(cluster, 'argocd', ['apply', '--validate=false', manager, '-f', join(GIT, 'report.yaml')])
}

async function waitForAutoscaler({ admin }: TestCluster): Promise<void> {
  const path = '/apis/apps/v1/namespaces/shop/deployments/checkout'
  const check = async (): Promise<readonly string[]> => {
    const { spec } = await admin.expect<{ spec: { replicas?: number } }>('GET', path)
    return (spec.replicas ?? 0) >= 2 ? [] : ['checkout has one replica']
  }
  await waitUntilNothingIsMissing('the autoscaler has acted', check, { timeoutMs: 120_000, intervalMs: 500 })
}

/** Exactly the objects of the source, as anybody would dump them. */
function dump(cluster: TestCluster): Promise<string> {
  const format = ['-o', 'json', '--show-managed-fields', '--ignore-not-found']
  return kubectl(cluster, 'alice', ['get', '-f', GIT, ...format])
}

async function kubectl(
  cluster: TestCluster,
  user: ClusterUser,
  args: readonly string[],
  stdin = '',
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const result = await cluster.kubectl(user, args, { stdin, env })
  if (result.code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${result.code}:\n${result.stderr}`)
  return result.stdout
}
