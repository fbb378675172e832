import { sql } from 'kysely'
import type { LedgerChange } from '../../../ledger/ports.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Instant } from '../../../model/instant.ts'
import { printRef } from '../../../model/object-ref.ts'
import type { Tx } from '../database.ts'
import type { JsonText } from '../json-text.ts'
import { findingToRow, periodToRow } from '../rows/finding-row.ts'
import { causeToRow } from '../rows/undone-rows.ts'
import { type DecidedFinding, newDecisions } from './new-decisions.ts'
import { rounds } from './rounds.ts'
import { addMissing, upsert } from './upsert.ts'
import type { ObjectKeys } from './write-objects.ts'

/** What is kept of a finding beside its own row. */
interface Kept {
  readonly id: string
  readonly key: number
  /** Of its last period; null where it has none yet. */
  readonly number: number | null
  readonly from_at: Instant | null
  /** Its last decision. */
  readonly decision: JsonText | null
}

/** Writes findings with their causes, periods and decisions. Each object is in one change. */
export async function writeFindings(tx: Tx, changes: readonly LedgerChange[], keys: ObjectKeys): Promise<void> {
  const causes = new Map(changes.flatMap(({ causes }) => causes.map((cause) => [cause.id, cause])))
  await addMissing(tx, 'cause', [...causes.values()].map(causeToRow))
  const all = changes.flatMap((change) => change.findings.map((finding) => ({ change, finding })))
  for (const round of rounds(all, ({ finding }) => finding.id)) {
    const rows = round.map(({ change: { ref }, finding }) => findingToRow(finding, ref, keys.get(printRef(ref)) ?? 0))
    await upsert(tx, 'finding', ['id'], rows)
    const kept = await keptOf(tx, rows)
    const written = round.flatMap(({ change, finding }) => {
      const of = kept.get(finding.id)
      return of === undefined ? [] : [{ finding, kept: of, at: changedAt(change, finding) }]
    })
    await writePeriods(tx, written)
    await upsert(tx, 'finding_decision', ['finding', 'at'], newDecisions(written.map(toDecided)))
  }
}

interface Written {
  readonly finding: Finding
  readonly kept: Kept
  readonly at: Instant
}

async function keptOf(tx: Tx, findings: readonly { readonly id: string }[]): Promise<ReadonlyMap<string, Kept>> {
  const { rows } = await sql<Kept>`
    select finding.id, finding.key, period.number, period.from_at, decided.decision
    from finding
    left join lateral (
      select number, from_at from open_period
      where open_period.finding = finding.key order by number desc limit 1
    ) period on true
    left join lateral (
      select decision from finding_decision
      where finding_decision.finding = finding.key order by at desc limit 1
    ) decided on true
    where finding.id in (${sql.join(findings.map(({ id }) => id))})
  `.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * A period is the last one where it began at the same time. Anything else is the next one, and the database refuses it
 * while the last one has no end, or where the two overlap.
 */
async function writePeriods(tx: Tx, written: readonly Written[]): Promise<void> {
  const rows = written.map(({ finding: { period }, kept }) =>
    periodToRow(period, kept.key, numberOf(period.from, kept)),
  )
  await upsert(tx, 'open_period', ['finding', 'number'], rows)
}

function numberOf(from: Instant, { number, from_at }: Kept): number {
  if (number === null) return 0
  return from_at === Math.trunc(from) ? number : number + 1
}

function toDecided({ finding, kept, at }: Written): DecidedFinding {
  return { key: kept.key, at, decision: finding.decision, last: kept.decision }
}

/** The store has no clock: a change happened when the newest thing in it did. */
function changedAt({ activity, object }: LedgerChange, finding: Finding): Instant {
  return Math.max(finding.lastConfirmed, object?.asOf ?? 0, ...activity.map(({ at }) => at))
}
