import { AsyncLocalStorage } from 'node:async_hooks'
import { DriftageError } from '../../errors/driftage-error.ts'

/** One running transaction: which sessions it is about, and whether it has its session yet. */
interface Scope {
  readonly sessions: object
  seated: boolean
}

const scopes = new AsyncLocalStorage<Scope>()

/** Runs `work` as the inside of a transaction over `sessions`: whatever it awaits may ask for one session and no more. */
export function insideTransaction<T>(sessions: object, work: () => Promise<T>): Promise<T> {
  return scopes.run({ sessions, seated: false }, work)
}

/**
 * Called for each session that is asked for. Inside a transaction a second one is refused: on the embedded store, which
 * has one connection, the statement would wait for its own transaction for ever; on PostgreSQL it would not see what the
 * transaction wrote.
 *
 * @throws DriftageError DRF5019
 */
export function takeSeat(sessions: object): void {
  const scope = scopes.getStore()
  if (scope === undefined || scope.sessions !== sessions) return
  if (scope.seated) {
    throw new DriftageError(
      'DRF5019',
      'A statement was sent beside the transaction that it belongs to; on the embedded store it would wait for itself for ever. This is a fault of driftage: please report it. The transaction is rolled back and nothing was written.',
    )
  }
  scope.seated = true
}
