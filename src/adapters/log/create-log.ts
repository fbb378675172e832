import { type DestinationStream, destination, pino } from 'pino'
import { escapeInJson } from '../../model/visible-text.ts'
import { loggedCause } from './logged-cause.ts'
import { scrubbed } from './scrubbed.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type LogFields = Readonly<Record<string, string | number | boolean>>

/**
 * The log of the service. Messages are constant texts, so that they can be counted and searched; what varies goes into
 * fields. Neither may hold a value of a manifest.
 */
export interface ServiceLog {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** Of `cause` name, code and place in the program; its message only where it is an error of ours. */
  error(message: string, cause: unknown, fields?: LogFields): void
}

/** JSON, one line an entry, to stderr: stdout is for data. */
export function createLog(options: { readonly level: LogLevel; readonly to?: DestinationStream }): ServiceLog {
  const log = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      // Names of objects reach the log, and logs are read in terminals (B-60).
      hooks: { streamWrite: escapeInJson },
    },
    options.to ?? destination({ dest: 2, sync: true }),
  )
  return {
    debug: (message, fields = {}) => log.debug(scrubbed(fields), message),
    info: (message, fields = {}) => log.info(scrubbed(fields), message),
    warn: (message, fields = {}) => log.warn(scrubbed(fields), message),
    error: (message, cause, fields = {}) => log.error({ ...scrubbed(fields), error: loggedCause(cause) }, message),
  }
}
