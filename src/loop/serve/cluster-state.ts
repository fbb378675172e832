import type { Instant } from '../../model/instant.ts'
import type { ClusterState } from '../../model/source-state.ts'
import type { ClusterRunner } from './cluster-runner.ts'

/** Where a cluster stands in its life in the service. */
export interface ClusterPhase {
  readonly state: 'starting' | 'live' | 'unreachable'
  readonly since: Instant
  readonly reason: string | undefined
}

/**
 * How fresh the view of a cluster is. `live` needs every scope to be watched; one that is not makes it `stale`, and the scope
 * is named. What is known up to when is the oldest of all scopes: freshness of the whole is that of its worst part.
 */
export function clusterState(name: string, phase: ClusterPhase, runner: ClusterRunner, now: Instant): ClusterState {
  const scopes = runner.scopes()
  const bad = scopes.filter(({ state }) => state === 'stale' || state === 'unknown')
  const known = scopes.map(({ knownUntil }) => knownUntil)
  const isStale = phase.state === 'live' && bad.length > 0
  return {
    name,
    version: runner.view.version,
    state: isStale ? 'stale' : phase.state,
    since: isStale ? Math.min(...bad.map(({ since }) => since)) : phase.since,
    knownUntil: known.length === 0 || known.includes(undefined) ? null : Math.min(now, ...(known as number[])),
    objects: runner.objects,
    notChecked: [
      ...bad.map(({ scope, reason, since }) => ({ kind: kindOf(scope.kind), reason: reason ?? 'stale', since })),
      ...runner.gaps.map(({ kind, source, reason }) => ({
        kind: kind ?? source ?? '*',
        reason,
        since: phase.since,
      })),
    ],
  }
}

function kindOf({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return group === '' ? kind : `${group}/${kind}`
}
