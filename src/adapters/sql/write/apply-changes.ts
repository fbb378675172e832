import type { LedgerChange } from '../../../ledger/ports.ts'
import { printRef } from '../../../model/object-ref.ts'
import type { Tx } from '../database.ts'
import { appendActivity } from './append-activity.ts'
import { rounds } from './rounds.ts'
import { writeFindings } from './write-findings.ts'
import { writeObjects } from './write-objects.ts'
import { writeUndone } from './write-undone.ts'

/**
 * Writes changes in their order. The number of statements does not depend on how many there are, but for changes of the
 * same object, which go one after the other.
 */
export async function applyChanges(tx: Tx, changes: readonly LedgerChange[]): Promise<void> {
  for (const round of rounds(changes, ({ ref }) => printRef(ref))) {
    const keys = await writeObjects(tx, round)
    await writeFindings(tx, round, keys)
    await writeUndone(tx, round, keys)
  }
  await appendActivity(
    tx,
    changes.flatMap(({ activity }) => activity),
  )
}
