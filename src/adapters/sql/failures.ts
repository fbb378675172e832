import { DriftageError } from '../../errors/driftage-error.ts'
import type { SqlFailure } from './session.ts'

/** Serialization failure, deadlock, lock not available: another transaction was in the way, and trying again is right. */
const CONTENDED: ReadonlySet<string> = new Set(['40001', '40P01', '55P03'])
/** The server went away, is going, or is not there yet, or it ended a session that stood still inside a transaction. */
const GONE: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03'])

/** True where the same statement may succeed a moment later. */
export function isPassing(failure: SqlFailure): boolean {
  return CONTENDED.has(failure.state) || isConnectionLoss(failure)
}

/** True where it is not known how far the server got. */
export function isConnectionLoss(failure: SqlFailure): boolean {
  return failure.state.startsWith('08') || GONE.has(failure.state)
}

export function unreachable(failure: SqlFailure): DriftageError {
  return new DriftageError(
    'DRF5012',
    `The PostgreSQL server of the ledger cannot be reached: ${failure.message}. Check address, network and server. Whether the last write had arrived is looked up by its key once the server answers; everything confirmed is kept.`,
    { cause: failure },
  )
}

/** The coded error of a failure that trying again does not help. */
export function codedFailure(failure: SqlFailure): DriftageError {
  if (isConnectionLoss(failure)) return unreachable(failure)
  if (failure.state === '53100' || failure.state === '58030') {
    return new DriftageError(
      'DRF5013',
      'The disk of the ledger is full. Free space or enlarge it. What could not be written is not recorded; what had been confirmed is.',
      { cause: failure },
    )
  }
  if (failure.state.startsWith('23')) {
    return new DriftageError(
      'DRF5014',
      `The record contradicts itself: constraint ${failure.constraint ?? 'unknown'} refuses it. This is a fault of driftage: please report the name of the constraint. Nothing of the change was written.`,
      { cause: failure },
    )
  }
  return new DriftageError(
    'DRF5015',
    `The database answered SQLSTATE ${failure.state}. Look into the log of the server. Nothing of the change was written.`,
    { cause: failure },
  )
}
