import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureTool } from '../../tools/build.mjs'
import { type KubectlResult, runKubectl } from '../cluster/kubectl.ts'
import type { TestCluster } from '../cluster/cluster.ts'

/** A way of bringing manifests into a cluster, as people and engines use it. */
export type Way = 'server-side' | 'client-side' | 'helm'

const SERVER_SIDE = ['--server-side', '--field-manager=argocd-controller', '--force-conflicts']

/** Applies files, and what lies directly in folders, as the deployer; any refusal is an error. */
export async function applyFiles(
  cluster: TestCluster,
  way: 'server-side' | 'client-side',
  files: readonly string[],
): Promise<void> {
  const how = way === 'server-side' ? SERVER_SIDE : []
  const names = files.flatMap((file) => ['-f', file])
  mustSucceed(await cluster.kubectl('argocd', ['apply', ...how, ...names]), `apply ${files.join(' ')}`)
}

/** Installs a chart or upgrades it, with Helm 4's own defaults: it applies server-side under the name of its binary. */
export async function installChart(
  cluster: TestCluster,
  release: string,
  chart: string,
  values: readonly string[],
): Promise<void> {
  const { dir } = await ensureTool('render')
  const args = ['upgrade', '--install', release, chart, '--namespace=default', '--force-conflicts']
  const set = values.flatMap((value) => ['--set', value])
  const result = await runKubectl(join(dir, 'helm'), cluster.kubeconfigs.argocd, cluster.dir, [...args, ...set])
  mustSucceed(result, `helm ${args.join(' ')}`)
}

/** What a chart renders to, its definitions included. */
export async function printedChart(release: string, chart: string, values: readonly string[]): Promise<string> {
  const { dir } = await ensureTool('render')
  const args = ['template', release, chart, '--namespace=default', '--include-crds']
  const set = values.flatMap((value) => ['--set', value])
  const home = await mkdtemp(join(tmpdir(), 'driftage-helm-'))
  try {
    const result = await runKubectl(join(dir, 'helm'), '', home, [...args, ...set])
    mustSucceed(result, `helm ${args.join(' ')}`)
    return result.stdout
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function mustSucceed({ code, stderr, stdout }: KubectlResult, what: string): void {
  if (code !== 0) throw new Error(`${what} ended with ${code}:\n${stderr}\n${stdout}`)
}
