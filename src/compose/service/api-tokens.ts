import process from 'node:process'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { Config } from '../../config/config.ts'
import { readSecret } from '../../config/read-secret.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import { isLoopback } from '../../surfaces/api/reachable-names.ts'
import { hashToken, newToken, type ServiceToken, type TokenBook, tokenBook } from '../../surfaces/api/tokens.ts'

type Listen = Config['listen']

/**
 * Who may ask the service: the configured tokens as they are now, and on an address of this machine alone one that is made at
 * the start.
 */
export class ApiTokens {
  readonly book: TokenBook
  /** For this machine; undefined where others reach the service. */
  readonly local: string | undefined
  readonly #log: ServiceLog
  #listen: Listen
  /** What was wrong at the last look, so that it is told once. */
  #wrong: string | undefined

  private constructor(listen: Listen, configured: readonly ServiceToken[], log: ServiceLog) {
    this.#listen = listen
    this.#log = log
    this.local = isLoopback(listen.address) ? newToken() : undefined
    this.book = tokenBook(this.#with(configured))
  }

  /** @throws DriftageError DRF1213 where one is not there, DRF6003 where one is too short */
  static async open({ listen }: Config, log: ServiceLog): Promise<ApiTokens> {
    return new ApiTokens(listen, await configuredTokens(listen), log)
  }

  /**
   * Only these count from now on: who holds another one is refused at once, also in the middle of a stream (B-54).
   *
   * @throws as `open`; then those before go on counting
   */
  async take({ listen }: Config): Promise<void> {
    this.book.replace(this.#with(await configuredTokens(listen)))
    this.#listen = listen
  }

  /** Reads them anew, since their files may have been written anew. Where one cannot be read, those before go on counting. */
  async renew(): Promise<void> {
    try {
      const configured = this.#with(await configuredTokens(this.#listen))
      this.#wrong = undefined
      if (configured.some((token) => !this.book.has(token))) this.book.replace(configured)
    } catch (error) {
      if (!(error instanceof DriftageError)) throw error
      if (error.message !== this.#wrong) {
        this.#log.warn('A token cannot be read anew, the one before goes on counting', {
          code: error.code,
          reason: error.message,
        })
      }
      this.#wrong = error.message
    }
  }

  #with(configured: readonly ServiceToken[]): readonly ServiceToken[] {
    if (this.local === undefined) return configured
    return [...configured, { name: 'local', may: 'write', hash: hashToken(this.local), from: 'local' }]
  }
}

function configuredTokens({ tokens }: Listen): Promise<readonly ServiceToken[]> {
  return Promise.all(
    tokens.map(async ({ name, token, may }): Promise<ServiceToken> => {
      return { name, may, hash: hashToken(await readSecret(token, process.env)), from: 'configured' }
    }),
  )
}
