import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureTool } from '../../tools/build.mjs'
import type { ApiClient } from '../cluster/api-client.ts'
import { ApiClient as Client } from '../cluster/api-client.ts'
import {
  type ApiServerOptions,
  auditLogFile,
  type Layout,
  readServerCertificate,
  startApiServer,
  startEtcd,
} from '../cluster/control-plane.ts'
import { freePorts } from '../cluster/ports.ts'
import { ProcessGroup, type RunningProcess } from '../cluster/processes.ts'
import { writeServiceAccountKeys } from '../cluster/service-account-keys.ts'
import { type Tokens, writeTokens } from '../cluster/users.ts'
import { waitUntilReady } from '../cluster/waiting.ts'

/** A real etcd and API server without controllers, whose parts a test can stop, compact, and set back in time. */
export class LiveCluster {
  readonly url: string
  readonly ca: string
  readonly tokens: Tokens
  readonly admin: ApiClient
  readonly #group: ProcessGroup
  readonly #layout: Layout
  readonly #options: ApiServerOptions
  #etcd: RunningProcess
  #apiServer: RunningProcess

  private constructor(
    group: ProcessGroup,
    layout: Layout,
    options: ApiServerOptions,
    servers: readonly [etcd: RunningProcess, api: RunningProcess],
    access: { readonly ca: string; readonly tokens: Tokens },
  ) {
    this.#group = group
    this.#layout = layout
    this.#options = options
    ;[this.#etcd, this.#apiServer] = servers
    this.url = `https://127.0.0.1:${layout.apiPort}`
    this.ca = access.ca
    this.tokens = access.tokens
    this.admin = new Client(this.url, access.ca, access.tokens.admin)
  }

  static async start(options: ApiServerOptions = {}): Promise<LiveCluster> {
    const { dir: binaries } = await ensureTool('kube')
    const dir = await mkdtemp(join(tmpdir(), 'driftage-live-'))
    const group = new ProcessGroup(dir)
    try {
      const [etcdPort = 0, etcdPeerPort = 0, apiPort = 0] = await freePorts(3)
      const tokenFile = join(dir, 'tokens.csv')
      const [keys, tokens] = await Promise.all([writeServiceAccountKeys(dir), writeTokens(tokenFile)])
      const layout = { binaries, dir, keys, tokenFile, etcdPort, etcdPeerPort, apiPort }
      const etcd = await startEtcd(group, layout)
      const apiServer = await startApiServer(group, layout, options)
      const ca = await readServerCertificate(apiServer, layout)
      const cluster = new LiveCluster(group, layout, options, [etcd, apiServer], { ca, tokens })
      await cluster.#ready()
      return cluster
    } catch (error) {
      await group.stop()
      throw error
    }
  }

  /** Folder of everything that this cluster writes. */
  get dir(): string {
    return this.#layout.dir
  }

  /** Path of the API server's audit log. */
  get auditLog(): string {
    return auditLogFile(this.#layout)
  }

  async stopApiServer(): Promise<void> {
    await this.#group.kill(this.#apiServer)
  }

  /** @param changes to the options of the first start */
  async startApiServer(changes: ApiServerOptions = {}): Promise<void> {
    this.#apiServer = await startApiServer(this.#group, this.#layout, { ...this.#options, ...changes })
    await this.#ready()
  }

  /** Kills etcd under a running API server, and starts it again on the same data. */
  async restartEtcd(): Promise<void> {
    await this.#group.kill(this.#etcd)
    this.#etcd = await startEtcd(this.#group, this.#layout)
    await this.#ready()
  }

  /** Everything before now goes out of etcd's history. */
  async compact(): Promise<void> {
    const etcd = `http://127.0.0.1:${this.#layout.etcdPort}`
    const status = await post(`${etcd}/v3/kv/range`, { key: 'AA==' })
    const { revision } = (status as { header: { revision: string } }).header
    await post(`${etcd}/v3/kv/compaction`, { revision, physical: true })
  }

  /** Stops both servers and keeps a copy of the data as it is then. */
  async backUp(): Promise<void> {
    await this.#stopBoth()
    await cp(this.#data, this.#copy, { recursive: true })
    await this.#startBoth()
  }

  /** Back to the copy, as an operator does it: with everything stopped. */
  async restore(): Promise<void> {
    await this.#stopBoth()
    await rm(this.#data, { recursive: true })
    await cp(this.#copy, this.#data, { recursive: true })
    await this.#startBoth()
  }

  async stop(): Promise<void> {
    this.admin.close()
    await this.#group.stop()
  }

  get #data(): string {
    return join(this.#layout.dir, 'etcd')
  }

  get #copy(): string {
    return join(this.#layout.dir, 'etcd-copy')
  }

  async #stopBoth(): Promise<void> {
    await this.#group.kill(this.#apiServer)
    await this.#group.kill(this.#etcd)
  }

  async #startBoth(): Promise<void> {
    this.#etcd = await startEtcd(this.#group, this.#layout)
    await this.startApiServer()
  }

  #ready(): Promise<void> {
    return waitUntilReady(this.#apiServer, async () => {
      if ((await this.admin.send('GET', '/readyz')).status !== 200) return false
      return (await this.admin.send('GET', '/api/v1/namespaces/default')).status === 200
    })
  }
}

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.json()
}
