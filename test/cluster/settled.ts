import type { ApiClient } from './api-client.ts'
import { type Patience, waitUntilNothingIsMissing } from './waiting.ts'
import { unreadyWorkloads } from './workloads.ts'

/** When a cluster counts as settled. */
export interface SettledOptions extends Patience {
  /** For how long no resourceVersion may move, in milliseconds; default 2,000. */
  quietMs?: number
  /** Whether workloads must be available and pods Running; default true where there are nodes. */
  ready?: boolean
}

interface Discovery {
  items: {
    metadata: { name?: string }
    /** Stale group versions, whose API service does not answer, list no resources. */
    versions: { version: string; resources?: { resource: string; verbs: string[] }[] }[]
  }[]
}

interface MetadataList {
  items?: { metadata: { name: string; namespace?: string; resourceVersion: string } }[]
}

/** Written for ever even when nothing happens, or a record of what happened. */
const ALWAYS_MOVING = new Set(['leases', 'events'])

const AGGREGATED_DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/** Waits until workloads are as ready as they will be and no object has moved for a while, leases and events apart. */
export async function waitForSettled(client: ApiClient, options: SettledOptions & { ready: boolean }): Promise<void> {
  const { quietMs = 2_000, ready, timeoutMs = 60_000, intervalMs = 250 } = options
  let before = new Map<string, string>()
  let quietSince = performance.now()
  const missing = async (): Promise<readonly string[]> => {
    const now = await resourceVersions(client)
    const moved = differences(before, now)
    if (moved.length > 0) quietSince = performance.now()
    before = now
    const unready = ready ? await unreadyWorkloads(client) : []
    if (unready.length > 0) return unready
    const quietFor = performance.now() - quietSince
    return quietFor >= quietMs
      ? []
      : [`quiet for only ${Math.round(quietFor)} ms`, ...moved.map((key) => `moved: ${key}`)]
  }
  await waitUntilNothingIsMissing('the cluster has settled', missing, { timeoutMs, intervalMs })
}

/** The resourceVersion of every object in the cluster. */
async function resourceVersions(client: ApiClient): Promise<Map<string, string>> {
  const paths = (await Promise.all(['/api', '/apis'].map((root) => listPaths(client, root)))).flat()
  const lists = await Promise.all(
    paths.map(async (path) => ({ path, ...(await client.send<MetadataList>('GET', path, { accept: METADATA_LIST })) })),
  )
  const versions = new Map<string, string>()
  for (const { path, body } of lists) {
    for (const { metadata } of body.items ?? []) {
      versions.set(`${path}/${metadata.namespace ?? ''}/${metadata.name}`, metadata.resourceVersion)
    }
  }
  return versions
}

/** Paths of all types that can be listed, each in the version that the server prefers. */
async function listPaths(client: ApiClient, root: string): Promise<string[]> {
  const { items } = await client.expect<Discovery>('GET', root, { accept: AGGREGATED_DISCOVERY })
  const paths = new Map<string, string>()
  for (const { metadata, versions } of items) {
    for (const { version, resources = [] } of versions) {
      for (const { resource, verbs } of resources) {
        const key = `${metadata.name ?? ''}/${resource}`
        if (ALWAYS_MOVING.has(resource) || !verbs.includes('list') || paths.has(key)) continue
        paths.set(key, [root, metadata.name, version, resource].filter(Boolean).join('/'))
      }
    }
  }
  return [...paths.values()]
}

function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const gone = [...before.keys()].filter((key) => !now.has(key))
  const changed = [...now].filter(([key, version]) => before.get(key) !== version).map(([key]) => key)
  return [...gone, ...changed]
}
