import { AsyncLocalStorage } from 'node:async_hooks'
import { DriftageError } from '../../errors/driftage-error.ts'

/** One running transaction: which sessions it is about, and whether it has its session. */
interface Scope {
  readonly sessions: object
  readonly around: Scope | undefined
  state: 'begun' | 'seated' | 'ended'
}

const scopes = new AsyncLocalStorage<Scope>()

/** Runs `work` as a transaction over `sessions`: whatever it awaits may ask for one session and no more. */
export async function insideTransaction<T>(sessions: object, work: () => Promise<T>): Promise<T> {
  if (runningOver(sessions) !== undefined) throw besideTransaction()
  const scope: Scope = { sessions, around: scopes.getStore(), state: 'begun' }
  try {
    return await scopes.run(scope, work)
  } finally {
    scope.state = 'ended'
  }
}

/**
 * Called for each session that is asked for. Inside a transaction a second one is refused: on the embedded store, which
 * has one connection, the statement would wait for its own transaction for ever; on PostgreSQL it would not see what the
 * transaction wrote.
 *
 * @throws DriftageError DRF5019
 */
export function takeSeat(sessions: object): void {
  const scope = runningOver(sessions)
  if (scope?.state === 'seated') throw besideTransaction()
  if (scope !== undefined) scope.state = 'seated'
}

/** Transactions over several stores lie inside each other where everything is copied from one to another. */
function runningOver(sessions: object): Scope | undefined {
  let scope = scopes.getStore()
  while (scope !== undefined && (scope.sessions !== sessions || scope.state === 'ended')) scope = scope.around
  return scope
}

function besideTransaction(): DriftageError {
  return new DriftageError(
    'DRF5019',
    'A statement was sent beside the transaction that it belongs to; on the embedded store it would wait for itself for ever. This is a fault of driftage: please report it. The transaction is rolled back and nothing was written.',
  )
}
