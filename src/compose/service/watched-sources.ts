import type { Config, SourceConfig } from '../../config/config.ts'
import type { GitSource, PathSource } from '../../desired/source-spec.ts'
import type { WatchedSource } from '../../loop/sources/watched-source.ts'

/**
 * The configured sources as they are watched: once for each cluster that they reach. One that reaches several is called after
 * source and cluster, so that each has a state of its own.
 */
export function watchedSources({ sources }: Config): readonly WatchedSource[] {
  return sources.flatMap((source) =>
    source.clusters.map((cluster) => {
      const name = watchedName(source, cluster)
      return {
        name,
        cluster,
        spec: specOf(source, name),
        namespace: source.namespace,
        owner: source.owner ?? null,
        intervalMs: source.intervalMs,
      }
    }),
  )
}

function watchedName({ name, clusters }: SourceConfig, cluster: string): string {
  return clusters.length === 1 ? name : `${name}@${cluster}`
}

/** The configured source behind a watched one. */
export function configuredSource({ sources }: Config, watched: string): SourceConfig | undefined {
  return sources.find((source) => source.clusters.some((cluster) => watchedName(source, cluster) === watched))
}

function specOf({ from, helm }: SourceConfig, name: string): GitSource | PathSource {
  const settings = helm === undefined ? {} : { helm }
  return from.kind === 'git' ? { ...from, name, ...settings } : { ...from, name, ...settings }
}
