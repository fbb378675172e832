import { isIP } from 'node:net'
import { checkServerIdentity, type PeerCertificate, rootCertificates } from 'node:tls'
import type { Dispatcher } from 'undici'
// Only this part of undici: the whole package, with its fetch, caches and mocks, takes tens of milliseconds of every start.
import Agent from 'undici/lib/dispatcher/agent.js'
import type { ClusterConfig } from './cluster-config.ts'
import { readPem } from './credential-files.ts'
import type { Credential } from './credentials.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** Where the user wants no limit for a request, a connection that is dead must still be noticed. */
const SILENCE_TIMEOUT_MS = 300_000

type ClientCertificate = Credential['clientCertificate']

/**
 * The connections to one cluster. One undici agent at a time: a client certificate belongs to a connection, so renewed
 * certificates need new ones.
 */
export class Connections {
  readonly #config: ClusterConfig
  readonly #limit: number
  #open: { readonly certificate: string | undefined; readonly dispatcher: Promise<Dispatcher> } | undefined

  /** @param limit most connections at a time */
  constructor(config: ClusterConfig, limit: number) {
    this.#config = config
    this.#limit = limit
  }

  /** @throws DriftageError DRF3011 where the certificate authority cannot be read */
  async for(certificate: ClientCertificate): Promise<Dispatcher> {
    if (this.#open?.certificate !== certificate?.certificate || this.#open === undefined) {
      const before = this.#open
      this.#open = {
        certificate: certificate?.certificate,
        dispatcher: connect(this.#config, certificate, this.#limit),
      }
      void before?.dispatcher.then((dispatcher) => dispatcher.close()).catch(() => {})
    }
    const { dispatcher } = this.#open
    try {
      return await dispatcher
    } catch (error) {
      if (this.#open?.dispatcher === dispatcher) this.#open = undefined
      throw error
    }
  }

  /** Ends all connections, requests under way included. */
  async close(): Promise<void> {
    const dispatcher = await this.#open?.dispatcher.catch(() => undefined)
    this.#open = undefined
    await dispatcher?.destroy()
  }
}

async function connect(config: ClusterConfig, client: ClientCertificate, limit: number): Promise<Dispatcher> {
  const { authority, serverName, insecure } = config.tls
  const ca = authority === undefined ? undefined : (await readPem(authority)).reveal()
  const tls = {
    timeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: !insecure,
    ...(ca === undefined ? {} : { ca }),
    ...expectedName(serverName),
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key.reveal() }),
  }
  const silence = config.requestTimeoutMs || SILENCE_TIMEOUT_MS
  const options = { connections: limit, headersTimeout: silence, bodyTimeout: silence }
  if (config.proxy === undefined) return new Agent({ ...options, connect: tls })
  const { ProxyAgent } = await import('undici')
  return new ProxyAgent({
    ...options,
    uri: config.proxy.url.href,
    ...(config.proxy.authorization === undefined ? {} : { token: config.proxy.authorization.reveal() }),
    requestTls: tls,
    // kubectl trusts the cluster's authority for the proxy too; public ones are added, since most proxies have those.
    proxyTls: { timeout: CONNECT_TIMEOUT_MS, ...(ca === undefined ? {} : { ca: [ca, ...rootCertificates] }) },
  })
}

/** An address may not be sent as server name (RFC 6066), but the certificate may still have to be for it. */
function expectedName(name: string | undefined): object {
  if (name === undefined) return {}
  if (isIP(name) === 0) return { servername: name }
  return {
    checkServerIdentity: (_host: string, certificate: PeerCertificate) => checkServerIdentity(name, certificate),
  }
}
