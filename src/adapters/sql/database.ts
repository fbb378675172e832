import { Kysely, type IsolationLevel, type Transaction } from 'kysely'
import { codedFailure } from './failures.ts'
import { sessionDialect } from './session-dialect.ts'
import { type Sessions, SqlFailure, type SqlResult } from './session.ts'
import type { Tables } from './tables.ts'
import { insideTransaction, takeSeat } from './transaction-scope.ts'

/** Whatever statements can be built on: the database, or a transaction. */
export type Statements = Kysely<Tables>

export type Tx = Transaction<Tables>

/** The database of the ledger on one of the engines. */
export class Database {
  /** For single statements; inside a transaction use what {@link transaction} gives. */
  readonly statements: Statements
  readonly #sessions: Sessions

  constructor(sessions: Sessions) {
    this.#sessions = sessions
    this.statements = new Kysely<Tables>({ dialect: sessionDialect(sessions) })
  }

  /**
   * Commits what `work` did, or nothing of it. Not tried again: see `retry.ts`.
   *
   * @throws SqlFailure, and whatever `work` throws
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, isolation: IsolationLevel = 'read committed'): Promise<T> {
    return insideTransaction(this.#sessions, () =>
      this.statements.transaction().setIsolationLevel(isolation).execute(work),
    )
  }

  /**
   * Statements of others that keep tables of their own here, such as the job queue: values come as the drivers give them,
   * and several statements without parameters give the rows of all.
   *
   * @throws SqlFailure
   */
  async execute(text: string, parameters: readonly unknown[] = []): Promise<SqlResult> {
    takeSeat(this.#sessions)
    const session = await this.#sessions.acquire()
    let failed = true
    try {
      const result = await (parameters.length > 0
        ? session.query(text, parameters, 'native')
        : session.script(text, 'native'))
      failed = false
      return result
    } finally {
      // A script may have begun a transaction and failed inside it.
      if (failed) await session.script('rollback', 'native').catch(() => {})
      session.release()
    }
  }

  async close(): Promise<void> {
    // Kysely closes the sessions only after a first statement; closing twice does nothing.
    await this.statements.destroy()
    await this.#sessions.close()
  }
}

/** Runs a read and gives its failure a code. */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof SqlFailure ? codedFailure(error) : error
  }
}
