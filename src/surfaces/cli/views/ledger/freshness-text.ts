import { type Instant, MINUTE, SECOND } from '../../../../model/instant.ts'
import type { ClusterState } from '../../../../model/source-state.ts'
import { durationText } from '../age-text.ts'
import { list } from '../count-text.ts'
import { visible } from '../../../../model/visible-text.ts'

/** What counts as checked just now. */
const RECENT = 2 * MINUTE
/** Most clusters that are named. */
const TOLD = 5

/** True where everything of every cluster is known up to just now. */
export function isFresh(clusters: readonly ClusterState[], now: Instant): boolean {
  return clusters.length > 0 && clusters.every((one) => isRecent(one, now) && one.notChecked.length === 0)
}

/** `11 of 12 clusters checked < 2 min ago; edge-3 not checked for 41m (unreachable).` Comes before any figure. */
export function freshnessSentence(clusters: readonly ClusterState[], now: Instant): string {
  if (clusters.length === 0) return 'No cluster was checked yet.'
  const old = clusters.filter((one) => !isRecent(one, now))
  const kinds = clusters.filter((one) => isRecent(one, now) && one.notChecked.length > 0)
  const all = clusters.length === 1 ? '1 cluster' : `All ${clusters.length} clusters`
  const fresh = old.length === 0 ? all : `${clusters.length - old.length} of ${clusters.length} clusters`
  const parts = [`${fresh} checked < 2 min ago`, ...told(old.map((one) => behind(one, now))), ...told(kinds.map(gaps))]
  return `${parts.join('; ')}.`
}

function isRecent({ state, knownUntil }: ClusterState, now: Instant): boolean {
  return state === 'live' && knownUntil !== null && now - knownUntil < RECENT
}

function behind({ name, state, knownUntil }: ClusterState, now: Instant): string {
  const why = state === 'live' ? '' : ` (${state})`
  if (knownUntil === null) return `${visible(name)} not checked yet${why}`
  return `${visible(name)} not checked for ${durationText(Math.max(0, Math.floor((now - knownUntil) / SECOND)))}${why}`
}

function gaps({ name, notChecked }: ClusterState): string {
  const kinds = notChecked.length === 1 ? '1 kind' : `${notChecked.length} kinds`
  return `${kinds} of ${visible(name)} not checked (${list([...new Set(notChecked.map(({ reason }) => visible(reason)))])})`
}

function told(parts: readonly string[]): readonly string[] {
  return parts.length <= TOLD ? parts : [...parts.slice(0, TOLD), `and ${parts.length - TOLD} more`]
}
