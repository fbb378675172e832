import type { GapEvent, RestoredEvent } from '../../live/watch/live-event.ts'
import type { ActivityEntry } from '../../model/activity.ts'
import type { Instant } from '../../model/instant.ts'

/** What the record says where a watch had a gap, or a cluster went back in time. */
export function watchNews(cluster: string, event: GapEvent | RestoredEvent, at: Instant): ActivityEntry {
  const { kind, group } = event.scope.kind
  const reason = event.type === 'gap' ? event.reason : `${event.before} to ${event.after}`
  return {
    at,
    actor: { kind: 'system', id: 'watch' },
    surface: 'watch',
    kind: event.type === 'gap' ? 'watch-gap' : 'cluster-restored',
    subject: { type: 'cluster', id: cluster },
    detail: { kind: group === '' ? kind : `${group}/${kind}`, namespace: event.scope.namespace, reason },
  }
}
