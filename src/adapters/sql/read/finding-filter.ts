import { type SelectQueryBuilder, sql } from 'kysely'
import type { FindingQuery } from '../../../ledger/ports.ts'
import type { FindingState } from '../../../model/finding.ts'
import type { ActorClass } from '../../../model/field-owner.ts'
import { SEVERITIES, type Severity } from '../../../model/severity.ts'
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
  if (query.states) found = withStates(found, query.states)
  if (query.standings) found = found.where('finding.standing', 'in', atLeastOne(query.standings))
  if (query.handling) found = found.where('finding.handling', 'in', atLeastOne(query.handling))
  if (query.severities) found = withUrgencies(found, query.severities)
  if (query.source !== undefined) found = found.where(sql<boolean>`finding.sources @> array[${query.source}]::text[]`)
  if (query.olderThanMs !== undefined) {
    const before = toTimestamp(query.now - query.olderThanMs)
    found = found.where(sql<boolean>`finding.onset_not_after < ${before}::timestamptz`)
  }
  return found
}

/**
 * All that is not resolved is asked for in the words of the indexes that hold just that. The planner must be told each thing
 * once: it takes two conditions for independent, and would reckon with few findings where there are many.
 */
function withStates<O>(
  found: SelectQueryBuilder<Tables, 'finding', O>,
  states: readonly FindingState[],
): SelectQueryBuilder<Tables, 'finding', O> {
  const asked = new Set(states)
  if (FINDING_STATES.every((state) => asked.has(state))) return found
  const isUnresolved = FINDING_STATES.every((state) => asked.has(state) === (state !== 'resolved'))
  if (isUnresolved) return found.where('finding.state', '<>', 'resolved')
  return found.where('finding.state', 'in', atLeastOne([...asked]))
}

const FINDING_STATES: readonly FindingState[] = ['settling', 'open', 'resolved']

/** Lists are in the order of urgency, so that severities side by side are a part of the walk and not looked for along it. */
function withUrgencies<O>(
  found: SelectQueryBuilder<Tables, 'finding', O>,
  severities: readonly string[],
): SelectQueryBuilder<Tables, 'finding', O> {
  // Of a word that is no severity, and of no word at all, there are no findings.
  const urgencies =
    severities.length === 0 ? [NO_URGENCY] : severities.map((one) => SEVERITIES.indexOf(one as Severity))
  return found
    .where('finding.urgency', 'in', urgencies)
    .where('finding.urgency', '>=', Math.min(...urgencies))
    .where('finding.urgency', '<=', Math.max(...urgencies))
}

const NO_URGENCY = -1

/** SQL has no empty list; this one matches nothing, since no column holds an empty word. */
function atLeastOne<T extends string>(words: readonly T[]): readonly T[] {
  return words.length === 0 ? ['' as T] : words
}
