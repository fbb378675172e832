import { type SelectQueryBuilder, sql } from 'kysely'
import type { FindingQuery } from '../../../ledger/ports.ts'
import type { ActorClass } from '../../../model/field-owner.ts'
import type { Severity } from '../../../model/severity.ts'
import type { Tables } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'

/** Columns that are asked for as they are. */
const EQUAL = ['cluster', 'namespace', 'kind', 'name', 'owner', 'cause'] as const

/** Adds the conditions of a query; what it does not say, it does not limit. An empty list matches nothing. */
export function matchingFindings<DB extends Tables, TB extends keyof DB, O>(
  from: SelectQueryBuilder<DB, TB | 'finding', O>,
  query: FindingQuery,
): SelectQueryBuilder<DB, TB | 'finding', O> {
  let found = from as unknown as SelectQueryBuilder<Tables, 'finding', O>
  for (const column of EQUAL) {
    const wanted = query[column]
    if (wanted !== undefined) found = found.where(`finding.${column}`, '=', wanted)
  }
  if (query.actorClass !== undefined) found = found.where('finding.actor_class', '=', query.actorClass as ActorClass)
  if (query.states) found = found.where('finding.state', 'in', atLeastOne(query.states))
  // The planner takes the index of unresolved findings only where it is told that they are.
  if (query.states?.includes('resolved') === false) found = found.where('finding.state', '<>', 'resolved')
  if (query.standings) found = found.where('finding.standing', 'in', atLeastOne(query.standings))
  if (query.handling) found = found.where('finding.handling', 'in', atLeastOne(query.handling))
  if (query.severities) found = found.where('finding.severity', 'in', atLeastOne(query.severities as Severity[]))
  if (query.source !== undefined) found = found.where(sql<boolean>`finding.sources @> array[${query.source}]::text[]`)
  if (query.olderThanMs !== undefined) {
    const before = toTimestamp(query.now - query.olderThanMs)
    found = found.where(sql<boolean>`finding.onset_not_after < ${before}::timestamptz`)
  }
  return found
}

/** SQL has no empty list; this one matches nothing, since no column holds an empty word. */
function atLeastOne<T extends string>(words: readonly T[]): readonly T[] {
  return words.length === 0 ? ['' as T] : words
}
