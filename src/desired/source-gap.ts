import type { ErrorCode } from '../errors/catalogue.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import type { NotChecked } from '../model/not-checked.ts'

/** Something of a source that could not be read, with its code and place. */
export interface SourceGap extends NotChecked {
  readonly source: string
  readonly code: ErrorCode
  /** `file`, `file:line` or `file:line:column`. */
  readonly place?: string
}

export function sourceGap(source: string, code: ErrorCode, reason: string, message: string, place?: string): SourceGap {
  const text = place === undefined ? message : `${place}: ${message}`
  return { source, code, reason, message: text, ...(place === undefined ? {} : { place }) }
}

/** A gap for an error that ended the reading of a whole source; other exceptions are faults and go on. */
export function gapOfError(source: string, error: unknown): SourceGap {
  if (!(error instanceof DriftageError)) throw error
  return sourceGap(source, error.code, 'source-unreadable', error.message, error.place)
}
