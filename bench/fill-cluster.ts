import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestCluster } from '../test/cluster/cluster.ts'

export const PER_NAMESPACE = 500

/**
 * Writes manifests of many objects and applies them as an engine does: half ConfigMaps, half Deployments without replicas.
 *
 * @param count a multiple of 500, which is how many one namespace holds
 * @returns the folder with the manifests
 */
export async function fillCluster(cluster: TestCluster, folder: string, count: number): Promise<string> {
  const source = join(folder, 'many')
  mkdirSync(source)
  for (let n = 0; n < count / PER_NAMESPACE; n++) {
    const namespace = `many-${n}`
    await makeNamespace(cluster, namespace)
    await inBatches(writeManifests(source, namespace), 16, (one) => apply(cluster, one))
  }
  return source
}

export async function makeNamespace(cluster: TestCluster, namespace: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await cluster.admin.expect('POST', '/api/v1/namespaces', { body })
}

/** Writes the file of one namespace, and says what is in it. */
export function writeManifests(source: string, namespace: string): readonly Manifest[] {
  const items = Array.from({ length: PER_NAMESPACE }, (_, i) => manifest(namespace, i))
  writeFileSync(join(source, `${namespace}.json`), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  return items
}

export interface Manifest {
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

export function manifest(namespace: string, i: number): Manifest {
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

export async function apply(cluster: TestCluster, one: Manifest): Promise<void> {
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
