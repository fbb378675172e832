import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'

/** Code of a source that could not be rendered because its cluster was not known yet: it is tried again when it is. */
const CLUSTER_UNKNOWN = 'DRF5205'

/**
 * Whether everything that the sources of a cluster say by now was given to those who compare it: before that no pass over it is
 * whole, and nothing is anybody's baseline. A source that cannot be read has said so; what an earlier service knew of
 * it is no look, and what was read just now may still be on its way.
 *
 * @param loaded what the sources say now
 * @param taken what was given to the comparison last
 */
export function areSourcesTaken(
  sources: readonly { readonly state: SourceState; readonly wasLookedAt: boolean }[],
  loaded: readonly LoadedSource[],
  taken: readonly LoadedSource[],
): boolean {
  if (sources.some(({ state, wasLookedAt }) => !wasLookedAt || state.failing?.code === CLUSTER_UNKNOWN)) return false
  const given = new Map(taken.map(({ revision, manifests }) => [revision.name, manifests]))
  return loaded.every(({ revision, manifests }) => manifests.length === 0 || given.get(revision.name) === manifests)
}
