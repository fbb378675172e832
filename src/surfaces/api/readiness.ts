import { type Instant, printInstant } from '../../model/instant.ts'
import type { ClusterState } from '../../model/source-state.ts'
import type { ServiceFreshness } from './api-ports.ts'

/**
 * `live`: the process works, and its first look at everything is not done, or the store fails. `ready`: all that is shown
 * is fresh. `stale`: some of it is older than it looks.
 */
export interface Readiness {
  readonly state: 'live' | 'ready' | 'stale'
  readonly store: ServiceFreshness['store']
  readonly clusters: readonly StaleCluster[]
}

/** A cluster of which not everything is known up to now. */
export interface StaleCluster {
  readonly name: string
  readonly state: ClusterState['state'] | 'behind'
  /** RFC 3339. */
  readonly since: string
  readonly kinds: readonly { readonly kind: string; readonly reason: string; readonly since: string }[]
}

/** Without any cluster nothing was looked at yet, which is not the same as everything being fresh. */
export function readiness({ store, clusters }: ServiceFreshness, now: Instant, freshForMs: number): Readiness {
  const stale = clusters.flatMap((cluster) => staleness(cluster, now, freshForMs))
  const starting = clusters.length === 0 || clusters.some((cluster) => cluster.state === 'starting')
  const state = store === 'failing' || starting ? 'live' : stale.length > 0 ? 'stale' : 'ready'
  return { state, store, clusters: stale }
}

function staleness(cluster: ClusterState, now: Instant, freshForMs: number): readonly StaleCluster[] {
  const { name, state, knownUntil } = cluster
  const kinds = cluster.notChecked.map((gap) => ({ ...gap, since: printInstant(gap.since) }))
  if (state !== 'live') return [{ name, state, since: printInstant(cluster.since), kinds }]
  if (knownUntil !== null && now - knownUntil <= freshForMs) return []
  return [{ name, state: 'behind', since: printInstant(knownUntil ?? cluster.since), kinds }]
}

/** For callers that are nobody's: how much is stale, and no name of a cluster or kind (B-09). */
export function readinessCounts({ state, store, clusters }: Readiness): object {
  const kinds = clusters.reduce((sum, cluster) => sum + cluster.kinds.length, 0)
  return { state, store, staleClusters: clusters.length, staleKinds: kinds }
}
