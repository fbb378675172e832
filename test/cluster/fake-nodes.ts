import { join } from 'node:path'
import type { ApiClient } from './api-client.ts'
import type { ProcessGroup, RunningProcess } from './processes.ts'
import { waitUntilNothingIsMissing } from './waiting.ts'

interface Node {
  metadata: { name: string }
  spec?: { taints?: unknown[] }
  status?: { conditions?: { type: string; status: string }[] }
}

/** Starts kwok, which plays the kubelet of every node: heartbeats, and pods that run without containers. */
export function startKwok(group: ProcessGroup, folder: string, kubeconfig: string): Promise<RunningProcess> {
  return group.start('kwok', join(folder, 'kwok'), [
    `--kubeconfig=${kubeconfig}`,
    '--manage-all-nodes',
    `--config=${join(folder, 'stages.yaml')}`,
    // Seconds.
    '--node-lease-duration-seconds=40',
  ])
}

/** Creates `count` nodes, named node-0 and so on. */
export async function createNodes(client: ApiClient, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `node-${index}`)
  await Promise.all(names.map((name) => client.expect('POST', '/api/v1/nodes', { body: node(name) })))
}

/** Waits until every node is Ready and takes pods. */
export async function waitForNodes(client: ApiClient): Promise<void> {
  await waitUntilNothingIsMissing('all nodes take pods', async () => {
    const { items } = await client.expect<{ items: Node[] }>('GET', '/api/v1/nodes')
    return items.filter((item) => !takesPods(item)).map((item) => item.metadata.name)
  })
}

function takesPods({ spec, status }: Node): boolean {
  const ready = status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
  return ready && (spec?.taints ?? []).length === 0
}

function node(name: string): object {
  const resources = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '250' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' },
    },
    status: { allocatable: resources, capacity: resources },
  }
}
