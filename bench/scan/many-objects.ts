import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { timeProcess, type ProcessRun } from '../timing.ts'

const NAMESPACES = 20
const PER_NAMESPACE = 500

/** Time and peak memory of a clean scan of 10,000 objects: half ConfigMaps, half Deployments without replicas. */
export async function measureMemory(
  cluster: TestCluster,
  folder: string,
): Promise<ProcessRun & { readonly objects: number }> {
  const source = join(folder, 'many')
  mkdirSync(source)
  for (let n = 0; n < NAMESPACES; n++) {
    const namespace = `many-${n}`
    await cluster.admin.expect('POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    })
    const manifests = Array.from({ length: PER_NAMESPACE }, (_, i) => manifest(namespace, i))
    writeFileSync(
      join(source, `${namespace}.json`),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }),
    )
    await inBatches(manifests, 16, (one) => apply(cluster, one))
  }
  const args = ['dist/main.js', 'scan', source, '--kubeconfig', cluster.kubeconfigs.admin, '-o', 'json', '--quiet']
  const run = await timeProcess(process.execPath, args)
  return { ...run, objects: NAMESPACES * PER_NAMESPACE }
}

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly labels: Readonly<Record<string, string>>
  }
  readonly data?: object
  readonly spec?: object
}

function manifest(namespace: string, i: number): Manifest {
  const metadata = { name: `object-${i}`, namespace, labels: { app: `app-${i % 10}` } }
  if (i % 2 === 0)
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { key: `value-${i}`, text: 'x'.repeat(500) } }
  const labels = { app: `app-${i}` }
  const container = {
    name: 'main',
    image: `registry.example/app:${i}`,
    env: [{ name: 'A', value: '1' }],
    ports: [{ containerPort: 80 }],
  }
  const spec = {
    replicas: 0,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [container] } },
  }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }
}

async function apply(cluster: TestCluster, one: Manifest): Promise<void> {
  const group = one.apiVersion === 'v1' ? '/api/v1' : `/apis/${one.apiVersion}`
  const path = `${group}/namespaces/${one.metadata.namespace}/${one.kind.toLowerCase()}s/${one.metadata.name}`
  await cluster.admin.expect('PATCH', `${path}?fieldManager=argocd-controller&force=true`, {
    body: one,
    contentType: 'application/apply-patch+yaml',
  })
}

async function inBatches<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}
