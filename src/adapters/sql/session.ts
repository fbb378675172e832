/** How values come back: as the ledger keeps them (see `value-types.ts`), or as the driver gives them to anybody else. */
export type ValueTypes = 'ledger' | 'native'

export interface SqlResult {
  readonly rows: readonly Record<string, unknown>[]
  /** Rows that a statement changed; undefined where it changes none. */
  readonly affected: number | undefined
}

/** One connection, in the hands of one caller until it is released. */
export interface Session {
  /** One statement with parameters `$1`, `$2` …  @throws SqlFailure */
  query(text: string, parameters: readonly unknown[], types?: ValueTypes): Promise<SqlResult>
  /** Statements without parameters, separated by semicolons; gives the rows of all of them.  @throws SqlFailure */
  script(text: string, types?: ValueTypes): Promise<SqlResult>
  /** Gives it back; `broken` where its state is not known, so that nobody gets it again. */
  release(broken?: boolean): void
}

/** Where sessions come from: a pool of connections, or the one connection of the embedded store, handed out in turn. */
export interface Sessions {
  /** @throws DriftageError DRF5004, DRF5012 where there is none to be had */
  acquire(): Promise<Session>
  /**
   * How long a transaction that writes may wait for its caller before the server ends the session, in ms; undefined where
   * caller and server are one process and stand still together.
   */
  readonly stalledMs?: number
  close(): Promise<void>
}

/** A statement failed. `state` is the SQLSTATE of PostgreSQL, or `08006` where the connection was lost. */
export class SqlFailure extends Error {
  readonly state: string
  /** Name of the constraint that refused; undefined where none did. */
  readonly constraint: string | undefined

  constructor(state: string, message: string, constraint?: string) {
    super(message)
    this.name = 'SqlFailure'
    this.state = state
    this.constraint = constraint
  }
}

/**
 * What any driver throws, as one class. The message of the server is kept; its `detail` quotes the row and is dropped, and
 * with it the error that carries it.
 */
export function sqlFailure(error: unknown): SqlFailure {
  if (error instanceof SqlFailure) return error
  const { code, message, constraint } = error as { code?: unknown; message?: unknown; constraint?: unknown }
  const state = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : CONNECTION_LOST
  return new SqlFailure(state, String(message), typeof constraint === 'string' ? constraint : undefined)
}

/** SQLSTATE connection_failure; also given to what never reached a server, such as ECONNRESET. */
export const CONNECTION_LOST = '08006'
