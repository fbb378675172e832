import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { keyFile } from '../../src/compose/service/data-folder.ts'
import type { Config } from '../../src/config/config.ts'
import { bundled } from '../store/embedded-files.ts'

export interface ReplicaOptions {
  readonly config: Config
  /** URL of the PostgreSQL database that all of them share. */
  readonly storeUrl: string
  readonly leaseMs: number
}

/** A line of the log of a service, as far as tests look at it. */
interface LogLine {
  readonly level: string
  readonly message: string
  readonly [field: string]: unknown
}

const STORE_VARIABLE = 'DRIFTAGE_TEST_STORE'
/** All services of one ledger have the same key for digests of secrets. */
const KEY = JSON.stringify({ id: 'replicas', secret: Buffer.alloc(32, 7).toString('base64') })

let program: Promise<string> | undefined

/** One of several services on one PostgreSQL: a process with a data folder of its own, as on a machine of its own. */
export class Replica {
  readonly log: LogLine[] = []
  /** How it ended: exit code, or the signal; undefined while it runs. */
  ended: string | undefined
  readonly #child: ChildProcess
  readonly #folder: string
  readonly #gone: Promise<void>
  #address: { readonly origin: string; readonly token: string } | undefined

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child
    this.#folder = folder
    this.#gone = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.ended = String(code ?? signal)
        resolve()
      })
    })
    createInterface({ input: child.stderr as NonNullable<ChildProcess['stderr']> }).on('line', (line) =>
      this.log.push(line.startsWith('{') ? (JSON.parse(line) as LogLine) : { level: 'crash', message: line }),
    )
  }

  static async start({ config, storeUrl, leaseMs }: ReplicaOptions): Promise<Replica> {
    program ??= bundled('test/serve/programs/serve-as-replica.ts')
    const folder = await mkdtemp(join(tmpdir(), 'driftage-replica-'))
    const environment = { XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder, [STORE_VARIABLE]: storeUrl }
    await prepareKey(join(folder, 'driftage'))
    const shared = {
      ...config,
      store: { kind: 'postgres', url: { from: 'environment', name: STORE_VARIABLE } },
    } as const
    const child = spawn(process.execPath, [await program, JSON.stringify(shared), String(leaseMs)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    })
    const replica = new Replica(child, folder)
    await replica.#answering()
    return replica
  }

  /** Under which epoch it holds the cluster, by its log: what it believes. */
  epochOf(cluster: string): number | undefined {
    const last = this.log.findLast(({ message, cluster: of }) => message === 'Lease' && of === cluster)
    return last?.['held'] === true ? Number(last['epoch']) : undefined
  }

  /** Codes of errors that it logged, with how often. */
  codes(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { error } of this.log) {
      const code = (error as { readonly code?: string } | undefined)?.code
      if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    return counts
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Asks its HTTP API. */
  async ask(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const { origin, token } = this.#address as { origin: string; token: string }
    const answer = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } })
    return { status: answer.status, body: await answer.text() }
  }

  /** SIGSTOP: it stands still in whatever it does, and its connections stay open. */
  stop(): void {
    this.#child.kill('SIGSTOP')
  }

  /** SIGCONT. */
  goOn(): void {
    this.#child.kill('SIGCONT')
  }

  /** SIGTERM, and everything that belongs to an orderly end. */
  end(): Promise<void> {
    return this.#endBy('SIGTERM')
  }

  kill(): Promise<void> {
    return this.#endBy('SIGKILL')
  }

  async #endBy(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal)
    await this.#gone
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #answering(): Promise<void> {
    const told = new Promise<string>((resolve) => {
      createInterface({ input: this.#child.stdout as NonNullable<ChildProcess['stdout']> }).once('line', resolve)
    })
    const line = await Promise.race([told, this.#gone])
    if (line === undefined) throw new Error(`the service ended: ${JSON.stringify(this.log)}`)
    this.#address = JSON.parse(line) as { origin: string; token: string }
  }
}

async function prepareKey(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(keyFile(folder), KEY, { mode: 0o600 })
}
