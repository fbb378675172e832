import { DriftageError } from '../../../../errors/driftage-error.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { OpenedLedger, ShownFinding } from '../../../shown-ledger.ts'

/** By the id, or by how it begins. @throws DriftageError DRF5101 where none, or more than one, begins so */
export async function findFinding({ reads }: OpenedLedger, id: string): Promise<ShownFinding> {
  const found = id === '' ? undefined : await reads.finding(id)
  if (found !== undefined) return found
  throw new DriftageError(
    'DRF5101',
    `No finding, or more than one, has an id that begins with "${visible(id)}". driftage list shows the ids. Nothing was changed.`,
  )
}
