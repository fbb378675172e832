import type { Discovery } from '../live/cluster-reader.ts'
import { stringAt } from '../model/json.ts'
import { parseApiVersion } from '../model/kind-info.ts'
import type { LoadedSource } from './scan-ports.ts'
import { Timeline } from './timeline.ts'

/** A timeline per source; earlier manifests get their namespace by the scope that the cluster gives their kind today. */
export function timelinesOf(
  sources: readonly LoadedSource[],
  discovery: Discovery,
  defaultNamespace: string,
): ReadonlyMap<string, Timeline> {
  const clusterScoped = new Set(
    discovery.kinds.filter((kind) => !kind.namespaced).map(({ group, kind }) => `${group}/${kind}`),
  )
  return new Map(
    sources.map(({ namespace = defaultNamespace, ...source }) => [
      source.revision.name,
      new Timeline(source.history, ({ manifest }) => {
        const { group } = parseApiVersion(stringAt(manifest, 'apiVersion') ?? '')
        if (clusterScoped.has(`${group}/${stringAt(manifest, 'kind') ?? ''}`)) return ''
        return stringAt(manifest, 'metadata', 'namespace') ?? namespace
      }),
    ]),
  )
}
