import { DriftageError } from '../../errors/driftage-error.ts'
import { scrubbedText } from './scrubbed.ts'

/** An error as it may stand in a log. */
export interface LoggedCause {
  readonly name: string
  readonly code?: string
  /** Only of our own errors: those of others may quote what they could not read, secrets included (B-04). */
  readonly message?: string
  /** Places in the program, innermost first. */
  readonly at?: readonly string[]
  readonly cause?: LoggedCause
}

const FRAMES = 8

export function loggedCause(error: unknown): LoggedCause {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const message = error instanceof DriftageError ? { message: scrubbedText(error.message) } : {}
  const at = (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? [])
  const cause = error.cause === undefined ? {} : { cause: loggedCause(error.cause) }
  return { name: error.name, ...code, ...message, at: at.slice(0, FRAMES), ...cause }
}
