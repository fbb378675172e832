import type { CodedError } from '../model/coded-error.ts'
import { ERRORS, type ErrorCode } from './catalogue.ts'

/** The one exception class. Thrown where a whole command cannot go on; what is partial travels as {@link CodedError}. */
export class DriftageError extends Error implements CodedError {
  readonly code: ErrorCode
  readonly place?: string

  constructor(code: ErrorCode, message: string, options: { readonly place?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DriftageError'
    this.code = code
    if (options.place !== undefined) this.place = options.place
  }

  get title(): string {
    return ERRORS[this.code].title
  }
}

/** A coded error as a value. */
export function codedError(code: ErrorCode, message: string, place?: string): CodedError {
  return place === undefined ? { code, message } : { code, message, place }
}
