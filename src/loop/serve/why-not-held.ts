import type { Discovery } from '../../live/cluster-reader.ts'
import { stringAt } from '../../model/json.ts'
import { isUndiscovered } from '../../model/kind-info.ts'
import { printRef } from '../../model/object-ref.ts'
import type { DesiredEntry, DesiredState } from '../desired-state.ts'
import { sourcesOf } from './assessor.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import { kindKey } from './kind-key.ts'

export interface WhyNotHeldParts {
  readonly desired: Pick<ClusterDesired, 'sources'>
  readonly discovery: () => Discovery
  /** False for a source that was taken out of the configuration, or that is about another cluster now. */
  readonly isConfigured: (source: string) => boolean
}

/** Why objects that sources hold are not compared, by reference: left out by choice, or held twice. */
export type LeftOut = ReadonlyMap<string, string>

export function leftOutOf({ excluded, gaps }: Pick<DesiredState, 'excluded' | 'gaps'>): LeftOut {
  const repeated = gaps.flatMap(({ object, reason }) =>
    object === undefined ? [] : [[printRef(object), reason] as const],
  )
  return new Map([...repeated, ...excluded.map(({ ref, reason }) => [printRef(ref), reason] as const)])
}

export type WhyNotHeld =
  | { readonly because: 'source-removed' }
  /** @property isServed false where the cluster has no such kind any more, and so no such object */
  | { readonly because: 'removed-in-git'; readonly isServed: boolean }
  | { readonly because: 'unknown'; readonly reason: string }

/**
 * Why an object that sources held is not among what they hold now. That it was removed from Git on purpose is the answer only
 * where each of its sources can be read whole and none holds it: what is left out, repeated, or of a kind that the cluster
 * does not serve (F-10) was not removed.
 */
export function whyNotHeld(
  entry: DesiredEntry,
  leftOut: LeftOut,
  { desired, discovery, isConfigured }: WhyNotHeldParts,
): WhyNotHeld {
  const names = new Set(sourcesOf(entry).filter(isConfigured))
  if (names.size === 0) return { because: 'source-removed' }
  const sources = desired.sources.filter(({ revision }) => names.has(revision.name))
  const isWhole =
    sources.length === names.size && sources.every(({ gaps }) => gaps.every(({ source }) => source === undefined))
  if (!isWhole) return { because: 'unknown', reason: 'desired-unreadable' }
  const reason = leftOut.get(printRef(entry.ref))
  if (reason !== undefined) return { because: 'unknown', reason }
  const { kinds, failed } = discovery()
  const isServed = kinds.some((kind) => kindKey(kind) === kindKey(entry.ref))
  if (isServed) return { because: 'removed-in-git', isServed }
  if (isUndiscovered(failed, entry.ref.group)) return { because: 'unknown', reason: 'discovery-failed' }
  const isWritten = sources.some(({ manifests }) => manifests.some(({ manifest }) => isNamed(manifest, entry)))
  return isWritten ? { because: 'unknown', reason: 'crd-missing' } : { because: 'removed-in-git', isServed }
}

/** The namespace of a kind that is not served is not known where the manifest names none. */
function isNamed(manifest: DesiredEntry['manifests'][0]['manifest'], { ref }: DesiredEntry): boolean {
  const namespace = stringAt(manifest, 'metadata', 'namespace')
  return (
    manifest['kind'] === ref.kind &&
    stringAt(manifest, 'metadata', 'name') === ref.name &&
    (namespace === undefined || namespace === ref.namespace)
  )
}
