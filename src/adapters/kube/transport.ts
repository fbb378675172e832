import { setTimeout as sleepFor } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { CodedError } from '../../model/coded-error.ts'
import { pauseBeforeRetry } from './back-off.ts'
import type { ClusterConfig } from './cluster-config.ts'
import { type Credential, CredentialStore } from './credentials.ts'
import { Connections } from './dispatcher.ts'
import { openEventStream, type StreamLimits, type StreamOpening } from './event-stream.ts'
import { type Answer, type Exchange, exchange, type WireRequest } from './http-exchange.ts'
import type { Fault } from './connection-fault.ts'
import { impersonationHeaders } from './impersonation-headers.ts'

/** What a caller wants of the server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST'
  /** Path below the server's URL, beginning with a slash, with its query. */
  readonly path: string
  /** Default `application/json`. */
  readonly accept?: string
  /** JSON text. */
  readonly body?: string
  /** Whoever asks tries again by itself, at a pace of its own, where nothing answers. Default false. */
  readonly onceWithoutAnswer?: boolean
}

/** How a request ended: with an answer of any status, without one, or before it was sent. */
export type Outcome = { readonly answer: Answer } | { readonly fault: Fault } | { readonly credentialError: CodedError }

/** Limits, and what a test replaces to be quick and repeatable. */
export interface TransportOptions {
  /** Requests at a time; default 8. */
  readonly maxInFlight?: number
  /** Times that one request is sent before giving up; default 5. */
  readonly maxTries?: number
  /** Of one answer; default 256 MiB. */
  readonly maxResponseBytes?: number
  /** Default `driftage`. */
  readonly userAgent?: string
  /** Gets a line a request: method, address without query, result, time. Never headers or bodies. Default none. */
  readonly log?: ((line: string) => void) | undefined
  /** From 0 up to 1; default Math.random. */
  readonly random?: () => number
  /** Default a timer. */
  readonly sleep?: (ms: number) => Promise<unknown>
  /** Milliseconds since 1970; default Date.now. */
  readonly now?: () => number
}

const MAX_REDIRECTS = 3

/** Streams stay open for minutes and take no place among the requests; kinds and namespaces bound their number. */
const MAX_STREAMS = 4_096

/** Sends requests to one cluster as one user. Never throws for what server, network or credentials do. */
export class Transport {
  readonly #config: ClusterConfig
  readonly #options: Required<Omit<TransportOptions, 'log'>> & Pick<TransportOptions, 'log'>
  readonly #credentials: CredentialStore
  readonly #connections: Connections
  readonly #streams: Connections
  readonly #inFlight: LimitFunction

  constructor(config: ClusterConfig, options: TransportOptions = {}) {
    this.#config = config
    this.#options = {
      maxInFlight: 8,
      maxTries: 5,
      maxResponseBytes: 256 * 1_048_576,
      userAgent: 'driftage',
      random: Math.random,
      sleep: sleepFor,
      now: Date.now,
      ...options,
    }
    this.#credentials = new CredentialStore(config, this.#options.now)
    this.#connections = new Connections(config, this.#options.maxInFlight)
    this.#streams = new Connections(config, MAX_STREAMS)
    this.#inFlight = pLimit(this.#options.maxInFlight)
  }

  /** Sends a request, again where that may help; follows redirects on the same host. */
  async send(request: ApiRequest): Promise<Outcome> {
    let url = this.#url(request.path)
    for (let hops = 0; ; hops++) {
      const outcome = await this.#sendTo(url, request)
      if (!('answer' in outcome) || !isRedirect(outcome.answer.status)) return outcome
      const next = redirectTarget(url, outcome.answer.location)
      // Credentials stay with the host that they are for (B-08), and a POST is not sent to where nobody meant it to go.
      if (next?.origin !== url.origin || request.method !== 'GET' || hops === MAX_REDIRECTS) {
        return { fault: { kind: 'redirect', detail: String(outcome.answer.status), retry: false } }
      }
      url = next
    }
  }

  /** Opens a stream over a connection of its own, once; only refused credentials are renewed, and once as well. */
  async openStream(
    path: string,
    limits: StreamLimits,
    signal: AbortSignal,
  ): Promise<StreamOpening | { readonly credentialError: CodedError }> {
    const url = this.#url(path)
    try {
      const credential = await this.#credentials.current()
      const opening = await this.#openStreamAs(credential, url, limits, signal)
      if (!('answer' in opening) || opening.answer.status !== 401 || !this.#credentials.renewable) return opening
      return await this.#openStreamAs(await this.#credentials.renew(credential), url, limits, signal)
    } catch (error) {
      if (error instanceof DriftageError) return { credentialError: error }
      throw error
    }
  }

  async #openStreamAs(
    credential: Credential,
    url: URL,
    limits: StreamLimits,
    signal: AbortSignal,
  ): Promise<StreamOpening> {
    const dispatcher = await this.#streams.for(credential.clientCertificate)
    const request: ApiRequest = { method: 'GET', path: url.pathname }
    // Unpacked: what comes packed is held back until a block is full.
    const headers = { ...this.#headers(request, credential), 'accept-encoding': 'identity' }
    const opening = await openEventStream(dispatcher, { url, headers }, limits, signal)
    const status = 'chunks' in opening ? 'open' : 'answer' in opening ? `${opening.answer.status}` : opening.fault.kind
    this.#options.log?.(`GET ${url.origin}${url.pathname} stream ${status}`)
    return opening
  }

  async close(): Promise<void> {
    await Promise.all([this.#connections.close(), this.#streams.close()])
  }

  #url(path: string): URL {
    const { server } = this.#config
    return new URL(`${server.origin}${server.pathname.replace(/\/$/, '')}${path}`)
  }

  async #sendTo(url: URL, request: ApiRequest): Promise<Outcome> {
    let renewed = false
    for (let tries = 1; ; tries++) {
      let credential: Credential
      let result: Exchange
      try {
        credential = await this.#credentials.current()
        result = await this.#inFlight(() => this.#once(url, request, credential, tries))
        if ('answer' in result && result.answer.status === 401 && !renewed && this.#credentials.renewable) {
          renewed = true
          await this.#credentials.renew(credential)
          continue
        }
      } catch (error) {
        if (error instanceof DriftageError) return { credentialError: error }
        throw error
      }
      if ('fault' in result && request.onceWithoutAnswer === true) return result
      const pause = pauseBeforeRetry(request.method, result, tries, this.#options.random())
      if (pause === undefined || tries >= this.#options.maxTries) return result
      await this.#options.sleep(pause)
    }
  }

  async #once(url: URL, request: ApiRequest, credential: Credential, tries: number): Promise<Exchange> {
    const dispatcher = await this.#connections.for(credential.clientCertificate)
    const started = this.#options.now()
    const wire = { method: request.method, url, headers: this.#headers(request, credential), body: request.body }
    const limits = { timeoutMs: this.#config.requestTimeoutMs, maxBytes: this.#options.maxResponseBytes }
    const result = await exchange(dispatcher, wire, limits)
    this.#log(wire, result, this.#options.now() - started, tries)
    return result
  }

  #headers(request: ApiRequest, { authorization }: Credential): WireRequest['headers'] {
    return {
      accept: request.accept ?? 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': this.#options.userAgent,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(authorization === undefined ? {} : { authorization: authorization.reveal() }),
      ...impersonationHeaders(this.#config.impersonation),
    }
  }

  #log({ method, url }: WireRequest, result: Exchange, ms: number, tries: number): void {
    const outcome = 'answer' in result ? `${result.answer.status}` : `${result.fault.kind} ${result.fault.detail}`
    this.#options.log?.(`${method} ${url.origin}${url.pathname} ${outcome} ${ms} ms try ${tries}`)
  }
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

function redirectTarget(from: URL, location: string | undefined): URL | undefined {
  return location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined
}
