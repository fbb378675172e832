import { DriftageError } from '../errors/driftage-error.ts'
import type { ServiceArguments } from '../surfaces/cli/arguments/service-flags.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import type { OpenedLedger } from '../surfaces/shown-ledger.ts'

/** Opens the memory that was named. @throws DriftageError DRF60xx */
export async function openLedger(_asked: ServiceArguments, _talk: Talk): Promise<OpenedLedger> {
  throw new DriftageError('DRF6050', 'No service was named, and none runs on this machine with this data folder.')
}
