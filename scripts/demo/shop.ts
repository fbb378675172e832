import { join } from 'node:path'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import type { KubectlInput } from '../../test/cluster/kubectl.ts'
import type { ClusterUser } from '../../test/cluster/users.ts'
import { waitUntilNothingIsMissing } from '../../test/cluster/waiting.ts'
import { driftOfTheDemo } from './drift.ts'

/** From the root of the repository. */
export const SHOP = 'examples/demo/git'

const ENGINE = '--field-manager=argocd-controller'

/** Applies the source of the demo as an engine does, and waits until the autoscaler has acted. */
export async function bringUpShop(cluster: TestCluster): Promise<void> {
  await kubectl(cluster, 'argocd', ['apply', '--server-side', ENGINE, '-f', join(SHOP, 'namespace.yaml')])
  await applyShop(cluster)
  await waitForAutoscaler(cluster)
}

/** The report's typo is refused by server-side apply and dropped by client-side apply that was told not to validate. */
export async function applyShop(cluster: TestCluster): Promise<void> {
  const files = ['web', 'checkout', 'network', 'access'].flatMap((name) => ['-f', join(SHOP, `${name}.yaml`)])
  await kubectl(cluster, 'argocd', ['apply', '--server-side', '--force-conflicts', ENGINE, ...files])
  await kubectl(cluster, 'argocd', ['apply', '--validate=false', ENGINE, '-f', join(SHOP, 'report.yaml')])
}

/** Lets people and controllers change what runs. */
export async function driftShop(cluster: TestCluster): Promise<void> {
  for (const { by, args, env = {} } of driftOfTheDemo()) await kubectl(cluster, by, args, { env })
  await cluster.waitForSettled({ timeoutMs: 120_000 })
}

/** Exactly the objects of the source, as anybody would dump them. */
export function dumpShop(cluster: TestCluster): Promise<string> {
  const format = ['-o', 'json', '--show-managed-fields', '--ignore-not-found']
  return kubectl(cluster, 'alice', ['get', '-f', SHOP, ...format])
}

async function waitForAutoscaler({ admin }: TestCluster): Promise<void> {
  const path = '/apis/apps/v1/namespaces/shop/deployments/checkout'
  const check = async (): Promise<readonly string[]> => {
    const { spec } = await admin.expect<{ spec: { replicas?: number } }>('GET', path)
    return (spec.replicas ?? 0) >= 2 ? [] : ['checkout has one replica']
  }
  await waitUntilNothingIsMissing('the autoscaler has acted', check, { timeoutMs: 120_000, intervalMs: 500 })
}

/** Runs kubectl; a refusal is an error. */
export async function kubectl(
  cluster: TestCluster,
  user: ClusterUser,
  args: readonly string[],
  input: KubectlInput = {},
): Promise<string> {
  const result = await cluster.kubectl(user, args, input)
  if (result.code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${result.code}:\n${result.stderr}`)
  return result.stdout
}
