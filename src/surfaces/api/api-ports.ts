import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LightMyRequestResponse as InjectedResponse } from 'fastify'
import type { LedgerReads } from '../../ledger/ports.ts'
import type { LedgerCommands } from '../../loop/commands.ts'
import type { Instant } from '../../model/instant.ts'
import type { ClusterState } from '../../model/source-state.ts'
import type { TokenBook } from './tokens.ts'

/** What the API serves; composed outside. */
export interface ApiPorts {
  readonly reads: LedgerReads
  readonly commands: LedgerCommands
  /**
   * Calls back after activity was recorded, soon but not for every entry; readers then ask `reads.activity` for what is new.
   * Returns how to stop it.
   */
  readonly changes: (recorded: () => void) => () => void
  /** How the service is now. Must answer without the store, so that a broken store can be told. */
  readonly freshness: () => ServiceFreshness
  readonly tokens: TokenBook
  /** Text for Prometheus; absent = there is no /metrics. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly body: string }>
  /** Told of every answer: route as defined (never the path as asked), status, seconds. */
  readonly answered?: (route: string, method: string, status: number, seconds: number) => void
  /**
   * Receivers with an authentication of their own, by first path segment, such as `audit` for `/audit/…`. They get the raw
   * request and must limit, authenticate and answer by themselves.
   */
  readonly intakes?: Readonly<Record<string, RawReceiver>>
  readonly log: ApiLog
  readonly now: () => Instant
}

export type RawReceiver = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface ServiceFreshness {
  /** `failing`: the ledger cannot be written, so nothing new is recorded (F-22). */
  readonly store: 'open' | 'failing'
  readonly clusters: readonly ClusterState[]
}

/** Messages are constant texts; what varies goes into fields. */
export interface ApiLog {
  warn(message: string, fields?: LogFields): void
  /** Of `cause` only name, code and place are logged, since messages of foreign errors may quote secrets (B-04). */
  error(message: string, cause: unknown, fields?: LogFields): void
}

type LogFields = Readonly<Record<string, string | number | boolean>>

export interface ApiOptions {
  readonly version: string
  /** Whether /metrics answers without a token. Default false. */
  readonly openMetrics?: boolean
  /** A cluster whose watches have told nothing for so long counts as stale, whatever its state says. Default 5 minutes. */
  readonly freshForMs?: number
  /** Names under which the service is reached, for the Host header; on loopback its usual names always count. */
  readonly hosts?: readonly string[]
  /** Between two signs of life on `/api/v1/changes`. Default 15 s. */
  readonly heartbeatMs?: number
}

export interface Api {
  /**
   * Starts to listen and returns the origin, such as `http://127.0.0.1:8420`. Port 0 = any free one.
   * @throws DriftageError DRF6001 where others could reach it and no token is configured, DRF6002 where it cannot listen
   */
  listen(address: string, port: number): Promise<string>
  /** Ends open streams and waits for running answers. */
  close(): Promise<void>
  /** Answers a request without a socket; for tests. */
  inject(request: {
    readonly method: string
    readonly url: string
    readonly headers?: Readonly<Record<string, string>>
    readonly payload?: string
  }): Promise<InjectedResponse>
}
