import pg from 'pg'
import { isConnectionLoss, unreachable } from '../failures.ts'
import { type Session, type Sessions, type SqlResult, sqlFailure, type ValueTypes } from '../session.ts'
import { parserOf } from '../value-types.ts'

export interface PoolOptions {
  /** Connections at most. */
  readonly size: number
  /** How long a connection may take to be made, in ms. */
  readonly connectMs: number
  /** How long a transaction that writes may wait for its caller, in ms. */
  readonly stalledMs: number
}

/** Connections to a PostgreSQL server. Nothing is asked of a session that a pooler between could not keep. */
export class PooledSessions implements Sessions {
  readonly stalledMs: number
  readonly #pool: pg.Pool

  /** @param url `postgres://…`, everything that libpq's URLs may say included */
  constructor(url: string, options: PoolOptions) {
    this.stalledMs = options.stalledMs
    this.#pool = new pg.Pool({
      connectionString: url,
      max: options.size,
      connectionTimeoutMillis: options.connectMs,
      application_name: 'driftage',
      keepAlive: true,
    })
    // An idle connection that breaks is replaced at the next use; unheard, the event would end the process.
    this.#pool.on('error', () => {})
  }

  async acquire(): Promise<Session> {
    try {
      return new PooledSession(await this.#pool.connect())
    } catch (error) {
      throw unreachable(sqlFailure(error))
    }
  }

  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end()
  }
}

class PooledSession implements Session {
  readonly #client: pg.PoolClient
  #broken = false

  constructor(client: pg.PoolClient) {
    this.#client = client
    client.on('error', this.#onError)
  }

  readonly #onError = (): void => {
    this.#broken = true
  }

  query(text: string, parameters: readonly unknown[], types: ValueTypes = 'ledger'): Promise<SqlResult> {
    return this.#run({ text, values: [...parameters], types: typesOf(types) })
  }

  script(text: string, types: ValueTypes = 'ledger'): Promise<SqlResult> {
    return this.#run({ text, types: typesOf(types) })
  }

  async #run(query: pg.QueryConfig): Promise<SqlResult> {
    try {
      const result: pg.QueryResult | pg.QueryResult[] = await this.#client.query(query)
      if (Array.isArray(result)) return { rows: result.flatMap(({ rows }) => rows), affected: undefined }
      return { rows: result.rows, affected: changes(result.command) ? (result.rowCount ?? undefined) : undefined }
    } catch (error) {
      const failure = sqlFailure(error)
      if (isConnectionLoss(failure)) this.#broken = true
      throw failure
    }
  }

  release(broken = false): void {
    this.#client.off('error', this.#onError)
    this.#client.release(broken || this.#broken)
  }
}

function changes(command: string): boolean {
  return command !== 'SELECT'
}

const LEDGER_TYPES = customTypes('ledger')
const NATIVE_TYPES = customTypes('native')

function typesOf(types: ValueTypes): pg.CustomTypesConfig {
  return types === 'ledger' ? LEDGER_TYPES : NATIVE_TYPES
}

function customTypes(types: ValueTypes): pg.CustomTypesConfig {
  return {
    getTypeParser: ((typeId: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text') =>
      parserOf(typeId, types) ?? pg.types.getTypeParser(typeId, format)) as pg.CustomTypesConfig['getTypeParser'],
  }
}
