import type { Json } from '../../model/json.ts'
import type { KubeconfigOrigin } from './kubeconfig-file.ts'
import type { SecretText } from './secret-text.ts'

/** All that is needed to talk to one cluster as one user. Made by `loadClusterConfig`; files are read when used. */
export interface ClusterConfig {
  /** Name by R-1: the kubeconfig context, else the cluster entry, else the host; `in-cluster` in a pod. */
  readonly name: string
  /** https or http, perhaps with a path in front of the API (Rancher and the like); never with credentials. */
  readonly server: URL
  /** Of the flag, else of the context, else `default`. */
  readonly namespace: string
  readonly tls: TlsSettings
  readonly proxy: ProxySettings | undefined
  readonly credentials: CredentialSettings
  readonly impersonation: Impersonation | undefined
  /** For one try of one request, from connecting to the last byte. 0 = no limit. */
  readonly requestTimeoutMs: number
}

export interface TlsSettings {
  /** Who may sign the server's certificate; undefined = the authorities that Node trusts. */
  readonly authority: PemSource | undefined
  /** Name that the server's certificate must be for, where it is not the host of the URL. */
  readonly serverName: string | undefined
  readonly insecure: boolean
}

/** PEM text from the settings themselves, or a file that is read anew whenever credentials are renewed. */
export type PemSource = { readonly pem: SecretText } | { readonly file: string }

export interface ProxySettings {
  /** http or https, without credentials. */
  readonly url: URL
  /** Value of `Proxy-Authorization`. */
  readonly authorization: SecretText | undefined
}

/** Everything that the settings offer; a client certificate goes together with any of the others. */
export interface CredentialSettings {
  /** Name of the user entry, for messages; `--token` and the like where there is none. */
  readonly user: string
  readonly clientCertificate: { readonly certificate: PemSource; readonly key: PemSource } | undefined
  /** What goes into the `Authorization` header. */
  readonly bearer: Bearer | undefined
}

export type Bearer =
  | { readonly by: 'token'; readonly token: SecretText }
  /** Read anew every minute, since kubelets rotate tokens. `fallback` counts while the file cannot be read. */
  | { readonly by: 'token-file'; readonly file: string; readonly fallback: SecretText | undefined }
  | { readonly by: 'basic'; readonly username: string; readonly password: SecretText }
  | { readonly by: 'exec'; readonly plugin: ExecPlugin }

/**
 * A program that prints credentials. `origin` admits only the kubeconfigs that kubectl itself would use: those may run
 * commands, and nothing else that driftage reads may (B-27).
 */
export interface ExecPlugin {
  readonly origin: KubeconfigOrigin
  readonly apiVersion: ExecApiVersion
  /** A path, or a name to be looked for in PATH; never a shell line. */
  readonly command: string
  readonly args: readonly string[]
  /** On top of the environment of this process. */
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly interactiveMode: InteractiveMode
  readonly installHint: string | undefined
  /** Whether the plugin is told which cluster it is for, and the `config` that it gets with it. */
  readonly clusterInfo: { readonly config: Json | undefined } | undefined
}

export type ExecApiVersion = 'client.authentication.k8s.io/v1' | 'client.authentication.k8s.io/v1beta1'
export type InteractiveMode = 'Never' | 'IfAvailable' | 'Always'

/** On whose behalf requests are made. There is always a user: without one the request would run as oneself (B-53). */
export interface Impersonation {
  readonly user: string
  readonly groups: readonly string[]
  readonly uid: string | undefined
  readonly extra: ReadonlyMap<string, readonly string[]>
}
