import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type { Session, Sessions } from './session.ts'
import { takeSeat } from './transaction-scope.ts'

/** Kysely over our own sessions: one driver for both engines, so that types, faults and transactions are the same on both. */
export function sessionDialect(sessions: Sessions): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new SessionDriver(sessions),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

class SessionDriver implements Driver {
  readonly #sessions: Sessions

  constructor(sessions: Sessions) {
    this.#sessions = sessions
  }

  init(): Promise<void> {
    return Promise.resolve()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    takeSeat(this.#sessions)
    return new SessionConnection(await this.#sessions.acquire())
  }

  async beginTransaction(connection: DatabaseConnection, { isolationLevel, accessMode }: TransactionSettings) {
    const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`
    const begin = `begin${level}${accessMode === undefined ? '' : ` ${accessMode}`}`
    // Set for the transaction only: a pooler between may give the connection to somebody else after it. One that reads as of
    // one moment locks nothing, and may wait for a file or another ledger.
    const { stalledMs } = this.#sessions
    const guard = stalledMs !== undefined && isolationLevel === 'read committed'
    const limit = guard ? `; set local idle_in_transaction_session_timeout = ${stalledMs}` : ''
    await connection.executeQuery(CompiledQuery.raw(begin + limit))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('commit'))
    } catch (error) {
      markBroken(connection)
      throw error
    }
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'))
    } catch {
      // What made it roll back is what the caller hears; a connection that cannot even roll back is given up.
      markBroken(connection)
    }
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as SessionConnection).release()
    return Promise.resolve()
  }

  destroy(): Promise<void> {
    return this.#sessions.close()
  }
}

class SessionConnection implements DatabaseConnection {
  readonly #session: Session
  broken = false

  constructor(session: Session) {
    this.#session = session
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = await this.#session.query(query.sql, query.parameters)
    const result = { rows: rows as unknown as R[] }
    return affected === undefined ? result : { ...result, numAffectedRows: BigInt(affected) }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Rows are read page by page, since the embedded store cannot stream them.')
  }

  release(): void {
    this.#session.release(this.broken)
  }
}

function markBroken(connection: DatabaseConnection): void {
  ;(connection as SessionConnection).broken = true
}
