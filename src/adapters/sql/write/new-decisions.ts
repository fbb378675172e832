import type { Insertable } from 'kysely'
import type { Decision } from '../../../model/decision.ts'
import type { Instant } from '../../../model/instant.ts'
import { fromJsonText, type JsonText, toJsonText } from '../json-text.ts'
import type { FindingDecisionTable } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'

export interface DecidedFinding {
  readonly key: number
  readonly at: Instant
  readonly decision: Decision | null
  /** The decision before; null where there was none. */
  readonly last: JsonText | null
}

/** Decisions that say something else than the one before; that the time of the next step came nearer is nothing else. */
export function newDecisions(decided: readonly DecidedFinding[]): readonly Insertable<FindingDecisionTable>[] {
  return decided.flatMap(({ key, at, decision, last }) => {
    if (
      decision === null ||
      (last !== null && meaning(fromJsonText(last) as unknown as Decision) === meaning(decision))
    )
      return []
    const { reason, due } = decision
    return [{ finding: key, at: toTimestamp(at), reason, due, decision: toJsonText(decision) }]
  })
}

function meaning({ reason, due, next, rules }: Decision): string {
  const sorted = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([reason, due, next?.step ?? null, sorted])
}
