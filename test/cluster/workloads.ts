import type { ApiClient } from './api-client.ts'

interface Workload {
  metadata: { name: string; namespace?: string; generation?: number; deletionTimestamp?: string }
  spec: { replicas?: number; paused?: boolean }
  status: {
    phase?: string
    conditions?: { type: string; status: string }[]
    observedGeneration?: number
    replicas?: number
    updatedReplicas?: number
    readyReplicas?: number
    availableReplicas?: number
    desiredNumberScheduled?: number
    numberReady?: number
  }
}

/** One kind of object and how it shows that it is where it wants to be. */
interface Readiness {
  path: string
  isReady: (object: Workload) => boolean
}

const KINDS: readonly Readiness[] = [
  { path: '/api/v1/namespaces', isReady: ({ status }) => status.phase === 'Active' },
  { path: '/api/v1/pods', isReady: podIsReady },
  { path: '/apis/apps/v1/deployments', isReady: deploymentIsReady },
  { path: '/apis/apps/v1/statefulsets', isReady: statefulSetIsReady },
  { path: '/apis/apps/v1/daemonsets', isReady: daemonSetIsReady },
]

/** What is not available or not Running yet, in all namespaces. */
export async function unreadyWorkloads(client: ApiClient): Promise<string[]> {
  const found = await Promise.all(
    KINDS.map(async ({ path, isReady }) => {
      const { items } = await client.expect<{ items: Workload[] }>('GET', path)
      const unready = items.filter((object) => object.metadata.deletionTimestamp !== undefined || !isReady(object))
      const kind = path.slice(path.lastIndexOf('/') + 1)
      return unready.map(({ metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name} is not ready`)
    }),
  )
  return found.flat()
}

function podIsReady({ status }: Workload): boolean {
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return true
  const ready = status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
  return status.phase === 'Running' && ready
}

function deploymentIsReady(object: Workload): boolean {
  const { spec, status } = object
  const wanted = spec.replicas ?? 1
  const updated = spec.paused === true || (status.updatedReplicas ?? 0) === wanted
  return (
    isObserved(object) && updated && (status.replicas ?? 0) === wanted && (status.availableReplicas ?? 0) === wanted
  )
}

function statefulSetIsReady(object: Workload): boolean {
  return isObserved(object) && (object.status.readyReplicas ?? 0) === (object.spec.replicas ?? 1)
}

function daemonSetIsReady(object: Workload): boolean {
  return isObserved(object) && object.status.numberReady === object.status.desiredNumberScheduled
}

function isObserved({ metadata, status }: Workload): boolean {
  return (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
}
