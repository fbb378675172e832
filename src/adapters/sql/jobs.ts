import type { Database } from './database.ts'

/** What a job queue (pg-boss) needs to keep its tables in the database of the ledger. */
export interface JobDatabase {
  /** The name by which pg-boss knows what the engine can do. */
  readonly backend: 'pglite' | 'postgres'
  /** Statements without parameters may be several; the rows of all come back.  @throws SqlFailure */
  executeSql(text: string, parameters?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

export function jobDatabase(database: Database, backend: JobDatabase['backend']): JobDatabase {
  return {
    backend,
    executeSql: async (text, parameters = []) => {
      const { rows } = await database.execute(text, parameters)
      return { rows: [...rows] }
    },
  }
}
