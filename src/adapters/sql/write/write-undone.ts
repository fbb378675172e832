import type { LedgerChange } from '../../../ledger/ports.ts'
import { printRef } from '../../../model/object-ref.ts'
import type { Tx } from '../database.ts'
import { fightToRow, fixToRow, undoneToRow } from '../rows/undone-rows.ts'
import { upsert } from './upsert.ts'
import type { ObjectKeys } from './write-objects.ts'

type UndoneRow = ReturnType<typeof undoneToRow>

/** Writes overwritten fixes, takes withdrawn ones away, and writes counts of undone values, and fights. Each object is in one change. */
export async function writeUndone(tx: Tx, changes: readonly LedgerChange[], keys: ObjectKeys): Promise<void> {
  const keyOf = (change: LedgerChange): number => keys.get(printRef(change.ref)) ?? 0
  const fixes = changes.flatMap((change) => change.fixes.map((fix) => fixToRow(fix, keyOf(change))))
  await upsert(
    tx,
    'overwritten_fix',
    ['id'],
    lastOfEach(fixes, ({ id }) => id),
  )
  const withdrawn = changes.flatMap((change) => change.withdrawn ?? [])
  if (withdrawn.length > 0) await tx.deleteFrom('overwritten_fix').where('id', 'in', withdrawn).execute()
  await writeCounts(
    tx,
    changes.flatMap((change) => (change.undone ?? []).map((one) => undoneToRow(one, keyOf(change)))),
  )
  const fights = changes.flatMap((change) => change.fights.map((fight) => fightToRow(fight, keyOf(change))))
  await upsert(
    tx,
    'fight',
    ['id'],
    lastOfEach(fights, ({ id }) => id),
  )
}

async function writeCounts(tx: Tx, undone: readonly UndoneRow[]): Promise<void> {
  const counts = lastOfEach(undone, (one) => `${one.finding_id} ${one.mark_hash}`)
  const counted = counts.filter(({ times }) => times > 0)
  await upsert(tx, 'undone', ['finding_id', 'mark_hash'], counted)
  for (const { finding_id, mark_hash, times } of counts) {
    if (times > 0) continue
    await tx.deleteFrom('undone').where('finding_id', '=', finding_id).where('mark_hash', '=', mark_hash).execute()
  }
}

/** One statement may write a row once only. */
function lastOfEach<R>(rows: readonly R[], keyOf: (row: R) => string): readonly R[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()]
}
