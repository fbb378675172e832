import { ApiClient } from './api-client.ts'
import { type AuditEvent, readAuditEvents } from './audit.ts'
import { type ApiServerOptions, auditLogFile, type Layout, startApiServer } from './control-plane.ts'
import type { Controllers } from './controllers.ts'
import { type KubectlInput, type KubectlResult, runKubectl } from './kubectl.ts'
import type { ProcessGroup, RunningProcess } from './processes.ts'
import { type SettledOptions, waitForSettled } from './settled.ts'
import type { ClusterUser, Component, Tokens } from './users.ts'
import { waitUntilReady } from './waiting.ts'

/** What a test wants of its cluster. */
export interface ClusterOptions extends ApiServerOptions {
  /** Minor version of Kubernetes; default 1.36. The first use of 1.33 builds it, which takes minutes. */
  version?: '1.36' | '1.33'
  /** Whether controllers run; default true. Without them there are no ReplicaSets and no garbage collection. */
  controllerManager?: boolean
  /** Further flags of the controller manager; default none. */
  controllerManagerFlags?: readonly string[]
  /** Number of fake nodes; default 0. Any other number also starts the scheduler and kwok, and then pods run. */
  nodes?: number
  /** Who may do everything beside `admin`; default everybody but `reader`. */
  usersWithAllRights?: readonly ClusterUser[]
}

/** What a running control plane consists of. */
export interface Parts {
  group: ProcessGroup
  layout: Layout
  url: string
  ca: string
  tokens: Tokens
  kubeconfigs: Record<ClusterUser | Component, string>
  kubectl: string
  apiServer: RunningProcess
  controllers: Controllers
}

/** A running control plane. Call {@link TestCluster.stop} at the end. */
export class TestCluster {
  /** Where the API server listens, such as `https://127.0.0.1:20123`. */
  readonly url: string
  /** Certificate authority of the API server, PEM. */
  readonly ca: string
  /** Bearer token by user. */
  readonly tokens: Readonly<Record<ClusterUser, string>>
  /** Path of a kubeconfig by user. */
  readonly kubeconfigs: Readonly<Record<ClusterUser, string>>
  /** Path of the kubectl of Kubernetes 1.36 that {@link TestCluster.kubectl} runs. */
  readonly kubectlPath: string
  /** Folder of everything that this cluster writes. */
  readonly dir: string
  /** Path of the API server's audit log, one JSON object a line: all writes but those of leases. */
  readonly auditLog: string
  /** The API, as `admin`. */
  readonly admin: ApiClient
  /** What acts by itself, as far as the test wants it. */
  readonly controllers: Controllers

  readonly #group: ProcessGroup
  readonly #layout: Layout
  readonly #options: ClusterOptions
  readonly #clients = new Map<ClusterUser, ApiClient>()
  #apiServer: RunningProcess

  /** @internal use {@link startCluster} */
  constructor(parts: Parts, options: ClusterOptions) {
    this.url = parts.url
    this.ca = parts.ca
    this.tokens = parts.tokens
    this.kubeconfigs = parts.kubeconfigs
    this.kubectlPath = parts.kubectl
    this.dir = parts.layout.dir
    this.auditLog = auditLogFile(parts.layout)
    this.#group = parts.group
    this.#layout = parts.layout
    this.#options = options
    this.#apiServer = parts.apiServer
    this.controllers = parts.controllers
    this.admin = this.as('admin')
  }

  /** The process of the API server, for tests that make it hang or die. Another one after a restart. */
  get apiServer(): RunningProcess {
    return this.#apiServer
  }

  /** The API, as one of the users. */
  as(user: ClusterUser): ApiClient {
    const client = this.#clients.get(user) ?? new ApiClient(this.url, this.ca, this.tokens[user])
    this.#clients.set(user, client)
    return client
  }

  /** Runs kubectl as one of the users; a failure is a code, not an exception. */
  kubectl(user: ClusterUser, args: readonly string[], input?: KubectlInput): Promise<KubectlResult> {
    return runKubectl(this.kubectlPath, this.kubeconfigs[user], this.dir, args, input)
  }

  /** The audit events so far. A write is among them as soon as its answer has been received. */
  auditEvents(): Promise<AuditEvent[]> {
    return readAuditEvents(this.auditLog)
  }

  /** Waits until workloads are available, pods Running, and no object has moved for two seconds. */
  waitForSettled(options: SettledOptions = {}): Promise<void> {
    return waitForSettled(this.admin, { ready: (this.#options.nodes ?? 0) > 0, ...options })
  }

  /** Waits until the API server answers and the namespace `default` is there. */
  waitForApiServer(): Promise<void> {
    return waitUntilReady(this.#apiServer, async () => {
      if ((await this.admin.send('GET', '/readyz')).status !== 200) return false
      return (await this.admin.send('GET', '/api/v1/namespaces/default')).status === 200
    })
  }

  /** Kills the API server and starts it again on the same port and data, with other options where given. */
  async restartApiServer(changes: ApiServerOptions = {}): Promise<void> {
    await this.#group.kill(this.#apiServer)
    this.#apiServer = await startApiServer(this.#group, this.#layout, { ...this.#options, ...changes })
    await this.waitForApiServer()
  }

  /** Ids of the processes that run now. */
  pids(): number[] {
    return this.#group.pids()
  }

  /** Ends all processes and removes the folder. */
  async stop(): Promise<void> {
    for (const client of this.#clients.values()) client.close()
    await this.#group.stop()
  }
}
