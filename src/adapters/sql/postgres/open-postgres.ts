import { DriftageError } from '../../../errors/driftage-error.ts'
import { Database } from '../database.ts'
import type { OpenEngine } from '../open-store.ts'
import { PooledSessions } from './pooled-sessions.ts'

export interface PostgresOptions {
  /** Connections at most. Default 10. */
  readonly poolSize?: number
  /** How long a connection may take to be made, in ms. Default 5 s. */
  readonly connectMs?: number
  /**
   * How long a transaction that writes may wait for this process before the server ends it, in ms. Default 10 s, less than a
   * lease lasts: whoever stands still inside one must not keep others from what it has locked (F-25).
   */
  readonly stalledMs?: number
}

/** @throws DriftageError DRF5005; whether the server answers shows at the first statement */
export function openPostgres(url: string, options: PostgresOptions): OpenEngine {
  if (!URL.canParse(url) || !/^postgres(ql)?:/.test(url)) {
    throw new DriftageError(
      'DRF5005',
      'The address of the ledger is no URL such as postgres://user@host:5432/driftage. Mend it; characters with a meaning in URLs are percent-encoded in passwords. Nothing was read or changed.',
    )
  }
  const { poolSize: size = 10, connectMs = 5_000, stalledMs = 10_000 } = options
  const database = new Database(new PooledSessions(url, { size, connectMs, stalledMs }))
  const leases = new Database(new PooledSessions(url, { size: 1, connectMs, stalledMs }))
  const close = async (): Promise<void> => {
    await Promise.all([database.close(), leases.close()])
  }
  return { database, leases, backend: 'postgres', close }
}
