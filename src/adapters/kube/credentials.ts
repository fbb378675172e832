import type { JsonObject } from '../../model/json.ts'
import type { ClusterConfig, ExecPlugin } from './cluster-config.ts'
import { readPem, readTokenFile } from './credential-files.ts'
import { type ExecCredential, runExecPlugin } from './exec-credential.ts'
import type { SecretText } from './secret-text.ts'

/** What one request proves itself with. */
export interface Credential {
  /** Value of the `Authorization` header. */
  readonly authorization: SecretText | undefined
  /** PEM; the certificate is public, the key is not. */
  readonly clientCertificate: { readonly certificate: string; readonly key: SecretText } | undefined
}

interface Loaded {
  readonly credential: Credential
  readonly expiresAtMs: number
}

const TOKEN_FILE_AGE_MS = 60_000

/** Holds the credentials of one cluster: reads them at the first request, again when they expire or were refused. */
export class CredentialStore {
  readonly #config: ClusterConfig
  readonly #now: () => number
  #loaded: Loaded | undefined
  #loading: Promise<Loaded> | undefined

  constructor(config: ClusterConfig, now: () => number) {
    this.#config = config
    this.#now = now
  }

  /** Whether asking again could bring something else; a token that stands in a kubeconfig cannot change. */
  get renewable(): boolean {
    const { bearer, clientCertificate } = this.#config.credentials
    if (bearer?.by === 'token-file' || bearer?.by === 'exec') return true
    return clientCertificate !== undefined && 'file' in clientCertificate.certificate
  }

  /** @throws DriftageError DRF3010, DRF3011 */
  async current(): Promise<Credential> {
    if (this.#loaded !== undefined && this.#now() < this.#loaded.expiresAtMs) return this.#loaded.credential
    // Many requests start at once; a plugin that opens a browser must run once.
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined
    })
    this.#loaded = await this.#loading
    return this.#loaded.credential
  }

  /** After a 401: reads anew, unless another request already did so since `refused` was given out. */
  renew(refused: Credential): Promise<Credential> {
    if (this.#loaded?.credential === refused) this.#loaded = undefined
    return this.current()
  }

  async #load(): Promise<Loaded> {
    const { bearer, clientCertificate } = this.#config.credentials
    const ownCertificate =
      clientCertificate === undefined
        ? undefined
        : {
            certificate: (await readPem(clientCertificate.certificate)).reveal(),
            key: await readPem(clientCertificate.key),
          }
    const forever = (authorization: SecretText | undefined) => ({
      credential: { authorization, clientCertificate: ownCertificate },
      expiresAtMs: Number.POSITIVE_INFINITY,
    })
    switch (bearer?.by) {
      case undefined:
        return forever(undefined)
      case 'token':
        return forever(bearerHeader(bearer.token))
      case 'basic':
        return forever(basicHeader(bearer.username, bearer.password))
      case 'token-file': {
        const token = await readTokenFile(bearer.file, bearer.fallback)
        return { ...forever(bearerHeader(token)), expiresAtMs: this.#now() + TOKEN_FILE_AGE_MS }
      }
      case 'exec': {
        const { token, clientCertificate: given, expiresAtMs } = await this.#run(bearer.plugin)
        const authorization = token === undefined ? undefined : bearerHeader(token)
        return {
          credential: { authorization, clientCertificate: given ?? ownCertificate },
          expiresAtMs: expiresAtMs ?? Number.POSITIVE_INFINITY,
        }
      }
    }
  }

  async #run(plugin: ExecPlugin): Promise<ExecCredential> {
    return runExecPlugin(plugin, plugin.clusterInfo === undefined ? undefined : await this.#clusterInfo(plugin))
  }

  /** `spec.cluster` of KUBERNETES_EXEC_INFO. */
  async #clusterInfo({ clusterInfo }: ExecPlugin): Promise<JsonObject> {
    const { server, tls, proxy } = this.#config
    const authority = tls.authority === undefined ? undefined : (await readPem(tls.authority)).reveal()
    return {
      server: serverText(server),
      ...(tls.serverName === undefined ? {} : { 'tls-server-name': tls.serverName }),
      ...(tls.insecure ? { 'insecure-skip-tls-verify': true } : {}),
      ...(authority === undefined ? {} : { 'certificate-authority-data': Buffer.from(authority).toString('base64') }),
      ...(proxy === undefined ? {} : { 'proxy-url': serverText(proxy.url) }),
      config: clusterInfo?.config ?? null,
    }
  }
}

/** A URL as people write it: without the slash that the URL class adds to a bare host. */
function serverText(url: URL): string {
  return url.href.replace(/\/$/, '')
}

function bearerHeader(token: SecretText): SecretText {
  return token.map((text) => `Bearer ${text}`)
}

function basicHeader(username: string, password: SecretText): SecretText {
  return password.map((text) => `Basic ${Buffer.from(`${username}:${text}`).toString('base64')}`)
}
