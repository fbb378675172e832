import { ageOf } from '../../../../model/finding.ts'
import type { Instant } from '../../../../model/instant.ts'
import type { ShownFinding } from '../../../shown-ledger.ts'
import type { ListFilter } from '../../arguments/ledger/list.ts'

/**
 * Whether a finding that changed belongs to a list. Its state does not count where it has just ended: whoever watches what
 * drifts wants to see that it no longer does.
 */
export function isListed(known: ShownFinding, filter: ListFilter, now: Instant, because: string): boolean {
  const { drift, state, standing, handling } = known
  const { object } = drift
  const ended = because === 'finding-resolved'
  return [
    ended || (filter.states?.includes(state) ?? true),
    ended || (filter.standings?.includes(standing) ?? true),
    filter.handling?.includes(handling.kind) ?? true,
    filter.severities?.includes(drift.severity) ?? true,
    filter.cluster === undefined || filter.cluster === object.cluster,
    filter.namespace === undefined || filter.namespace === object.namespace,
    filter.kind === undefined || filter.kind === object.kind,
    filter.name === undefined || filter.name === object.name,
    filter.source === undefined || known.sources.includes(filter.source),
    filter.owner === undefined || filter.owner === known.owner,
    filter.cause === undefined || filter.cause === known.causeId,
    filter.actorClass === undefined || filter.actorClass === drift.actorClass,
    filter.olderThanMs === undefined || ageOf(known, now) > filter.olderThanMs,
  ].every(Boolean)
}
