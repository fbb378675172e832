import { Worker } from 'node:worker_threads'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { type Session, type Sessions, SqlFailure, type SqlResult, type ValueTypes } from '../session.ts'
import { Turn } from './turn.ts'
import {
  OPENING,
  type WorkerAnswer,
  type WorkerRequest,
  type WorkerSettings,
  type WorkerTask,
} from './worker-messages.ts'

interface Waiting {
  readonly resolve: (result: SqlResult) => void
  readonly reject: (error: Error) => void
}

/**
 * The embedded database in a thread of its own, since its statements would hold up everything else. It has one connection,
 * so sessions are given in turn, and a transaction keeps its session until its end.
 */
export class EmbeddedSessions implements Sessions {
  readonly #worker: Worker
  readonly #turn = new Turn()
  readonly #waiting = new Map<number, Waiting>()
  #lastId = OPENING
  #ended: DriftageError | undefined

  private constructor(url: URL, settings: WorkerSettings) {
    this.#worker = new Worker(url, { workerData: settings, env: {}, execArgv: [] })
    this.#worker.on('message', (answer: WorkerAnswer) => this.#settle(answer))
    this.#worker.on('error', (error: Error) => this.end(stopped(error.message)))
    this.#worker.on('exit', () => this.end(stopped('its thread ended')))
  }

  /** @throws DriftageError DRF5002 where the folder cannot be opened */
  static async open(url: URL, settings: WorkerSettings): Promise<EmbeddedSessions> {
    const sessions = new EmbeddedSessions(url, settings)
    try {
      await new Promise<SqlResult>((resolve, reject) => sessions.#waiting.set(OPENING, { resolve, reject }))
      return sessions
    } catch (error) {
      await sessions.#worker.terminate()
      throw unusable(settings.folder, error)
    }
  }

  async acquire(): Promise<Session> {
    const release = await this.#turn.take()
    if (this.#ended !== undefined) {
      release()
      throw this.#ended
    }
    return {
      query: (text, parameters, types = 'ledger') => this.#ask({ kind: 'query', text, parameters, types }),
      script: (text, types: ValueTypes = 'ledger') => this.#ask({ kind: 'script', text, types }),
      release: (broken = false) => {
        if (!broken) return release()
        // The next one must not find itself in a transaction that somebody left behind.
        void this.#ask({ kind: 'script', text: 'rollback', types: 'native' }).then(release, release)
      },
    }
  }

  /** Forces what the last CHECKPOINT wrote to the disk. */
  async sync(): Promise<void> {
    await this.#ask({ kind: 'sync' })
  }

  /** Waits for whoever has the session, closes the database and ends the thread. */
  async close(): Promise<void> {
    const release = await this.#turn.take()
    if (this.#ended === undefined) {
      await this.#ask({ kind: 'close' })
      this.end(stopped('it was closed'))
    }
    release()
    await this.#worker.terminate()
  }

  /** Ends the thread at once; whatever waits or comes later fails with `why`. */
  end(why: DriftageError): void {
    if (this.#ended !== undefined) return
    this.#ended = why
    for (const { reject } of this.#waiting.values()) reject(why)
    this.#waiting.clear()
    void this.#worker.terminate()
  }

  #ask(task: WorkerTask): Promise<SqlResult> {
    const ended = this.#ended
    if (ended !== undefined) return Promise.reject(ended)
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, task } satisfies WorkerRequest)
    })
  }

  #settle(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.kind === 'done') waiting?.resolve(answer.result)
    else waiting?.reject(new SqlFailure(answer.state, answer.message, answer.constraint))
  }
}

function stopped(why: string): DriftageError {
  return new DriftageError(
    'DRF5004',
    `The embedded store stopped: ${why}. Start driftage again. What had been confirmed is in the folder; what was under way was not written.`,
  )
}

function unusable(folder: string, error: unknown): DriftageError {
  const why = error instanceof Error ? error.message : String(error)
  return new DriftageError(
    'DRF5002',
    `The ledger in ${folder} cannot be opened: ${why}. Name another folder with --data, or restore a backup into an empty one. Nothing was changed.`,
  )
}
